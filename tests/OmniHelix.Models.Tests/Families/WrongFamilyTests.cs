using System.Text.Json.Nodes;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests.Families;

/// <summary>Checkpoints that do not say what they are, say something else, or are called as older programs call them.</summary>
public class WrongFamilyTests
{
    // Those that are published with weights: baselines are stored by this project alone, in one way.
    public static TheoryData<int> Families => [.. Published];

    public static TheoryData<int, string> Wrapped
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var family in Published)
                foreach (var prefix in new[] { "module.", "model.", "_orig_mod.module." }) rows.Add(family, prefix);
            return rows;
        }
    }

    private static IEnumerable<int> Published =>
        ModelFamilies.All.Index().Where(family => family.Item.Usual is null).Select(family => family.Index);

    [Theory]
    [MemberData(nameof(Families))]
    public void AConfigurationWithoutANameIsToldWhatItsTensorsLookLike(int index)
    {
        using var folder = new TemporaryFolder();
        var family = ModelFamilies.All[index];
        SmallFamily.Save(folder.Path, family);
        Configure(folder, Unnamed);
        if (family.NeedsNoName)
        {
            using var model = OmniModel.FromPretrained(folder.Path);
            Assert.Equal(family, model.Backbone.Config.Family);
            return;
        }
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal(("OH3204", folder["config.json"]), (e.Code, e.Place));
        Assert.Contains($"look like {family.Names[0].ClassPrefix}: ", e.Advice, StringComparison.Ordinal);
        Assert.Contains($"\"model_type\": \"{family.Names[0].ModelType}\"", e.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void DnaBert2IsKnownByItsKeyAndByItsTensors()
    {
        using var folder = new TemporaryFolder();
        var family = ModelFamilies.All.Single(one => one.Title == "MosaicBERT");
        SmallFamily.Save(folder.Path, family);
        foreach (var key in new[] { "nothing", "alibi_starting_size" })
        {
            Configure(folder, config =>
            {
                Unnamed(config);
                config.Remove(key);
            });
            using var model = OmniModel.FromPretrained(folder.Path);
            Assert.Equal(family, model.Backbone.Config.Family);
            Assert.Empty(model.LoadReport!.Unused);
        }
        // Of a configuration alone the key tells it.
        Configure(folder, config =>
        {
            config["alibi_starting_size"] = 512;
            config["max_position_embeddings"] = 512;
        });
        using var fresh = OmniModel.Create(folder["config.json"], TaskType.MaskedLanguageModel, new(), seed: 1);
        Assert.Equal(family, fresh.Backbone.Config.Family);
        // It has no position at which it ends, and was trained on so many tokens.
        Assert.Equal((int.MaxValue, 512), (fresh.MaxTokens, fresh.TrainedTokens));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void WeightsOfAnotherFamilyThanTheConfigurationNamesAreToldApart(int index)
    {
        using var folder = new TemporaryFolder();
        var family = ModelFamilies.All[index];
        SmallFamily.Save(folder.Path, family);
        var own = family.Names.Select(name => name.ModelType).ToList();
        foreach (var other in Published.Select(one => ModelFamilies.All[one].Names[0]).Where(name => !own.Contains(name.ModelType)))
        {
            Configure(folder, config => config["model_type"] = other.ModelType);
            var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
            Assert.Equal((other.ModelType, "OH3305", folder["config.json"]), (other.ModelType, e.Code, e.Place));
            Assert.Contains($"one of {other.ClassPrefix}", e.Message, StringComparison.Ordinal);
            Assert.Contains($"look like {family.Names[0].ClassPrefix}: ", e.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheLayoutOfTheAuthorsTellsTheFamiliesThatHaveIt()
    {
        string[] fair = ["encoder.sentence_encoder.embed_tokens.weight"];
        Assert.Contains("\"esm\", \"rnafm\" or \"utrlm\"", ModelFamilies.AdviceFor(null, fair), StringComparison.Ordinal);
        Assert.Contains("RiNALMo", ModelFamilies.AdviceFor(null, ["transformer.blocks.0.mh_attn.Wqkv.weight"]), StringComparison.Ordinal);
        Assert.Null(ModelFamilies.AdviceFor(null, ["cls.predictions.transform.dense.weight", "something.weight"]));
    }

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void NamesOfTrainingProgramsAndOldNormsGiveTheSameModel(int index, string prefix)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        var family = ModelFamilies.All[index];
        SmallFamily.Save(folder.Path, family);
        using var expected = OmniModel.FromPretrained(folder.Path);
        Directory.CreateDirectory(folder["wrapped"]);
        File.Copy(folder["config.json"], folder["wrapped/config.json"]);
        using (var weights = Checkpoint.Open(folder.Path))
            SafetensorsWriter.Write(
                folder["wrapped/model.safetensors"],
                weights.Names.Select(name => Goldens.Whole(weights.Get(name)) with { Name = prefix + Old(name) }));
        using var got = OmniModel.FromPretrained(folder["wrapped"]);
        Assert.Empty(got.LoadReport!.Unused);
        var ours = got.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Value.Value.ToArray<float>());
        Assert.All(expected.NamedParameters(), entry => Assert.Equal(entry.Value.Value.ToArray<float>(), ours[entry.Name]));

        static string Old(string name)
        {
            var parts = name.Split('.');
            if (!parts[^2].Contains("norm", StringComparison.OrdinalIgnoreCase)) return name;
            parts[^1] = parts[^1] switch { "weight" => "gamma", "bias" => "beta", var last => last };
            return string.Join('.', parts);
        }
    }

    private static void Unnamed(JsonObject config)
    {
        config.Remove("model_type");
        config.Remove("architectures");
        config["auto_map"] = new JsonObject { ["AutoModel"] = "modeling_of_the_author.Model" };
    }

    private static void Configure(TemporaryFolder folder, Action<JsonObject> change)
    {
        var config = JsonNode.Parse(File.ReadAllText(folder["config.json"]))!.AsObject();
        change(config);
        File.WriteAllText(folder["config.json"], config.ToJsonString());
    }
}
