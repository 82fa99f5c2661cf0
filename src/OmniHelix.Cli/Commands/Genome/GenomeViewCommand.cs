using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Regions;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome view</c>: slices of sequence and annotation files.</summary>
internal static class GenomeViewCommand
{
    public static CommandEntry Entry { get; } = new("view", "Show regions of a FASTA, FASTQ, BED, GTF, GFF3, VCF or BCF file.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FILE") { Description = "Plain or compressed; FASTA and FASTQ plain or BGZF." };
        var regions = new Argument<string[]>("REGION")
        {
            Description = "Such as chr1:1,001-2,000, counted from 1; everything when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var schema = new SettingsBinding().Add<RegionViewOptions>().Add<OutputOptions>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome view hs37d5.fa 1:1,000,001-1,000,060 MT",
                "omni genome view hs37d5.fa 1:1,000,001-1,000,060 --reverse-complement --mark-strand sign",
                "omni genome view gencode.gtf.gz chr22:17,565,000-17,600,000 --output genes.gtf",
                "omni genome view calls.bcf 22:17,565,000-17,600,000 > calls.vcf",
            ],
        };
        command.Arguments.Add(file);
        command.Arguments.Add(regions);
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed);
            var path = parsed.GetValue(file)!;
            var output = settings.Get<OutputOptions>();
            output.Check("these regions", RegionView.KindOf(path));
            var wanted = new RegionRequest(path, parsed.GetValue(regions)!, settings.Get<RegionViewOptions>(), Note);
            var isComplete = true;
            CommandOutput.Write(terminal, output.Output, stream => isComplete = RegionView.Write(wanted, stream, cancellation));
            return Task.FromResult(isComplete ? ExitCode.Done : ExitCode.SomeRecordsFailed);
        });
        return command;

        void Note(string text) => terminal.Error.WriteLine($"note {text}");
    }
}
