using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Quickcheck;

/// <summary><c>omni quickcheck</c>: whether files are whole, before a run of hours finds out.</summary>
internal static class QuickcheckCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static CommandEntry Entry { get; } = new(
        "quickcheck", "Find truncated and damaged files: exit code 0 all good, 1 damaged, 2 unreadable.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = $"{string.Join(", ", KnownFiles.Checking.Kinds)}; text plain, gzip or BGZF.",
            Arity = ArgumentArity.OneOrMore,
        };
        var genome =
            new Option<string>("--genome") { Description = "FASTA or .fai that BED, GTF and GFF3 have to lie within.", HelpName = "FILE" };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = [
                "omni quickcheck reads.fastq.gz calls.vcf.gz", "omni quickcheck --genome hs37d5.fa peaks.bed genes.gtf.gz",
                "omni quickcheck data/*.parquet --json", "omni quickcheck pytorch_model.bin model.safetensors"],
        };
        command.Arguments.Add(files);
        command.Options.Add(genome);
        command.Options.Add(json);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(
                Run(terminal, parsed.GetValue(files)!, parsed.GetValue(genome), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string[] files, string? genome, bool json, CancellationToken cancellation)
    {
        var lengths = genome is null ? null : ContigLengths.OfFile(genome);
        List<CheckedFile> all = [];
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = CheckedFile.Of(file, WithClock(terminal, file, () => KnownFiles.Checks.Run(file, lengths)));
            all.Add(result);
            if (json) continue;
            terminal.Output.WriteLine(result.Line());
            foreach (var notice in result.Notices) terminal.Error.WriteLine($"note {file}: {notice}");
        }
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(all, Json));
        return all.Exists(f => f.Verdict == CheckedFile.Unreadable) ? ExitCode.WrongUsage
            : all.Exists(f => f.Verdict == CheckedFile.Damaged) ? ExitCode.Failed
            : ExitCode.Done;
    }

    // A check has no end that could be foreseen, so the time it has taken is shown.
    private static FileCheckResult WithClock(Terminal terminal, string file, Func<FileCheckResult> check)
    {
        using var line = new ProgressLine(terminal, TimeProvider.System);
        var display = line.Of(
            new ProgressWords<long>(seconds => string.Create(CultureInfo.InvariantCulture, $"checking {file}  {seconds} s")));
        var begun = Stopwatch.GetTimestamp();
        var second = TimeSpan.FromSeconds(1);
        using var timer = new Timer(_ => display.Report((long)Stopwatch.GetElapsedTime(begun).TotalSeconds), null, second, second);
        return check();
    }

    /// <summary>One checked file as users see it.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Verdict">good, damaged or unreadable.</param>
    /// <param name="Format">What it was taken for.</param>
    /// <param name="Records">Records, rows, values or tensors; null when they were not counted.</param>
    /// <param name="Problem">What is wrong and where.</param>
    /// <param name="Notices">What is odd about a good file.</param>
    private sealed record CheckedFile(
        string Path, string Verdict, string Format, long? Records, string? Problem, IReadOnlyList<string> Notices)
    {
        public const string Good = "good", Damaged = "damaged", Unreadable = "unreadable";

        public static CheckedFile Of(string path, FileCheckResult result)
        {
            var verdict = result.Health switch { FileHealth.Sound => Good, FileHealth.Damaged => Damaged, _ => Unreadable };
            var records = result.Problem is null ? result.Records : null;
            return new(path, verdict, result.Format ?? "", records, result.Problem?.Describe(), result.Notices);
        }

        public string Line()
        {
            var records = Records is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count}") : "";
            return $"{Verdict}\t{Path}\t{Format}\t{records}\t{Problem?.ReplaceLineEndings(" ")}".TrimEnd('\t');
        }
    }
}
