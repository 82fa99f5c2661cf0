using OmniHelix.Hub;
using OmniHelix.Models;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Tests;

public sealed class ModelNamesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void AShippedModelIsFoundByItsNameAlone()
    {
        Assert.Contains("omnihelix-rna-1m", ModelNames.All);
        Assert.Equal(SourceTree.PathOf("models", "omnihelix-rna-1m"), ModelNames.FolderOf("omnihelix-rna-1m"));
        Assert.Equal(24, OmniTokenizer.FromPretrained("omnihelix-rna-1m").VocabularySize);
    }

    [Fact]
    public void AFolderGoesBeforeAShippedModel()
    {
        using var model = new SmallModel();
        Assert.Equal(model.Folder, ModelNames.FolderOf(model.Run));
        var tokenizer = OmniTokenizer.FromPretrained(model.Run);
        Assert.Equal(24, tokenizer.VocabularySize);
        using var trained = new OmniModelForTokenClassification(model.Run, tokenizer);
        Assert.Empty(trained.LoadReport!.Fresh);
        using var read = OmniModel.FromPretrained(model.Run, tokenizer: tokenizer);
        Assert.Equal(trained.Predict("ACGU").Labels, read.Predict("ACGU").Labels);
    }

    [Fact]
    public void AFileIsNoModel()
    {
        var file = folder.Write("model.safetensors", "");
        var error = Assert.Throws<OmniException>(() => ModelNames.FolderOf(file));
        Assert.Equal(("OH5302", "this is a file, and a model is a folder"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("omnihelix-rna-2m", "no such folder", "Did you mean 'omnihelix-rna-1m'?")]
    [InlineData("models/omnihelix-rna-1m", "no such folder", "Name the shipped model omnihelix-rna-1m alone.")]
    [InlineData("something else", "no such folder", "Shipped models: omnihelix-rna-1m.")]
    public void ANameThatIsNoFolderSaysWhatToDo(string name, string what, string advice)
    {
        var error = Assert.Throws<OmniException>(() => ModelNames.FolderOf(name));
        Assert.Equal("OH5302", error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void APointerOfGitLfsIsCalledOne()
    {
        const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
        using var model = new SmallModel();
        foreach (var file in new[] { "model.safetensors", "config.json", "vocab.txt" })
        {
            var copy = folder[file];
            Directory.CreateDirectory(copy);
            foreach (var source in Directory.EnumerateFiles(model.Folder)) File.Copy(source, Path.Combine(copy, Path.GetFileName(source)));
            File.WriteAllText(Path.Combine(copy, file), Pointer);
            var error = Assert.Throws<OmniException>(() => PretrainedModel.Open(copy, new InferenceOptions()));
            Assert.Contains("git-lfs pointer", error.Message, StringComparison.Ordinal);
            Assert.Contains("git lfs pull", error.Advice, StringComparison.Ordinal);
            Assert.EndsWith(file, error.Place, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheDescriptionTellsTasksTensorsAndWhatIsFresh()
    {
        using var model = new SmallModel(TaskType.SequenceClassification, "no", "yes");
        var told = ModelDescription.Of(model.Run, TaskType.TokenClassification);
        Assert.Equal([TaskType.SequenceClassification], told.Model.Tasks);
        Assert.Equal(["no", "yes"], told.Model.LabelNames);
        Assert.Equal(["classifier.weight", "classifier.bias"], told.Fresh!.OrderDescending());
        Assert.Contains(told.Model.Tensors, t => t.Name.EndsWith("word_embeddings.weight", StringComparison.Ordinal) && t.Count == 24 * 16);
        Assert.Equal(SmallModel.Positions, told.MaxTokens);
        Assert.Equal("ACGTNUacgtnu().*123", string.Concat(told.Letters));
        Assert.Contains(("mask", "<mask>", 23), told.SpecialTokens);
        var json = told.ToJson();
        Assert.Equal("sequence_classification", json["tasks"]![0]!.GetValue<string>());
        Assert.Equal(told.Model.Parameters, json["parameters"]!.GetValue<long>());
        File.Delete(Path.Combine(model.Folder, "vocab.txt"));
        Assert.Equal("OH1501", ModelDescription.Of(model.Folder).TokenizerProblem!.Code);
    }

    public void Dispose() => folder.Dispose();
}
