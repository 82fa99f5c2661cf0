using System.Globalization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Cli.Commands.Infer;

/// <summary>Shows how far a pass over records is, and what it did: for people and programs; names the first failed records.</summary>
internal sealed class InferencePrinter
{
    private readonly Terminal terminal;
    private readonly string? path;
    private readonly bool json;
    private readonly string? names;

    /// <param name="terminal">Text goes to its error stream, JSON to its output.</param>
    /// <param name="path">File that is written; null for standard output.</param>
    /// <param name="json">Write JSON.</param>
    /// <param name="names">File with the names of the rows beside it; null for none.</param>
    /// <exception cref="UsageException">OH2033: JSON without a file.</exception>
    public InferencePrinter(Terminal terminal, string? path, bool json, string? names = null)
    {
        if (json && path is null)
            throw new UsageException(
                "OH2033", "--json needs --output: results and summary would both go to standard output", null, "Name an output file.");
        this.terminal = terminal;
        this.path = path;
        this.json = json;
        this.names = names;
    }

    /// <summary>Runs the pass under a display, prints and gives the exit code.</summary>
    public int Print(Func<IProgress<InferenceProgress>?, ApplicationOutcome> run)
    {
        var outcome = path is null ? run(null) : Displayed(run);
        var counts = outcome.Counts;
        foreach (var error in outcome.Failures) terminal.Error.WriteLine($"failed {error.Describe()}");
        if (counts.Failed > outcome.Failures.Count)
            terminal.Error.WriteLine(Text($"… and {counts.Failed - outcome.Failures.Count} more, each with its error in the output."));
        if (outcome.Letters.HardlyReadNote() is { } letters) terminal.Error.WriteLine($"Warning: {letters}.");
        if (outcome.LengthNote is { } length) terminal.Error.WriteLine($"Warning: {length}.");
        if (outcome.PoolingNote is { } pooling) terminal.Error.WriteLine($"Warning: {pooling}; see --aggregation.");
        if (json) PrintJson(counts, outcome);
        else PrintText(counts, outcome);
        return counts.Failed > 0 ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }

    // The line of progress is gone before anything is printed.
    private ApplicationOutcome Displayed(Func<IProgress<InferenceProgress>?, ApplicationOutcome> run)
    {
        using var line = new ProgressLine(terminal, TimeProvider.System);
        return run(line.Of(ProgressWords.Predicted));
    }

    private void PrintJson(InferenceCounts counts, ApplicationOutcome outcome) => terminal.Output.WriteLine(OmniCommand.Json(new
    {
        Output = path,
        counts.Records,
        counts.Failed,
        counts.Truncated,
        counts.Windowed,
        counts.UnknownTokens,
        counts.UnknownBases,
        counts.RecordsWithUnknownBases,
        outcome.Letters,
        TokensNeeded = counts.Use.Needed,
        TokensComputed = counts.Use.Computed,
        TokenShare = counts.Use.Share,
        outcome.Made,
        outcome.Seconds,
    }));

    private void PrintText(InferenceCounts counts, ApplicationOutcome outcome)
    {
        if (counts.Truncated > 0)
            terminal.Error.WriteLine(Text($"{Sequences(counts.Truncated)} cut to the length that the model takes"));
        if (counts.Windowed > 0) terminal.Error.WriteLine(Text($"{Sequences(counts.Windowed)} read in windows"));
        foreach (var converted in outcome.Letters.ConvertedNotes()) terminal.Error.WriteLine(converted);
        if (outcome.Unknown.Count > 0) terminal.Error.WriteLine(Unknown(counts, outcome.Unknown));
        var seconds = outcome.Seconds;
        var records = Text($"{counts.Records} {Plural.Of(counts.Records, "record")}, {counts.Failed} failed");
        var tokens = Text($"tokens needed {counts.Use.Needed}, computed {counts.Use.Computed} (share {counts.Use.Share:0.000})");
        terminal.Error.WriteLine(Text($"{records}; {tokens}; {seconds:0.0} s, {counts.Use.Needed / seconds:#,0} tokens/s"));
        if (outcome.Made is { } made) terminal.Error.WriteLine(made);
        if (path is not null) terminal.Error.WriteLine($"wrote {path}{(names is null ? "" : $", and the names of its rows to {names}")}");
    }

    private static string Sequences(long count) => Text($"{count} {Plural.Of(count, "sequence was", "sequences were")}");

    private static string Unknown(InferenceCounts counts, IReadOnlyList<RecordWithUnknownBases> first)
    {
        var bases = Text($"{counts.UnknownBases} {Plural.Of(counts.UnknownBases, "base")}");
        var records = Text($"{counts.RecordsWithUnknownBases} {Plural.Of(counts.RecordsWithUnknownBases, "record")}");
        var verb = Plural.Of(counts.UnknownBases, "is", "are");
        var names = string.Join("; ", first.Select(r => Text($"{r.Place} '{r.Id}' ({r.Bases})")));
        var more = counts.RecordsWithUnknownBases > first.Count ? "; …" : "";
        return $"{bases} of {records} {verb} unknown to the vocabulary: {names}{more}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
