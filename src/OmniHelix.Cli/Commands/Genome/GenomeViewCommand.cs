using System.CommandLine;
using OmniHelix.Cli.Commands.Quickcheck;
using OmniHelix.Cli.Configuration;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome view</c>: slices of sequence and annotation files.</summary>
internal static class GenomeViewCommand
{
    public static CommandEntry Entry { get; } = new("view", "Show regions of a FASTA, FASTQ, BED, GTF, GFF3, VCF or BCF file.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FILE") { Description = "Plain or compressed; FASTA and FASTQ plain or BGZF." };
        var regions = new Argument<string[]>("REGION") { Description = "Such as chr1:1,001-2,000, counted from 1; everything when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var schema = new OptionSchema().Add<GenomeViewSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome view hs37d5.fa 1:1,000,001-1,000,060 MT",
                "omni genome view hs37d5.fa 1:1,000,001-1,000,060 --reverse-complement --mark-strand sign",
                "omni genome view gencode.gtf.gz chr22:17,565,000-17,600,000 > genes.gtf",
                "omni genome view calls.bcf 22:17,565,000-17,600,000 > calls.vcf",
            ],
        };
        command.Arguments.Add(file);
        command.Arguments.Add(regions);
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(terminal, parsed.GetValue(file)!, parsed.GetValue(regions)!, schema.Read(parsed).Get<GenomeViewSettings>(), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string path, string[] regions, GenomeViewSettings settings, CancellationToken cancellation)
    {
        var format = FileFormat.Of(path);
        return format.Kind switch
        {
            FileKind.Fasta or FileKind.Fastq => SequenceView.Write(terminal, path, regions, settings, cancellation),
            FileKind.Bed or FileKind.Gtf or FileKind.Gff3 => AnnotationView.Write(terminal, path, format.Kind, regions, cancellation),
            FileKind.Vcf or FileKind.Bcf => VariantView.Write(terminal, path, regions, cancellation),
            _ => throw new UsageException("OH1039", $"there are no regions to show in {format}", path, "FASTA, FASTQ, BED, GTF, GFF3, VCF and BCF have regions."),
        };
    }
}
