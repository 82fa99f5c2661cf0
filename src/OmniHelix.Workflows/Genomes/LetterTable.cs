using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Sequences;
using OmniHelix.Sequences.Fasta;

namespace OmniHelix.Workflows.Genomes;

/// <summary>
/// A table with a row for each sequence of a FASTA and one for all: length, bases (U counts as T), other letters, lower case, share of G
/// and C.
/// </summary>
public static class LetterTable
{
    private const int PieceSize = 1 << 16;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a FASTA and writes the table, separated by tabs.</summary>
    /// <param name="path">Plain or compressed; <c>-</c> is standard input.</param>
    /// <param name="output">Receives the rows.</param>
    /// <param name="progress">Is told how many sequences were read.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OmniException">The file cannot be read, with the line.</exception>
    public static void Write(
        string path, TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        output.WriteLine("name\tlength\tA\tC\tG\tT\tN\tother\tlower_case\tgc\tgc_weighted");
        var all = new LetterCounts();
        foreach (var (name, letters) in Count(path, progress, cancellation))
        {
            output.WriteLine(Row(name, letters));
            all.Add(letters);
        }
        output.WriteLine(Row("total", all));
    }

    /// <summary>Reads a FASTA and writes the same figures as JSON: <c>sequences</c>, and <c>total</c>.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteJson(
        string path, TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        output.Write("{\n  \"sequences\": [");
        var all = new LetterCounts();
        var separator = "\n    ";
        foreach (var (name, letters) in Count(path, progress, cancellation))
        {
            var figures = Figures(letters);
            figures.Insert(0, "name", name);
            output.Write(separator + figures.ToJsonString(Json));
            separator = ",\n    ";
            all.Add(letters);
        }
        output.Write($"\n  ],\n  \"total\": {Figures(all).ToJsonString(Json)}\n}}\n");
    }

    private static IEnumerable<(string Name, LetterCounts Letters)> Count(
        string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var fasta = FastaReader.Open(path);
        var piece = new byte[PieceSize];
        while (fasta.TryReadHeader())
        {
            var letters = new LetterCounts();
            for (int n; (n = fasta.ReadLetters(piece)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                letters.Add(piece.AsSpan(0, n));
            }
            yield return (fasta.Name, letters);
            progress?.Report(fasta.Records);
        }
    }

    private static string Row(string name, LetterCounts letters)
    {
        var (a, c, g, t, n) = Bases(letters);
        var counts = string.Create(
            CultureInfo.InvariantCulture, $"{name}\t{letters.Total}\t{a}\t{c}\t{g}\t{t}\t{n}\t{letters.Total - a - c - g - t - n}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts}\t{letters.LowerCase}\t{letters.GcStrict:0.#########}\t{letters.GcWeighted:0.#########}");
    }

    private static JsonObject Figures(LetterCounts letters)
    {
        var (a, c, g, t, n) = Bases(letters);
        return new()
        {
            ["length"] = letters.Total,
            ["A"] = a,
            ["C"] = c,
            ["G"] = g,
            ["T"] = t,
            ["N"] = n,
            ["other"] = letters.Total - a - c - g - t - n,
            ["lower_case"] = letters.LowerCase,
            ["gc"] = letters.GcStrict,
            ["gc_weighted"] = letters.GcWeighted,
        };
    }

    private static (long A, long C, long G, long T, long N) Bases(LetterCounts letters) =>
        (Both(letters, 'A'), Both(letters, 'C'), Both(letters, 'G'), Both(letters, 'T') + Both(letters, 'U'), Both(letters, 'N'));

    private static long Both(LetterCounts letters, char upper) => letters[upper] + letters[char.ToLowerInvariant(upper)];
}
