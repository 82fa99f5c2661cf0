using System.CommandLine;
using System.ComponentModel;
using System.Globalization;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;
using OmniHelix.Settings;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Where <c>omni genome dosages</c> writes.</summary>
internal sealed record DosageSettings
{
    [Description("Write to this file instead of standard output: .npy (int8, beside it .samples.txt and .variants.tsv), or a table;"
        + " .gz is compressed.")]
    public string? Output { get; init; }

    [Description("Replace output files.")]
    public bool Overwrite { get; init; }
}

/// <summary><c>omni genome dosages</c>: alternate alleles of people at variants as a matrix, for linear models.</summary>
internal static class GenomeDosagesCommand
{
    private const string Name = "omni genome dosages", Numpy = ".npy";

    public static CommandEntry Entry { get; } = new(
        "dosages", "Count the alternate alleles of each person at each variant, as a matrix.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; - is standard input." };
        var schema = new SettingsBinding().Add<RegionSettings>().Add<SampleSettings>().Add<ConditionSettings>().Add<DosageSettings>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome dosages calls.vcf.gz --regions chr20 --include 'TYPE=\"snp\" && MAF>0.05' --output dosages.npy",
                "omni genome dosages calls.bcf --samples-file people.txt --output dosages.tsv.gz",
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
        var settings = configuration.Get<DosageSettings>();
        var condition = configuration.Get<ConditionSettings>();
        condition.Check(Name);
        var (people, exclude) = configuration.Get<SampleSettings>().Choice(Name);
        if (settings.Output is not null) KnownFiles.Kinds.RequireName(settings.Output, "dosages", DataFileKinds.Tsv, DataFileKinds.Npy);
        var isNumpy = settings.Output is not null && DataFileKinds.Npy.IsPromisedBy(settings.Output);
        OverwriteCheck.Files(
            settings.Overwrite, settings.Output, isNumpy ? SamplesOf(settings.Output!) : null,
            isNumpy ? VariantsOf(settings.Output!) : null);
        using var source = configuration.Get<RegionSettings>().Open(path, Name);
        if (exclude) people = [.. source.Header.Samples.Except(people!)];
        GenotypeMatrix matrix;
        using (var progress = CommandOutput.Progress(terminal, settings.Output, "records"))
            matrix = GenotypeMatrix.Read(source, people, Condition(condition, source.Header), progress, cancellation);
        if (isNumpy) WriteArray(settings.Output!, matrix);
        else CommandOutput.WriteText(terminal, settings.Output, writer => WriteTable(writer, matrix));
        terminal.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{matrix.Samples.Count} people at {matrix.Variants.Count} variants"));
        return ExitCode.Done;
    }

    private static Predicate<VariantRecord>? Condition(ConditionSettings condition, VcfHeader header)
    {
        if ((condition.Include ?? condition.Exclude) is not { } expression) return null;
        var filter = VariantFilter.Parse(expression, header);
        return record => filter.Accepts(record) == (condition.Exclude is null);
    }

    private static string SamplesOf(string output) => output[..^Numpy.Length] + ".samples.txt";

    private static string VariantsOf(string output) => output[..^Numpy.Length] + ".variants.tsv";

    private static void WriteArray(string output, GenotypeMatrix matrix)
    {
        AtomicFile.WriteText(SamplesOf(output), string.Concat(matrix.Samples.Select(person => $"{person}\n")));
        var variants = matrix.Variants.Select(
            site => string.Create(
                CultureInfo.InvariantCulture, $"{site.Contig}\t{site.Position + 1}\t{site.Reference}\t{Alternates(site)}\n"));
        AtomicFile.WriteText(VariantsOf(output), "contig\tposition\tref\talt\n" + string.Concat(variants));
        NpyFile.Write(output, NpyArray.Of(matrix.Values, matrix.Samples.Count, matrix.Variants.Count));
    }

    private static void WriteTable(TextWriter writer, GenotypeMatrix matrix)
    {
        writer.Write("sample");
        foreach (var site in matrix.Variants)
            writer.Write(
                string.Create(CultureInfo.InvariantCulture, $"\t{site.Contig}:{site.Position + 1}:{site.Reference}:{Alternates(site)}"));
        writer.WriteLine();
        for (var i = 0; i < matrix.Samples.Count; i++)
        {
            writer.Write(matrix.Samples[i]);
            foreach (var dosage in matrix[i])
            {
                writer.Write('\t');
                if (dosage == GenotypeMatrix.Missing) writer.Write("NA");
                else writer.Write(dosage.ToString(CultureInfo.InvariantCulture));
            }
            writer.WriteLine();
        }
    }

    private static string Alternates(VariantSite site) => site.Alternates.Length == 0 ? "." : site.Alternates;
}
