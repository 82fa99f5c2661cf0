using System.Globalization;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Which values of a tag are meant: <c>[0]</c>, <c>[1,3-5]</c>, <c>[2-]</c>, <c>[*]</c>.</summary>
internal sealed class Subscript
{
    private readonly List<(int From, int To)> ranges;
    private readonly bool[]? picked;

    private Subscript(List<(int From, int To)> ranges, bool[]? picked = null)
    {
        this.ranges = ranges;
        this.picked = picked;
    }

    /// <summary>All values.</summary>
    public static Subscript All { get; } = new([(0, int.MaxValue)]);

    public bool IsAll => this == All;

    /// <summary>Some samples of a header.</summary>
    public static Subscript Of(IEnumerable<int> indexes, int count)
    {
        var picked = new bool[count];
        foreach (var index in indexes) picked[index] = true;
        return new([], picked);
    }

    public bool Includes(int index)
    {
        if (picked is not null) return picked[index];
        foreach (var (from, to) in ranges)
            if (index >= from && index <= to) return true;
        return false;
    }

    /// <summary>Reads one side of a subscript; null when it is none.</summary>
    public static Subscript? Parse(string text)
    {
        text = text.Trim();
        if (text is "" or "*") return All;
        var ranges = new List<(int, int)>();
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!Index(dash < 0 ? part : part[..dash], out var from)) return null;
            var to = from;
            if (dash >= 0 && dash + 1 == part.Length) to = int.MaxValue;
            else if (dash >= 0 && !Index(part[(dash + 1)..], out to)) return null;
            ranges.Add((from, to));
        }
        return new(ranges);
    }

    private static bool Index(string text, out int index) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
