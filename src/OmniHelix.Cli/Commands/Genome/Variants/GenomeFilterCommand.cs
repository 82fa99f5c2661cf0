using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Cli.Output;
using OmniHelix.Sequences.Vcf.Filtering;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary><c>omni genome filter</c>: some records and people of a VCF, as <c>bcftools view</c> and <c>filter</c> write them.</summary>
internal static class GenomeFilterCommand
{
    private const string Name = "omni genome filter";

    public static CommandEntry Entry { get; } = new(
        "filter", "Keep some records and people of a VCF (flags of bcftools view and filter).", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; - is standard input." };
        var schema = VariantOutputSettings.AddTo(ConditionSettings.AddTo(SampleSettings.AddTo(RegionSettings.Schema())))
            .Add<FilterSettings>()
            .Alias("--apply-filters", "-f").Alias("--types", "-v").Alias("--exclude-types", "-V").Alias("--min-alleles", "-m")
                .Alias("--max-alleles", "-M")
            .Alias("--min-ac", "-c").Alias("--max-ac", "-C").Alias("--drop-genotypes", "-G");
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome filter calls.vcf.gz -i 'QUAL>20 && GT=\"het\"' -s HG00096,HG00097 --output some.vcf.gz",
                "omni genome filter calls.vcf.gz -r chr20:1,000,001-2,000,000 -v snps -m 2 -M 2 --output snps.bcf",
                "omni genome filter calls.vcf.gz -e 'DP<10' --soft-filter LowDepth --output marked.vcf.gz",
                "omni genome filter calls.bcf -f PASS -c 1 | less",
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
        var settings = configuration.Get<FilterSettings>();
        var output = configuration.Get<VariantOutputSettings>();
        var options = settings.Options(configuration.Get<ConditionSettings>(), configuration.Get<SampleSettings>(), Name);
        output.Check(settings.Json, Name);
        using var source = configuration.Get<RegionSettings>().Open(path, Name);
        using var progress = CommandOutput.Progress(terminal, output.Output, "records");
        VcfViewCounts? counts = null;
        output.Write(terminal, writer => counts = VcfView.Run(source, writer, options, progress, cancellation));
        if (settings.Json) terminal.Output.WriteLine(OmniCommand.Json(counts));
        else
            terminal.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{counts!.Kept} of {counts.Read} records kept{Marked(counts, options)}"));
        return ExitCode.Done;
    }

    private static string Marked(VcfViewCounts counts, VcfViewOptions options) => options.SoftFilter is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {counts.Marked} of them marked {options.SoftFilter}");
}
