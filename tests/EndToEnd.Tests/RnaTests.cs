using System.Text.Json;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni rna</c>: structures of records, their exit codes and what is said of them.</summary>
public sealed class RnaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FoldingPrintsStructuresAndNamesWhatFailed()
    {
        var source = folder.Write("x.fasta", ">a\nGGGGAAAACCCC\n>b\nGGG!\n>c\nGGGRAAAACCCC\n");
        var run = OmniProgram.Run("rna", "fold", "--input", source);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith(">a\nGGGGAAAACCCC\n((((....)))) ( -5.40)\n>c\nGGGRAAAACCCC\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("failed OH1", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 letter of 1 record", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 records, 1 failed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ASummaryOfFoldingIsJson()
    {
        string[] words = ["rna", "fold", "--sequence", "GGGGAAAACCCC", "--output", folder["y.dbn"], "--json"];
        var run = OmniProgram.Run(words);
        Assert.Equal(0, run.ExitCode);
        var summary = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((1, 0, 12), (Number("records"), Number("failed"), Number("bases")));
        Assert.Equal(">1\nGGGGAAAACCCC\n((((....)))) (-5.40)\n", File.ReadAllText(folder["y.dbn"]));
        run = OmniProgram.Run(words);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("OH2031", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("rna", "fold", "--sequence", "GGGG", "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("OH2033", run.Error, StringComparison.Ordinal);

        int Number(string name) => summary.GetProperty(name).GetInt32();
    }

    [Fact]
    public void SettingsOfFoldingStandInAFile()
    {
        var file = folder.Write("fold.yaml", "temperature: 70\nlonely_pairs: false\n");
        var run = OmniProgram.Run("rna", "fold", "--sequence", "GGGGAAAACCCC", "--config", file);
        Assert.Contains("\n((((....)))) ( -1.64)", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("rna", "fold", "--sequence", "GGGGAAAACCCC", "--config", file, "--temperature", "37");
        Assert.Contains("( -5.40)", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("rna", "fold", "--sequence", "GGGGAAAACCCC", "--config", folder.Write("x.yaml", "temperatur: 70\n"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("temperature", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void EnergiesOfStructuresAreToldLoopByLoop()
    {
        var run = OmniProgram.Run("rna", "eval", "--sequence", "GGGGAAAACCCC", "--structure", "((((....))))", "--loops");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Hairpin  loop (  4,  9) GC              :   450\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n((((....)))) ( -5.40)\n", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("rna", "eval", "--input", folder.Write("x.dbn", ">a\nGGGAAC\n((..))\n>b\nGGGGAAAACCCC\n((((....))))\n"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("OH1857", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoresOfStructuresArePrintedAndAreJson()
    {
        var truth = folder.Write("true.dbn", ">a\nGGGGAAAACCCC\n((((....))))\n>b\nGGGGAAAACCCC\n((((....))))\n");
        var guess = folder.Write("guess.dbn", ">a\nGGGGAAAACCCC\n.(((....))).\n>b\nGGGGAAAACCCC\n((((....))))\n");
        var run = OmniProgram.Run("rna", "compare", "--reference", truth, "--prediction", guess);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 records compared, 0 failed\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nrecall              0.8750 [", run.Output, StringComparison.Ordinal);
        run = OmniProgram.Run("rna", "compare", "--reference", truth, "--prediction", guess, "--resamples", "0", "--json");
        var recall = JsonDocument.Parse(run.Output).RootElement.GetProperty("scores").GetProperty("recall");
        Assert.Equal(0.875, recall.GetProperty("mean").GetProperty("estimate").GetDouble());
        var one = folder.Write("one.dbn", ">a\nGGGGAAAACCCC\n((((....))))\n");
        run = OmniProgram.Run("rna", "compare", "--reference", truth, "--prediction", one, "--output", folder["scores.csv"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("OH1859", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(folder["scores.csv"]).Length);
    }
}
