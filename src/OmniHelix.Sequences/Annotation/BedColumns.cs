using System.Globalization;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>
/// What BED says about columns behind the first three (BED specification 1.0). Formats such as narrowPeak or bedGraph have columns of their
/// own behind those they share with BED: how many these are, the first record of a file tells.
/// </summary>
internal static class BedColumns
{
    /// <summary>Contig, start and end.</summary>
    public const int Least = 3;

    private const int Scored = 5, Stranded = 6, Thick = 8, Blocks = 12;

    // Blocks are told by twelve columns, a thick part by nothing else behind it but a colour.
    private static readonly int[] Extents = [Blocks, Thick + 1, Thick, Stranded, Scored, Scored - 1];

    /// <summary>How many columns of a record mean what BED says.</summary>
    public static int ExtentOf(string[] fields, GenomicInterval interval) =>
        Extents.FirstOrDefault(
            extent => extent <= fields.Length && (extent is <= Stranded or Blocks || extent == fields.Length)
                && Problem(fields, interval, extent) is null,
            Least);

    /// <summary>What is wrong with so many columns; null for nothing.</summary>
    public static string? Problem(string[] fields, GenomicInterval interval, int extent) =>
        (extent >= Scored ? Score(fields[4]) : null)
        ?? (extent >= Stranded && StrandNames.Parse(fields[5]) is null ? $"column 6 (strand) is '{fields[5]}', not +, - or ." : null)
        ?? (extent >= Thick ? ThickPart(fields, interval) : null)
        ?? (extent >= Blocks ? BlocksOf(fields, interval) : null);

    /// <summary>The strand that column 6 tells where it is one.</summary>
    public static Strand StrandOf(string[] fields, int extent) =>
        extent >= Stranded ? StrandNames.Parse(fields[5]) ?? Strand.None : Strand.None;

    /// <summary>A whole number from 0 on. Sums of two stay inside 64 bits.</summary>
    public static bool TryNumber(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value < 1L << 60;

    private static string? Score(string text) =>
        text == "." || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? null
            : $"column 5 (score) is '{text}', not a number";

    private static string? ThickPart(string[] fields, GenomicInterval interval)
    {
        if (!TryNumber(fields[6], out var start)) return $"column 7 (thick start) is '{fields[6]}', not a whole number from 0 on";
        if (!TryNumber(fields[7], out var end)) return $"column 8 (thick end) is '{fields[7]}', not a whole number from 0 on";
        // Many programs write 0 0 for no thick part.
        var leaves = start < interval.Start || end > interval.End;
        return end < start || (end > start && leaves)
            ? $"the thick part {start}-{end} leaves {interval.Start}-{interval.End}"
            : null;
    }

    private static string? BlocksOf(string[] fields, GenomicInterval interval)
    {
        if (!TryNumber(fields[9], out var count)) return $"column 10 (block count) is '{fields[9]}', not a whole number from 0 on";
        if (Numbers(fields[10]) is not { } sizes) return $"column 11 (block sizes) is '{fields[10]}', not a list of whole numbers";
        if (Numbers(fields[11]) is not { } starts) return $"column 12 (block starts) is '{fields[11]}', not a list of whole numbers";
        if (count < 1 || sizes.Count != count || starts.Count != count)
            return $"{count} blocks are announced, but there are {Plural.Count(sizes.Count, "size")} and "
                + $"{Plural.Count(starts.Count, "start")}";
        for (var i = 0; i < sizes.Count; i++)
        {
            var room = interval.Length - starts[i];
            if (room < 0 || sizes[i] > room) return $"block {i + 1} leaves the interval";
            if (i > 0 && starts[i] < starts[i - 1] + sizes[i - 1]) return $"block {i + 1} overlaps the one before it";
        }
        return starts[0] != 0 || starts[^1] + sizes[^1] != interval.Length
            ? "the blocks do not reach from the start to the end of the interval"
            : null;
    }

    private static List<long>? Numbers(string list)
    {
        var numbers = new List<long>();
        foreach (var text in (list.EndsWith(',') ? list[..^1] : list).Split(','))
        {
            if (!TryNumber(text, out var value)) return null;
            numbers.Add(value);
        }
        return numbers;
    }
}
