using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Vcf.Normalization;
using OmniHelix.Settings;
using OmniHelix.Workflows.Variants;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary><c>omni genome normalize</c>: alleles split, joined and aligned to the left, as <c>bcftools norm</c> writes them.</summary>
internal static class GenomeNormalizeCommand
{
    public static CommandEntry Entry { get; } =
        new("normalize", "Split or join alleles of a VCF and align them to the left.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => VariantCommand.Create(
        entry,
        new SettingsBinding().Add<RegionOptions>().Add<NormalizeOptions>().Add<VariantOutputOptions>(),
        (path, settings, cancellation) => Run(terminal, path, settings, cancellation),
        "omni genome normalize calls.vcf.gz --fasta-ref hs37d5.fa --multiallelics -any --output normal.vcf.gz",
        "omni genome normalize split.vcf --multiallelics +both > joined.vcf",
        "omni genome normalize calls.bcf --fasta-ref hs37d5.fa --check-ref w --rm-dup exact --output normal.bcf");

    private static void Run(Terminal terminal, string path, ResolvedSettings settings, CancellationToken cancellation)
    {
        var normalization = new NormalizeOperation(settings.Get<RegionOptions>(), settings.Get<NormalizeOptions>());
        var output = settings.Get<VariantOutputOptions>();
        output.Check();
        using var progress = CommandOutput.Progress(terminal, output.Output, "records");
        NormalizationCounts? counts = null;
        output.Write(terminal, writer => counts = normalization.Run(path, writer, Warn, progress, cancellation));
        if (output.Json) terminal.Output.WriteLine(OmniCommand.Json(counts));
        else terminal.Error.WriteLine(Summary(counts!));

        void Warn(OmniException mismatch) => terminal.Error.WriteLine($"note {mismatch.Describe()}");
    }

    // The line that bcftools norm ends with.
    private static string Summary(NormalizationCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"Lines   total/split/realigned/skipped:\t{counts.Total}/{counts.Split}/{counts.Realigned}/{counts.Skipped}");
}
