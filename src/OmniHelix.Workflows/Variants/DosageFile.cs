using System.Globalization;
using OmniHelix.Data.Files;
using OmniHelix.Data.Numpy;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Workflows.Variants;

/// <summary>
/// Dosages as a table, or as an array of NumPy (<c>int8</c>, <c>[people, variants]</c>, −1 where a call is missing) with the names of its
/// rows and columns in two files beside it.
/// </summary>
public static class DosageFile
{
    private static string Numpy => DataFileKinds.Npy.Endings[0];

    /// <summary>What dosages are written as.</summary>
    public static IReadOnlyList<FileKind> Kinds { get; } = [DataFileKinds.Tsv, DataFileKinds.Npy];

    /// <summary>True when a name promises an array.</summary>
    public static bool IsArray(string path) => DataFileKinds.Npy.IsPromisedBy(path);

    /// <summary>The files that an array makes: itself, the people and the variants.</summary>
    public static IReadOnlyList<string> FilesOf(string path) => IsArray(path) ? [path, SamplesOf(path), VariantsOf(path)] : [path];

    /// <summary>Writes an array and what stands beside it.</summary>
    /// <exception cref="OmniException">OH600x: a file cannot be written.</exception>
    public static void WriteArray(string path, GenotypeMatrix matrix)
    {
        NpyFile.Write(path, NpyArray.Of(matrix.Values, matrix.Samples.Count, matrix.Variants.Count));
        AtomicFile.WriteText(SamplesOf(path), string.Concat(matrix.Samples.Select(person => $"{person}\n")));
        var variants = matrix.Variants.Select(site => string.Create(
            CultureInfo.InvariantCulture, $"{site.Contig}\t{site.Position + 1}\t{site.Reference}\t{Alternates(site)}\n"));
        AtomicFile.WriteText(VariantsOf(path), "contig\tposition\tref\talt\n" + string.Concat(variants));
    }

    /// <summary>Writes a table separated by tabs: a row for each person, a column for each variant; <c>NA</c> is a missing call.</summary>
    public static void WriteTable(TextWriter output, GenotypeMatrix matrix)
    {
        output.Write("sample");
        foreach (var site in matrix.Variants)
            output.Write(string.Create(
                CultureInfo.InvariantCulture, $"\t{site.Contig}:{site.Position + 1}:{site.Reference}:{Alternates(site)}"));
        output.WriteLine();
        for (var i = 0; i < matrix.Samples.Count; i++)
        {
            output.Write(matrix.Samples[i]);
            foreach (var dosage in matrix[i])
            {
                output.Write('\t');
                if (dosage == GenotypeMatrix.Missing) output.Write("NA");
                else output.Write(dosage.ToString(CultureInfo.InvariantCulture));
            }
            output.WriteLine();
        }
    }

    private static string SamplesOf(string path) => path[..^Numpy.Length] + ".samples.txt";

    private static string VariantsOf(string path) => path[..^Numpy.Length] + ".variants.tsv";

    private static string Alternates(VariantSite site) => site.Alternates.Length == 0 ? "." : site.Alternates;
}
