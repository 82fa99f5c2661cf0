using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Vcf.Filtering;
using OmniHelix.Settings;
using OmniHelix.Workflows.Variants;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary><c>omni genome filter</c>: some records and people of a VCF, as <c>bcftools view</c> and <c>filter</c> write them.</summary>
internal static class GenomeFilterCommand
{
    public static CommandEntry Entry { get; } = new("filter", "Keep some records and people of a VCF.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => VariantCommand.Create(
        entry,
        new SettingsBinding().Add<RegionOptions>().Add<SampleOptions>().Add<ConditionOptions>().Add<FilterOptions>()
            .Add<VariantOutputOptions>(),
        (path, settings, cancellation) => Run(terminal, path, settings, cancellation),
        "omni genome filter calls.vcf.gz --include 'QUAL>20 && GT=\"het\"' --samples HG00096,HG00097 --output some.vcf.gz",
        "omni genome filter calls.vcf.gz --regions chr20 --types snps --min-alleles 2 --max-alleles 2 --output snps.bcf",
        "omni genome filter calls.vcf.gz --exclude 'DP<10' --soft-filter LowDepth --output marked.vcf.gz",
        "omni genome filter calls.bcf --apply-filters PASS --min-ac 1 | less");

    private static void Run(Terminal terminal, string path, ResolvedSettings settings, CancellationToken cancellation)
    {
        var options = settings.Get<FilterOptions>();
        var filter = new FilterOperation(
            settings.Get<RegionOptions>(), settings.Get<SampleOptions>(), settings.Get<ConditionOptions>(), options);
        var output = settings.Get<VariantOutputOptions>();
        output.Check();
        using var progress = CommandOutput.Progress(terminal, output.Output, "records");
        VcfViewCounts? counts = null;
        output.Write(terminal, writer => counts = filter.Run(path, writer, progress, cancellation));
        if (output.Json) terminal.Output.WriteLine(OmniCommand.Json(counts));
        else terminal.Error.WriteLine(Summary(counts!, options.SoftFilter));
    }

    private static string Summary(VcfViewCounts counts, string? mark)
    {
        var kept = string.Create(CultureInfo.InvariantCulture, $"{counts.Kept} of {counts.Read} records kept");
        return mark is null ? kept : string.Create(CultureInfo.InvariantCulture, $"{kept}, {counts.Marked} of them marked {mark}");
    }
}
