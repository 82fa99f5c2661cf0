using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Families;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Tests.Families;

public class PublishedModelTests
{
    [Fact]
    public void EveryPublishedModelHasANameOfItsOwnAndFactsInWords()
    {
        var models = ModelFamilies.All.SelectMany(family => family.Published).ToList();
        Assert.Distinct(models.Select(model => model.Name));
        Assert.All(models, model =>
        {
            Assert.Matches("^[^/ ]+/.+$", model.Name);
            Assert.All(new[] { model.Layers, model.HiddenSize, model.Heads, model.Vocabulary ?? 1 }, size => Assert.True(size > 0));
            Assert.Equal(0, model.HiddenSize % model.Heads);
            var facts = model.Facts;
            string[] words = [facts.Letters, facts.Tokens, facts.TrainedOn, facts.Licence ?? "not stated", facts.Reference];
            Assert.All(words, word => Assert.False(string.IsNullOrWhiteSpace(word)));
            Assert.True(facts.MostTokens is null or > 0);
        });
    }

    // The table of parameter counts holds the configurations.
    [Fact]
    public void PublishedConfigurationsAreToldAndOthersAreNot()
    {
        using var folder = new TemporaryFolder();
        var path = SourceTree.PathOf("tests", "goldens", "encoders", "published-parameter-counts.json");
        using var table = JsonDocument.Parse(File.ReadAllText(path));
        var told = 0;
        foreach (var row in table.RootElement.GetProperty("rows").EnumerateArray())
        {
            var checkpoint = row.GetProperty("checkpoint").GetString()!;
            var json = JsonObject.Create(row.GetProperty("config"))!;
            // The table leaves out ids, and keys that only the code of an author reads.
            json["pad_token_id"] ??= 1;
            json["mask_token_id"] ??= 2;
            if (checkpoint == "DNABERT-2-117M") json["alibi_starting_size"] = 512;
            File.WriteAllText(folder["config.json"], json.ToJsonString());
            var config = ModelFamilies.Read(ModelConfigFile.Open(folder.Path));
            var names = config.Family.PublishedLike(config).Select(model => model.Name).ToList();
            if (checkpoint.Contains("library defaults", StringComparison.Ordinal)) Assert.Empty(names);
            else Assert.Contains(names, name => name.Contains(NameOf(checkpoint), StringComparison.OrdinalIgnoreCase));
            told += names.Count > 0 ? 1 : 0;
        }
        Assert.True(told > 100);

        static string NameOf(string checkpoint) => checkpoint switch
        {
            "multimolecule/dnabert (default V)" => "multimolecule/dnabert-6mer",
            "DNABERT-3" or "DNABERT-4" or "DNABERT-5" or "DNABERT-6" => $"DNA_bert_{checkpoint[^1]}",
            _ => checkpoint.Split(' ')[0],
        };
    }

    [Fact]
    public void OfModelsOfOneSizePositionsTellWhichAndOthersAreNamedTogether()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(["facebook/esm2_t33_650M_UR50D"], Names("rotary", 33, 33, 1280, 20));
        Assert.Equal(
            ["facebook/esm1b_t33_650M_UR50S", "facebook/esm1v_t33_650M_UR90S_1 to _5"], Names("absolute", 33, 33, 1280, 20));
        Assert.Equal(2, Names("absolute", 4105, 24, 1280, 20).Count);
        Assert.Empty(Names("rotary", 34, 33, 1280, 20));

        List<string> Names(string positions, int vocabulary, int layers, int hidden, int heads)
        {
            File.WriteAllText(folder["config.json"], $$"""
                {"model_type":"esm","position_embedding_type":"{{positions}}","vocab_size":{{vocabulary}},"num_hidden_layers":{{layers}},
                 "hidden_size":{{hidden}},"num_attention_heads":{{heads}},"intermediate_size":5120,"pad_token_id":1,"mask_token_id":32}
                """);
            var config = ModelFamilies.Read(ModelConfigFile.Open(folder.Path));
            return [.. config.Family.PublishedLike(config).Select(model => model.Name)];
        }
    }

    [Fact]
    public void SeveralModelsTellAMoleculeWhereTheyAgree()
    {
        var esm = ModelFamilies.All.Single(family => family.Names[0].ModelType == "esm").Published;
        Assert.Equal(Molecule.Protein, PublishedModel.MoleculeOf([.. esm.Where(model => model.Vocabulary == 33)]));
        Assert.Equal(Molecule.Unknown, PublishedModel.MoleculeOf(esm));
        Assert.Equal(Molecule.Unknown, PublishedModel.MoleculeOf([]));
    }
}
