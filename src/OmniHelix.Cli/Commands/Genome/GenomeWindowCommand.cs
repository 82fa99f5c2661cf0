using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Genome;
using OmniHelix.Workflows.Genomes;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome window</c>: sequences of regions, features and start sites, oriented along their strand.</summary>
internal static class GenomeWindowCommand
{
    public static CommandEntry Entry { get; } = new(
        "window",
        "Cut regions, BED records or windows around start sites out of a genome.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var genome = new Argument<string>("GENOME") { Description = "FASTA, plain or BGZF." };
        var regions = new Argument<string[]>("REGION")
        {
            Description = "Such as chr1:1,000,001-1,064,000; counted from 1.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var schema = new SettingsBinding().Add<GenomeWindowOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome window hs37d5.fa chr1:1,000,001-1,064,000",
                "omni genome window hs37d5.fa --tss genes.csv --length 64000 --output windows.fa.gz",
                "omni genome window hs37d5.fa --gtf gencode.gtf.gz --genes ENSG00000167766,TP53 --length 11000 --format tsv",
                "omni genome window hs37d5.fa --bed peaks.bed --length 500 --format json | head",
                "omni genome window hs37d5.fa --tss genes.csv --length 64000 --vcf calls.vcf.gz --samples HG00096 --output windows.parquet",
            ],
        };
        command.Arguments.Add(genome);
        command.Arguments.Add(regions);
        schema.AddTo(command);
        command.Add(overwrite, "Output");
        command.SetAction((parsed, cancellation) =>
        {
            var options = schema.Read(parsed).Get<GenomeWindowOptions>();
            if (options.Output == "-") options = options with { Output = null };
            var request = options.Request(parsed.GetValue(regions)!);
            _ = WindowFile.KindOf(options.Output, options.Format);
            OverwriteCheck.Files(parsed.GetValue(overwrite), options.Output);
            Run(terminal, parsed.GetValue(genome)!, request, options, cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Run(
        Terminal terminal, string path, WindowRequest request, GenomeWindowOptions options, CancellationToken cancellation)
    {
        using var genome = ReferenceGenome.Open(path, cancellation: cancellation);
        var windows = GenomeWindows.Open(genome, request, cancellation);
        PersonalNotes.Haploid(terminal, windows.Haploid, options.Haploid);
        PersonalNotes.WithoutRecords(terminal, windows.WithoutRecords);
        if (windows.UnknownStrands is var unknown and > 0 && !request.IgnoreStrand)
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"note {unknown:#,0} start {(unknown == 1 ? "site has" : "sites have")} the strand '.' and"
                    + $" {(unknown == 1 ? "is" : "are")} cut as on +"));
        var kind = WindowFile.KindOf(options.Output, options.Format);
        if (options.Output is { } file)
        {
            using var progress = new ProgressLine(terminal, TimeProvider.System);
            WindowFile.Write(file, kind, windows, progress.Of(ProgressWords.Count("windows")), cancellation);
        }
        else CommandOutput.ToStandardOutput(terminal, output => WindowFile.Write(output, kind, windows, cancellation));
        if (windows.Empty > 0)
            terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"note {windows.Empty:#,0} {(windows.Empty == 1 ? "window has" : "windows have")} no bases"));
    }
}
