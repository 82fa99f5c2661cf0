using System.ComponentModel;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Settings;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Variants;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Where <c>omni genome dosages</c> writes.</summary>
[Category("Output")]
internal sealed record DosageOptions
{
    [Description("Write to this file instead of standard output: .npy (int8, beside it .samples.txt and .variants.tsv), or a table;"
        + " .gz is compressed.")]
    public string? Output { get; init; }

    [Description("Replace output files.")]
    public bool Overwrite { get; init; }

    /// <summary>Refuses files that are there, or a name that promises something else, before the work begins.</summary>
    /// <exception cref="UsageException">OH2031 a file exists; OH2032 the name promises something else.</exception>
    public void Check()
    {
        if (Output is null or "-") return;
        KnownFiles.Kinds.RequireName(Output, "dosages", DosageFile.Kinds);
        OverwriteCheck.Files(Overwrite, [.. DosageFile.FilesOf(Output)]);
    }
}

/// <summary><c>omni genome dosages</c>: alternate alleles of people at variants as a matrix, for linear models.</summary>
internal static class GenomeDosagesCommand
{
    public static CommandEntry Entry { get; } = new(
        "dosages", "Count the alternate alleles of each person at each variant, as a matrix.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry) => VariantCommand.Create(
        entry,
        new SettingsBinding().Add<RegionOptions>().Add<SampleOptions>().Add<ConditionOptions>().Add<DosageOptions>(),
        (path, settings, cancellation) => Run(terminal, path, settings, cancellation),
        "omni genome dosages calls.vcf.gz --regions chr20 --include 'TYPE=\"snp\" && MAF>0.05' --output dosages.npy",
        "omni genome dosages calls.bcf --samples-file people.txt --output dosages.tsv.gz");

    private static void Run(Terminal terminal, string path, ResolvedSettings settings, CancellationToken cancellation)
    {
        var dosages = new DosageOperation(
            settings.Get<RegionOptions>(), settings.Get<SampleOptions>(), settings.Get<ConditionOptions>());
        var output = settings.Get<DosageOptions>();
        output.Check();
        GenotypeMatrix matrix;
        using (var progress = CommandOutput.Progress(terminal, output.Output, "records"))
            matrix = dosages.Run(path, progress, cancellation);
        if (output.Output is { } file && DosageFile.IsArray(file)) DosageFile.WriteArray(file, matrix);
        else CommandOutput.WriteText(terminal, output.Output, writer => DosageFile.WriteTable(writer, matrix));
        terminal.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Plural.Count(matrix.Samples.Count, "person", "people")} at {Plural.Count(matrix.Variants.Count, "variant")}"));
    }
}
