using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Cli.Output;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf.Normalization;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary><c>omni genome normalize</c>: alleles split, joined and aligned to the left, as <c>bcftools norm</c> writes them.</summary>
internal static class GenomeNormalizeCommand
{
    private const string Name = "omni genome normalize";

    public static CommandEntry Entry { get; } =
        new("normalize", "Split or join alleles of a VCF and align them to the left.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; - is standard input." };
        var schema = new SettingsBinding().Add<RegionSettings>().Add<VariantOutputSettings>().Add<NormalizeSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome normalize calls.vcf.gz --fasta-ref hs37d5.fa --multiallelics -any --output normal.vcf.gz",
                "omni genome normalize split.vcf --multiallelics +both > joined.vcf",
                "omni genome normalize calls.bcf --fasta-ref hs37d5.fa --check-ref w --rm-dup exact --output normal.bcf",
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
        var settings = configuration.Get<NormalizeSettings>();
        var output = configuration.Get<VariantOutputSettings>();
        output.Check(settings.Json, Name);
        using var reference = settings.FastaRef is null ? null : ReferenceGenome.Open(settings.FastaRef, cancellation: cancellation);
        var options = settings.Options(reference, Name);
        using var source = configuration.Get<RegionSettings>().Open(path, Name);
        using var progress = CommandOutput.Progress(terminal, output.Output, "records");
        NormalizationCounts? counts = null;
        output.Write(terminal, writer => counts = VariantNormalizer.Run(source, writer, options, Warn, progress, cancellation));
        if (settings.Json) terminal.Output.WriteLine(OmniCommand.Json(counts));
        else terminal.Error.WriteLine(Summary(counts!));
        return ExitCode.Done;

        void Warn(OmniException mismatch) => terminal.Error.WriteLine($"note {mismatch.Describe()}");
    }

    // The line that bcftools norm ends with.
    private static string Summary(NormalizationCounts counts) => string.Create(CultureInfo.InvariantCulture,
        $"Lines   total/split/realigned/skipped:\t{counts.Total}/{counts.Split}/{counts.Realigned}/{counts.Skipped}");
}
