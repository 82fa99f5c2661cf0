using System.Globalization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary>Shows how far folding is, and what it did: for people and programs; names the first failed records.</summary>
internal sealed class FoldPrinter
{
    private readonly Terminal terminal;
    private readonly FoldConfiguration configuration;
    private readonly bool json;

    /// <param name="terminal">Text goes to its error stream, JSON to its output.</param>
    /// <param name="configuration">What is folded.</param>
    /// <param name="json">Write JSON.</param>
    /// <exception cref="UsageException">OH2033: JSON without a file.</exception>
    public FoldPrinter(Terminal terminal, FoldConfiguration configuration, bool json)
    {
        if (json && configuration.Output is null)
            throw new UsageException(
                "OH2033", "--json needs --output: structures and summary would both go to standard output", null, "Name an output file.");
        this.terminal = terminal;
        this.configuration = configuration;
        this.json = json;
    }

    /// <summary>Folds under a display, prints and gives the exit code.</summary>
    public int Print(Func<IProgress<InferenceProgress>?, FoldOutcome> run)
    {
        var outcome = configuration.Output is null ? run(null) : Displayed(run);
        foreach (var error in outcome.Failures) terminal.Error.WriteLine($"failed {error.Describe()}");
        if (outcome.Failed > outcome.Failures.Count)
            terminal.Error.WriteLine(Text($"… and {outcome.Failed - outcome.Failures.Count} more."));
        if (outcome.UnknownLetters > 0)
            terminal.Error.WriteLine(
                $"Warning: {Plural.Count(outcome.UnknownLetters, "letter", format: "N0")} of "
                    + $"{Plural.Count(outcome.RecordsWithUnknownLetters, "record", format: "N0")} "
                    + $"{Plural.Of(outcome.UnknownLetters, "stands", "stand")} for no single base and paired with nothing; see --unknown.");
        if (json) terminal.Output.WriteLine(OmniCommand.Json(Summary(outcome)));
        else PrintText(outcome);
        return outcome.Failed > 0 ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }

    // The line of progress is gone before anything is printed.
    private FoldOutcome Displayed(Func<IProgress<InferenceProgress>?, FoldOutcome> run)
    {
        using var line = new ProgressLine(terminal, TimeProvider.System);
        return run(line.Of(ProgressWords.Predicted));
    }

    private object Summary(FoldOutcome outcome) => new
    {
        configuration.Output,
        configuration.Options.Probabilities,
        outcome.Records,
        outcome.Failed,
        outcome.Bases,
        outcome.UnknownLetters,
        outcome.RecordsWithUnknownLetters,
        outcome.Seconds,
    };

    private void PrintText(FoldOutcome outcome)
    {
        terminal.Error.WriteLine(
            Text($"{Plural.Count(outcome.Records, "record", format: "N0")}, {outcome.Failed:N0} failed; ")
                + Text($"{Plural.Count(outcome.Bases, "base", format: "N0")} in {outcome.Seconds:0.0} s"));
        foreach (var path in new[] { configuration.Output, configuration.Options.Probabilities }.OfType<string>())
            terminal.Error.WriteLine($"wrote {path}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
