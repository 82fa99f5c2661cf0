using System.Globalization;
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

    /// <summary>Reads a FASTA and writes the table, separated by tabs.</summary>
    /// <param name="path">Plain or compressed; <c>-</c> is standard input.</param>
    /// <param name="output">Receives the rows.</param>
    /// <param name="progress">Is told how many sequences were read.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OmniException">The file cannot be read, with the line.</exception>
    public static void Write(
        string path, TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var fasta = FastaReader.Open(path);
        output.WriteLine("name\tlength\tA\tC\tG\tT\tN\tother\tlower_case\tgc\tgc_weighted");
        var all = new LetterCounts();
        var piece = new byte[PieceSize];
        while (fasta.TryReadHeader())
        {
            var letters = new LetterCounts();
            for (int n; (n = fasta.ReadLetters(piece)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                letters.Add(piece.AsSpan(0, n));
            }
            output.WriteLine(Row(fasta.Name, letters));
            all.Add(letters);
            progress?.Report(fasta.Records);
        }
        output.WriteLine(Row("total", all));
    }

    private static string Row(string name, LetterCounts letters)
    {
        var a = Both(letters, 'A');
        var c = Both(letters, 'C');
        var g = Both(letters, 'G');
        var t = Both(letters, 'T') + Both(letters, 'U');
        var n = Both(letters, 'N');
        var counts = string.Create(
            CultureInfo.InvariantCulture, $"{name}\t{letters.Total}\t{a}\t{c}\t{g}\t{t}\t{n}\t{letters.Total - a - c - g - t - n}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{counts}\t{letters.LowerCase}\t{letters.GcStrict:0.#########}\t{letters.GcWeighted:0.#########}");
    }

    private static long Both(LetterCounts letters, char upper) => letters[upper] + letters[char.ToLowerInvariant(upper)];
}
