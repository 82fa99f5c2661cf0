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
        "filter", "Keep some records and people of a VCF.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; - is standard input." };
        var schema = new SettingsBinding().Add<RegionSettings>().Add<SampleSettings>().Add<ConditionSettings>().Add<VariantOutputSettings>()
            .Add<FilterSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome filter calls.vcf.gz --include 'QUAL>20 && GT=\"het\"' --samples HG00096,HG00097 --output some.vcf.gz",
                "omni genome filter calls.vcf.gz --regions chr20 --types snps --min-alleles 2 --max-alleles 2 --output snps.bcf",
                "omni genome filter calls.vcf.gz --exclude 'DP<10' --soft-filter LowDepth --output marked.vcf.gz",
                "omni genome filter calls.bcf --apply-filters PASS --min-ac 1 | less",
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
