using System.CommandLine;
using System.Text;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Vcf.Querying;
using OmniHelix.Settings;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary><c>omni genome query</c>: columns of a VCF as a table, as <c>bcftools query</c> prints them.</summary>
internal static class GenomeQueryCommand
{
    private const string Name = "omni genome query";

    // What the format makes of the columns is the user's choice.
    private static readonly FileKind[] Texts =
    [
        DataFileKinds.Tsv, DataFileKinds.Csv, SequenceFileKinds.Bed, SequenceFileKinds.Vcf, DataFileKinds.JsonLines,
        SequenceFileKinds.Lines,
    ];

    public static CommandEntry Entry { get; } = new("query", "Print columns of a VCF as a table.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; - is standard input." };
        var schema = new SettingsBinding().Add<RegionSettings>().Add<SampleSettings>().Add<ConditionSettings>().Add<QuerySettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome query calls.vcf.gz --format '%CHROM\\t%POS\\t%REF\\t%ALT[\\t%GT]\\n' > calls.tsv",
                "omni genome query calls.vcf.gz --format '%CHROM:%POS[ %SAMPLE=%TGT]\\n' --include 'GT=\"alt\"' --regions chr20",
                "omni genome query calls.vcf.gz --list-samples",
            ],
        };
        command.Arguments.Add(file);
        schema.AddTo(command);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(Run(terminal, parsed.GetValue(file)!, schema.Read(parsed), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string path, ResolvedSettings configuration, CancellationToken cancellation)
    {
        var settings = configuration.Get<QuerySettings>();
        var condition = configuration.Get<ConditionSettings>();
        condition.Check(Name);
        var (people, exclude) = configuration.Get<SampleSettings>().Choice(Name);
        if (settings.Format is null && !settings.ListSamples)
            throw new UsageException(
                "OH2020", "--format is needed: what is printed of each record?", Name, "Such as --format '%CHROM\\t%POS[\\t%GT]\\n'.");
        if (settings.Output is not null) KnownFiles.Kinds.RequireName(settings.Output, "columns of variants", Texts);
        OverwriteCheck.Files(settings.Overwrite, settings.Output);
        using var source = configuration.Get<RegionSettings>().Open(path, Name);
        if (settings.ListSamples)
        {
            CommandOutput.WriteText(terminal, settings.Output, writer =>
            {
                foreach (var person in source.Header.Samples) writer.WriteLine(person);
            });
            return ExitCode.Done;
        }
        var query = new VcfQuery(settings.Format!, source.Header, new VcfQueryOptions
        {
            Samples = people,
            ExcludeSamples = exclude,
            Include = condition.Include,
            Exclude = condition.Exclude,
            AllowUndeclared = settings.AllowUndefTags,
        });
        using var progress = CommandOutput.Progress(terminal, settings.Output, "records");
        CommandOutput.Write(terminal, settings.Output, stream =>
        {
            if (settings.PrintHeader) stream.Write(Encoding.UTF8.GetBytes(query.Names()));
            query.Run(source, stream, progress, cancellation);
        });
        return ExitCode.Done;
    }
}
