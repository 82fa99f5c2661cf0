using System.Runtime.InteropServices;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// The common minimizers of a record and those of a split, one number each: other record, strand, shift; sorted in time that is linear in
/// their number. For one thread.
/// </summary>
internal sealed class SearchHits
{
    private const int Few = 512, BitsOfDigit = 8, Digit = (1 << BitsOfDigit) - 1;

    private readonly List<ulong> hits = [];
    private ulong[] other = [];

    /// <summary>Number of hits.</summary>
    public int Count => hits.Count;

    /// <summary>Forgets all.</summary>
    public void Clear() => hits.Clear();

    /// <summary>Adds one.</summary>
    public void Add(int record, bool reverse, int shift) =>
        hits.Add((ulong)record << 33 | (reverse ? 1UL << 32 : 0) | (uint)(shift ^ int.MinValue));

    /// <summary>Other record × 2, plus 1 for the reverse strand.</summary>
    public static ulong PairOf(ulong hit) => hit >> 32;

    /// <summary>Letter of the record, or of its reverse complement, that lies on letter 0 of the other one.</summary>
    public static int ShiftOf(ulong hit) => (int)(uint)hit ^ int.MinValue;

    /// <summary>
    /// All hits in order. A repeat that fills its sequence has many thousands: by the digits in which they differ, last one first.
    /// </summary>
    public ReadOnlySpan<ulong> Sorted()
    {
        var span = CollectionsMarshal.AsSpan(hits);
        if (span.Length <= Few)
        {
            span.Sort();
            return span;
        }
        if (other.Length < span.Length) other = new ulong[Math.Max(span.Length, 2 * other.Length)];
        var from = span;
        var to = other.AsSpan(0, span.Length);
        var differ = 0UL;
        foreach (var hit in span) differ |= hit ^ span[0];
        Span<int> ends = stackalloc int[1 << BitsOfDigit];
        for (var shift = 0; shift < 64; shift += BitsOfDigit)
        {
            if ((differ >> shift & Digit) == 0) continue;
            ends.Clear();
            foreach (var hit in from) ends[(int)(hit >> shift) & Digit]++;
            var sum = 0;
            foreach (ref var end in ends) (end, sum) = (sum, sum + end);
            foreach (var hit in from) to[ends[(int)(hit >> shift) & Digit]++] = hit;
            var sorted = to;
            to = from;
            from = sorted;
        }
        return from;
    }
}
