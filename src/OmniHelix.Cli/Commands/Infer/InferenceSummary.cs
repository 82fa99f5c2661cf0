using System.Diagnostics;
using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;

namespace OmniHelix.Cli.Commands.Infer;

/// <summary>What a pass over records did, for people and programs; names the first failed records.</summary>
internal sealed class InferenceSummary
{
    private const int Shown = 5;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<OmniException> failures = [];

    /// <summary>Notes a failed record.</summary>
    public void Note(OmniException? error)
    {
        if (error is not null && failures.Count < Shown) failures.Add(error);
    }

    /// <summary>Prints and gives the exit code.</summary>
    /// <param name="terminal">Text goes to its error stream, JSON to its output.</param>
    /// <param name="counts">Of the pass.</param>
    /// <param name="path">File that was written; null for standard output.</param>
    /// <param name="json">Write JSON.</param>
    public int Print(Terminal terminal, InferenceCounts counts, string? path, bool json)
    {
        var seconds = clock.Elapsed.TotalSeconds;
        foreach (var error in failures) terminal.Error.WriteLine($"failed {error.Describe()}");
        if (counts.Failed > failures.Count)
            terminal.Error.WriteLine(Text($"… and {counts.Failed - failures.Count} more, each with its error in the output."));
        if (json)
            terminal.Output.WriteLine(OmniCommand.Json(new
            {
                Output = path,
                counts.Records,
                counts.Failed,
                counts.Truncated,
                counts.Windowed,
                UnknownTokens = counts.UnknownTokens,
                TokensNeeded = counts.Use.Needed,
                TokensComputed = counts.Use.Computed,
                TokenShare = counts.Use.Share,
                Seconds = seconds,
            }));
        else
        {
            if (counts.Truncated > 0)
                terminal.Error.WriteLine(Text($"{counts.Truncated} sequences lost their end (truncated_bases says how much)"));
            if (counts.Windowed > 0) terminal.Error.WriteLine(Text($"{counts.Windowed} sequences were read in windows"));
            if (counts.UnknownTokens > 0)
                terminal.Error.WriteLine(Text($"{counts.UnknownTokens} of {counts.ContentTokens} tokens are unknown to the vocabulary"));
            var records = Text($"{counts.Records} records, {counts.Failed} failed");
            var tokens = Text($"tokens needed {counts.Use.Needed}, computed {counts.Use.Computed} (share {counts.Use.Share:0.000})");
            terminal.Error.WriteLine(Text($"{records}; {tokens}; {seconds:0.0} s, {counts.Use.Needed / seconds:#,0} tokens/s"));
            if (path is not null) terminal.Error.WriteLine($"wrote {path}");
        }
        return counts.Failed > 0 ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
