using System.Text.Json;

namespace OmniHelix.EndToEnd.Tests;

public sealed class TokenizerComparisonTests : IDisposable
{
    private static readonly string[] Tokenizers =
    [
        Golden("tokenise_default", "tok200.json"), Golden("tokenise_break", "tok120b.json"), Golden("tokenise_upper", "tok_upper.json"),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TokenizersAreComparedInWordsInATableAndAsAPage()
    {
        var (weights, page) = (folder["weights.tsv"], folder["page.html"]);
        string[] line = ["tokenizer", "compare", .. Tokenizers, "--weights", weights, "--report", page];
        var run = OmniProgram.Run(line);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("17 in all, 276 in any, Jaccard index 0.062", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("\tstd\tis_outlier\t", File.ReadAllText(weights), StringComparison.Ordinal);
        Assert.Equal(18, File.ReadAllLines(weights).Length);
        var html = File.ReadAllText(page);
        Assert.Contains("Tokens by the tokenizers that have them, and no other", html, StringComparison.Ordinal);
        Assert.Contains("Weight and deviation of each token", html, StringComparison.Ordinal);
        var again = OmniProgram.Run(line);
        Assert.Equal(2, again.ExitCode);
        Assert.StartsWith("error OH2031", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ProgramsReadTheComparisonAsJson()
    {
        using var json = JsonDocument.Parse(OmniProgram.Run(["tokenizer", "compare", .. Tokenizers[..2], "--json"]).Output);
        Assert.Equal(64, json.RootElement.GetProperty("shared").GetInt32());
        var shared = json.RootElement.GetProperty("tokenizers")[0].GetProperty("shared");
        Assert.Equal([200, 64], shared.EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(4, json.RootElement.GetProperty("outliers").GetArrayLength());
    }

    [Fact]
    public void OneTokenizerHasNoDeviations()
    {
        var weights = folder["weights.tsv"];
        Assert.Equal(0, OmniProgram.Run("tokenizer", "compare", Tokenizers[0], "--weights", weights).ExitCode);
        Assert.All(File.ReadAllLines(weights).Skip(1), row => Assert.Contains("\t\tFalse\t", row, StringComparison.Ordinal));
    }

    [Fact]
    public void OnlyUnigramModelsHaveWeights()
    {
        string[] other = ["tokenizer", "compare", SourceTree.PathOf("models", "omnihelix-rna-1m"), Tokenizers[0]];
        Assert.Equal(0, OmniProgram.Run(other).ExitCode);
        var run = OmniProgram.Run([.. other, "--weights", folder["weights.tsv"]]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH1540", run.Error, StringComparison.Ordinal);
        Assert.StartsWith(
            "error OH1540", OmniProgram.Run("tokenizer", "pool", other[2], other[3], "-o", folder["pooled.json"]).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void APooledTokenizerHasSpecialTokensOnceAndCutsSequences()
    {
        var pooled = folder["pooled.json"];
        var run = OmniProgram.Run(["tokenizer", "pool", .. Tokenizers, "--pooling", "max", "--renormalise", "--output", pooled]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("276 tokens written", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(pooled));
        var vocabulary = json.RootElement.GetProperty("model").GetProperty("vocab").EnumerateArray()
            .Select(token => (Token: token[0].GetString()!, Weight: token[1].GetDouble())).ToList();
        Assert.Equal(vocabulary.Count, vocabulary.DistinctBy(token => token.Token).Count());
        double[] weights = [.. vocabulary.Skip(5).Select(token => token.Weight)];
        Assert.Equal(weights.OrderDescending(), weights);
        Assert.Equal(1, weights.Sum(Math.Exp), 1e-12);
        var compared = OmniProgram.Run("tokenizer", "compare", pooled, Tokenizers[0]);
        Assert.Contains("200 in all, 276 in any", compared.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GenomeNlpsNameMakesTableAndPageAndPools()
    {
        var run = OmniProgram.Run(
        [
            "compare_empirical_tokens", .. Tokenizers, "-m", "inner", "-t", folder["pooled.json"], "-w", folder["w.tsv"],
            "-o", folder["d.pdf"],
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("17 tokens written", run.Error, StringComparison.Ordinal);
        Assert.Contains(folder["d.html"], run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["w.tsv"]) && File.Exists(folder["d.html"]) && File.Exists(folder["pooled.json"]));
    }

    private static string Golden(string name, string file) => SourceTree.PathOf("tests", "goldens", "tokenizers", "genomenlp", name, file);
}
