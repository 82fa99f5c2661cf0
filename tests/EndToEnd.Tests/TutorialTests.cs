using System.Globalization;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>The tutorials are programs that run as they stand.</summary>
[Collection("Builds")]
public sealed class TutorialTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TutorialTests()
    {
        Directory.CreateSymbolicLink(folder["models"], SourceTree.PathOf("models"));
        Directory.CreateSymbolicLink(folder["samples"], SourceTree.PathOf("samples"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void DataArePrepared()
    {
        var output = Run("rna-ssp/01_data_preparation.cs");
        Assert.StartsWith("train: 608 RNAs\nvalid: 76 RNAs\ntest: 66 RNAs\n", output, StringComparison.Ordinal);
        Assert.Contains("608 RNAs to learn from, 79370 tokens, the longest has 501.\nClasses: ( ) .", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelIsInitialised()
    {
        var output = Run("rna-ssp/02_model_initialization.cs");
        Assert.Contains("Total parameters:     1,193,347\nTrainable parameters: 1,193,347\n", output, StringComparison.Ordinal);
        Assert.Contains("New:                  classifier.weight, classifier.bias\n", output, StringComparison.Ordinal);
        Assert.Contains("Logits:    [1, 16, 3]\n", output, StringComparison.Ordinal);
        Assert.Contains("  classifier: Linear  weight [3, 128], bias [3]\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelIsTrainedAndPredicts()
    {
        var training = Run("rna-ssp/03_model_training.cs");
        var scores = training.Split('\n').Where(line => line.Contains("acro", StringComparison.Ordinal)).ToList();
        var (before, after) = (Number(scores[0]), Number(scores[^1]));
        Assert.True(after > before + 0.15, training);
        Assert.True(File.Exists(folder["runs", "rna-ssp-tutorial", "model.safetensors"]));

        var inference = Run("rna-ssp/04_inference.cs");
        Assert.Contains("of 75 bases\n", inference, StringComparison.Ordinal);
        Assert.Matches(@"\nhairpin: [().]{12}\nprotein: .*", inference);

        static double Number(string line) => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void EmbeddingsAndAttentionAreShown()
    {
        var output = Run("quick/embedding_and_attention.cs");
        Assert.StartsWith("Embedding: 128 numbers", output, StringComparison.Ordinal);
        Assert.Contains("Attention: 3 layers, 8 heads, 14 tokens\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnDataArePreparedAndLearned()
    {
        var output = Run("quick/own_data.cs");
        Assert.StartsWith("320 to learn from, 80 set aside; the first is gene0 of 40 bases\n", output, StringComparison.Ordinal);
        var errors = output.Split('\n').Where(line => line.StartsWith("Error ", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture)).ToList();
        Assert.True(errors[1] < 0.15 && errors[1] < errors[0] / 4, output);
    }

    [Fact]
    public void BothPatternsOfInitialisationWork()
    {
        Assert.Contains(
            "New weights: classifier.weight, classifier.bias\n", Run("quick/constructor_with_tokenizer.cs"), StringComparison.Ordinal);
        var numbers = Run("quick/tokenizer_settings.cs").Trim().Split(", ").Select(part => part.Split(' ')[1]).ToList();
        Assert.Equal(numbers[0], numbers[1]);
    }

    [Fact]
    public void SequencesAreDesigned()
    {
        var lines = Run("quick/rna_design.cs").TrimEnd().Split('\n');
        Assert.StartsWith("400 sequences folded, the 5 purest of ", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..6], line => Assert.Contains(" ((((....))))..((((....)))) ", line, StringComparison.Ordinal));
        Assert.StartsWith("Found ", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public void PairsAreCutAndPadded()
    {
        string[] lines =
        [
            "<cls> A U G G C <eos> G C C A U <eos>",
            "<cls> A U G G <eos> G C C A U <eos>, then <cls> G C A U <eos> G C C A U <eos>",
            "<cls> A U G G <eos> G C C A U <eos>  mask 111111111111  type 000000000000",
            "<cls> A U G <eos> <pad> <pad> <pad> <pad> <pad> <pad> <pad>  mask 111110000000  type 000000000000",
            "Hidden states [2, 12, 128]",
        ];
        Assert.Equal(lines, Run("quick/tokens_of_pairs.cs").TrimEnd().Split('\n'));
    }

    private string Run(string program)
    {
        var run = Dotnet.Run("dotnet", ["run", "-c", "Release", SourceTree.PathOf("samples", "tutorials", program)], folder.Path);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return run.Output;
    }
}
