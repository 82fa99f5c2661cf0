using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Cli.Commands.Quickcheck;

/// <summary><c>omni quickcheck</c>: whether files are whole, before a run of hours finds out.</summary>
internal static class QuickcheckCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static CommandEntry Entry { get; } = new("quickcheck", "Find truncated and damaged files: exit code 0 all good, 1 damaged, 2 unreadable.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Argument<string[]>("FILE") { Description = "FASTA, FASTQ, BED, GTF, GFF3, VCF, BCF (plain, gzip, BGZF), Parquet, Arrow, CSV, TSV, JSON, NPY, NPZ, safetensors, PyTorch.", Arity = ArgumentArity.OneOrMore };
        var genome = new Option<string>("--genome") { Description = "FASTA or .fai that BED, GTF and GFF3 have to lie within.", HelpName = "FILE" };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni quickcheck reads.fastq.gz calls.vcf.gz", "omni quickcheck --genome hs37d5.fa peaks.bed genes.gtf.gz", "omni quickcheck data/*.parquet --json", "omni quickcheck pytorch_model.bin model.safetensors"],
        };
        command.Arguments.Add(files);
        command.Options.Add(genome);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(terminal, parsed.GetValue(files)!, parsed.GetValue(genome), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string[] files, string? genome, bool json, CancellationToken cancellation)
    {
        var checks = new FileChecks(genome is null ? null : Lengths(genome));
        List<CheckedFile> all = [];
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = WithClock(terminal, file, () => checks.Check(file));
            all.Add(result);
            if (!json) terminal.Output.WriteLine(Line(result));
        }
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(all, Json));
        return all.Exists(f => f.Verdict == FileVerdict.Unreadable) ? ExitCode.WrongUsage
            : all.Exists(f => f.Verdict == FileVerdict.Damaged) ? ExitCode.Failed
            : ExitCode.Done;
    }

    private static ContigLengths Lengths(string path)
    {
        if (path.EndsWith(".fai", StringComparison.OrdinalIgnoreCase)) return ContigLengths.Read(path);
        using var genome = ReferenceGenome.Open(path);
        return ContigLengths.Of(genome);
    }

    // A check has no end that could be foreseen, so the time it has taken is shown.
    private static CheckedFile WithClock(Terminal terminal, string file, Func<CheckedFile> check)
    {
        using var display = new AmountDisplay(terminal, TimeProvider.System, seconds => string.Create(CultureInfo.InvariantCulture, $"checking {file}  {seconds} s"));
        var begun = Stopwatch.GetTimestamp();
        using var timer = new Timer(_ => display.Report((long)Stopwatch.GetElapsedTime(begun).TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        return check();
    }

    private static string Line(CheckedFile file)
    {
        var verdict = file.Verdict switch { FileVerdict.Good => "good", FileVerdict.Damaged => "damaged", _ => "unreadable" };
        var records = file.Records is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count}") : "";
        return $"{verdict}\t{file.Path}\t{file.Format}\t{records}\t{file.Problem?.ReplaceLineEndings(" ")}".TrimEnd('\t');
    }
}
