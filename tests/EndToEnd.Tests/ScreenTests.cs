using System.Text.RegularExpressions;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>What users see, to the letter: the help of every command, and what commands say when their output is piped.</summary>
public sealed partial class ScreenTests(TrainFolder training) : IClassFixture<TrainFolder>, IDisposable
{
    private static readonly string Promoters = SourceTree.PathOf("samples", "promoter-ecoli");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Commands => [.. Helps.Commands];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void TheHelpOfACommand(string command)
    {
        var run = OmniProgram.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, run.ExitCode);
        Snapshot.Check($"help{(command.Length == 0 ? "" : "-")}{command.Replace(' ', '-')}.txt", run.Output);
    }

    [Fact]
    public void TheAuditOfADataSet() => Snapshot.Check("data-audit.txt", Said("data", "audit", Promoters));

    [Fact]
    public void TheInspectionOfADataSet() => Snapshot.Check("data-inspect.txt", Said("data", "inspect", Promoters));

    [Fact]
    public void TheSplitOfADataSet() =>
        Snapshot.Check("data-split.txt", Said("data", "split", Path.Combine(Promoters, "train.csv.gz"), "--output", folder["splits"]));

    [Fact]
    public void TheSummaryOfATraining()
    {
        var run = training.Train(training.New("run"), "--seeds", "1,2");
        Assert.True(run.ExitCode == 0, run.Error);
        Snapshot.Check("train.txt", WithoutNumbers(run.Output));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void ATrainingOnATerminal(int columns)
    {
        var words = training.Words(training.New("run"), "--seeds", "1,2").Skip(1);
        var screen = WatchedProgram.Run(columns, words);
        Assert.True(screen.ExitCode == 0, string.Join('\n', screen.Lines));
        // Long names of folders are cut where the terminal ends.
        var text = string.Join('\n', screen.Lines.Where(line => !line.Contains('/', StringComparison.Ordinal)));
        Snapshot.Check(FormattableString.Invariant($"train-{columns}.txt"), Number().Replace(text, "#"));
    }

    [Fact]
    public void TheSummaryOfPredictions()
    {
        var output = training.New("run");
        Assert.Equal(0, training.Train(output).ExitCode);
        var run = OmniProgram.Run("infer", "--model", output, "--sequence", "GGGAAACCC,ACGUT", "--output", folder["y.csv"]);
        // The second sequence mixes T and U.
        Assert.Equal(3, run.ExitCode);
        Snapshot.Check("infer.txt", WithoutNumbers(run.Output + run.Error));
    }

    private string Said(params string[] words)
    {
        var run = OmniProgram.Run(words);
        Assert.True(run.ExitCode == 0, run.Error);
        return WithoutPlaces(run.Output);
    }

    private string WithoutPlaces(string text) => RunFolder().Replace(
        text.Replace(SourceTree.Root, "REPOSITORY", StringComparison.Ordinal).Replace(folder.Path, "FOLDER", StringComparison.Ordinal),
        "FOLDER");

    // Scores and rates depend on the machine; how many digits they have does not.
    private string WithoutNumbers(string text) => Number().Replace(WithoutPlaces(text), "#");

    [GeneratedRegex(@"(file://)?\S*omni(%20| )train(%20| )[^\n]*?/[0-9a-f]{32}")]
    private static partial Regex RunFolder();

    [GeneratedRegex(@"[+-]?\d[\d,]*(\.\d+)?")]
    private static partial Regex Number();
}
