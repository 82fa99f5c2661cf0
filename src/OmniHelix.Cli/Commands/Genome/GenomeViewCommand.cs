using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome view</c>: slices of sequence and annotation files.</summary>
internal static class GenomeViewCommand
{
    public static CommandEntry Entry { get; } = new("view", "Show regions of a FASTA, FASTQ, BED, GTF, GFF3, VCF or BCF file.", Create);

    private sealed record View(
        Terminal Terminal, string Path, string[] Regions, GenomeViewSettings Settings, CancellationToken Cancellation);

    private static readonly FileCapability<Func<View, int>> Viewing = new("OH1039", "be shown by region",
    [
        (SequenceFileKinds.Fasta, v => SequenceView.Write(v.Terminal, v.Path, v.Regions, v.Settings, v.Cancellation)),
        (SequenceFileKinds.Fastq, v => SequenceView.Write(v.Terminal, v.Path, v.Regions, v.Settings, v.Cancellation)),
        (SequenceFileKinds.Bed, v => AnnotationView.Write(v.Terminal, v.Path, SequenceFileKinds.Bed, v.Regions, v.Cancellation)),
        (SequenceFileKinds.Gtf, v => AnnotationView.Write(v.Terminal, v.Path, SequenceFileKinds.Gtf, v.Regions, v.Cancellation)),
        (SequenceFileKinds.Gff3, v => AnnotationView.Write(v.Terminal, v.Path, SequenceFileKinds.Gff3, v.Regions, v.Cancellation)),
        (SequenceFileKinds.Vcf, v => VariantView.Write(v.Terminal, v.Path, v.Regions, v.Cancellation)),
        (SequenceFileKinds.Bcf, v => VariantView.Write(v.Terminal, v.Path, v.Regions, v.Cancellation)),
    ]);

    /// <summary>Kinds of files that have regions.</summary>
    public static IReadOnlyList<FileKind> Kinds => Viewing.Kinds;

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FILE") { Description = "Plain or compressed; FASTA and FASTQ plain or BGZF." };
        var regions = new Argument<string[]>("REGION")
        {
            Description = "Such as chr1:1,001-2,000, counted from 1; everything when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var schema = new SettingsBinding().Add<GenomeViewSettings>();
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
        var file = KnownFiles.Kinds.Identify(path);
        return Viewing.For(file, path)(new(terminal, path, regions, settings, cancellation));
    }
}
