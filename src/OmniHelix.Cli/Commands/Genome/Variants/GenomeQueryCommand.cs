using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Files;
using OmniHelix.Settings;
using OmniHelix.Workflows.Variants;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary><c>omni genome query</c>: columns of a VCF as a table, as <c>bcftools query</c> prints them.</summary>
internal static class GenomeQueryCommand
{
    // What the format makes of the columns is the user's choice.
    private static FileKind[] Texts =>
    [
        DataFileKinds.Tsv, DataFileKinds.Csv, SequenceFileKinds.Bed, SequenceFileKinds.Vcf, DataFileKinds.JsonLines,
        SequenceFileKinds.Lines,
    ];

    public static CommandEntry Entry { get; } = new("query", "Print columns of a VCF as a table.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => VariantCommand.Create(
        entry,
        new SettingsBinding().Add<RegionOptions>().Add<SampleOptions>().Add<ConditionOptions>().Add<QueryOptions>().Add<OutputOptions>(),
        (path, settings, cancellation) => Run(terminal, path, settings, cancellation),
        "omni genome query calls.vcf.gz --format '%CHROM\\t%POS\\t%REF\\t%ALT[\\t%GT]\\n' > calls.tsv",
        "omni genome query calls.vcf.gz --format '%CHROM:%POS[ %SAMPLE=%TGT]\\n' --include 'GT=\"alt\"' --regions chr20",
        "omni genome query calls.vcf.gz --list-samples");

    private static void Run(Terminal terminal, string path, ResolvedSettings settings, CancellationToken cancellation)
    {
        var query = new QueryOperation(
            settings.Get<RegionOptions>(), settings.Get<SampleOptions>(), settings.Get<ConditionOptions>(), settings.Get<QueryOptions>());
        var output = settings.Get<OutputOptions>();
        output.Check("columns of variants", Texts);
        using var progress = CommandOutput.Progress(terminal, output.Output, "records");
        CommandOutput.Write(terminal, output.Output, stream => query.Run(path, stream, progress, cancellation));
    }
}
