using System.Globalization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary>Shows how far a pass over records is, and what it did: for people and programs; names the first failed records.</summary>
internal sealed class RnaPrinter
{
    private readonly Terminal terminal;
    private readonly bool json;
    private readonly string?[] files;

    /// <param name="terminal">Text goes to its error stream, JSON to its output.</param>
    /// <param name="json">Write JSON.</param>
    /// <param name="files">Files that are written: first the output, null for standard output; nulls are none.</param>
    /// <exception cref="UsageException">OH2033: JSON without a file.</exception>
    public RnaPrinter(Terminal terminal, bool json, params string?[] files)
    {
        if (json && files[0] is null)
            throw new UsageException(
                "OH2033", "--json needs --output: structures and summary would both go to standard output", null, "Name an output file.");
        this.terminal = terminal;
        this.json = json;
        this.files = files;
    }

    /// <summary>Runs the pass under a display, prints and gives the exit code.</summary>
    public int Print(Func<IProgress<InferenceProgress>?, RnaOutcome> run)
    {
        var outcome = files[0] is null ? run(null) : Displayed(run);
        foreach (var error in outcome.Failures) terminal.Error.WriteLine($"failed {error.Describe()}");
        if (outcome.Failed > outcome.Failures.Count)
            terminal.Error.WriteLine(Text($"… and {outcome.Failed - outcome.Failures.Count} more."));
        foreach (var note in outcome.Notes) terminal.Error.WriteLine($"Warning: {note}.");
        if (json) terminal.Output.WriteLine(OmniCommand.Json(Summary(outcome)));
        else PrintText(outcome);
        return outcome.Failed > 0 ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }

    // The line of progress is gone before anything is printed.
    private RnaOutcome Displayed(Func<IProgress<InferenceProgress>?, RnaOutcome> run)
    {
        using var line = new ProgressLine(terminal, TimeProvider.System);
        return run(line.Of(ProgressWords.Predicted));
    }

    private object Summary(RnaOutcome outcome) => new
    {
        Files = files.OfType<string>(),
        outcome.Records,
        outcome.Failed,
        outcome.Bases,
        outcome.UnknownLetters,
        outcome.Notes,
        outcome.Seconds,
    };

    private void PrintText(RnaOutcome outcome)
    {
        terminal.Error.WriteLine(
            Text($"{Plural.Count(outcome.Records, "record", format: "N0")}, {outcome.Failed:N0} failed; ")
                + Text($"{Plural.Count(outcome.Bases, "base", format: "N0")} in {outcome.Seconds:0.0} s"));
        foreach (var path in files.OfType<string>()) terminal.Error.WriteLine($"wrote {path}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
