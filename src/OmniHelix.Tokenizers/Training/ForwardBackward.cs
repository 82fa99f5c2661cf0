using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// The forward-backward algorithm on a stretch of a word, with probabilities rather than their logarithms: whenever these get small, all
/// that later positions need is multiplied by a power of two, backwards by the same as forwards, so that nothing is rounded and no word is
/// too long. Sums at a position and at the following ones, as far as pieces reach, are called its front.
/// </summary>
/// <param name="links">Pieces with their probabilities.</param>
/// <param name="reach">Most characters of a piece.</param>
internal sealed class ForwardBackward(PieceLink[] links, int reach)
{
    // A character that is no piece may cost e^-50. Eight of them leave enough of the range of a double.
    private const int Block = 8;
    // Of a million pieces most are not in the caches, so they are asked for so many positions before they are needed.
    private const int Ahead = 12;
    private const double Small = 1e-40;

    private double[] sums = [];
    private double[] factors = [];

    /// <summary>Sums over all segmentations from the start of the word, or from what the front says, up to each position.</summary>
    /// <param name="longest">By position of the stretch, the longest piece that begins there.</param>
    /// <param name="front">The sums where the stretch begins; a single 1 where the word does.</param>
    /// <returns>The front where the stretch ends.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<double> Forward(ReadOnlySpan<int> longest, ReadOnlySpan<double> front)
    {
        Start(longest.Length, 0, front);
        for (var i = 0; i < longest.Length; i++)
        {
            if (i % Block == 0) factors[i / Block] = Rescale(sums.AsSpan(i, reach));
            if (i + Ahead < longest.Length) Prefetch(ref links[longest[i + Ahead]]);
            var sum = sums[i];
            var piece = longest[i];
            for (var left = links[piece].Count; left > 0; left--)
            {
                var link = links[piece];
                sums[i + link.Length] += sum * link.Weight;
                piece = link.Prefix;
            }
        }
        return sums.AsSpan(longest.Length, reach);
    }

    /// <summary>
    /// Adds the expected occurrences of each piece after <see cref="Forward"/>, whose sums are replaced by those up to the end of the word.
    /// </summary>
    /// <param name="longest">The same as forwards.</param>
    /// <param name="front">The sums where the stretch ends, a single 1 where the word does.</param>
    /// <param name="count">How often the word occurs.</param>
    /// <param name="expected">By piece.</param>
    /// <returns>The front where the stretch begins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<double> Backward(ReadOnlySpan<int> longest, ReadOnlySpan<double> front, double count, double[] expected)
    {
        // All segmentations pass the end of the stretch or have a piece across it: their sum is that of the word.
        var reached = sums.AsSpan(longest.Length, front.Length);
        var total = 0.0;
        for (var i = 0; i < front.Length; i++) total += reached[i] * front[i];
        for (var i = 0; i < front.Length; i++) reached[i] = front[i] * (count / total);
        sums.AsSpan(longest.Length + front.Length, reach - front.Length).Clear();

        for (var i = longest.Length - 1; i >= 0; i--)
        {
            if (i >= Ahead)
            {
                Prefetch(ref links[longest[i - Ahead]]);
                Prefetch(ref expected[longest[i - Ahead]]);
            }
            var before = sums[i];
            var after = 0.0;
            var piece = longest[i];
            for (var left = links[piece].Count; left > 0; left--)
            {
                var link = links[piece];
                var sum = link.Weight * sums[i + link.Length];
                expected[piece] += before * sum;
                after += sum;
                piece = link.Prefix;
            }
            sums[i] = after;
            if (i % Block == 0 && factors[i / Block] is not 1 and var factor) Multiply(sums.AsSpan(i, reach), factor);
        }
        return sums.AsSpan(0, reach);
    }

    /// <summary>The front where a stretch begins that goes on to the end of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<double> Backward(ReadOnlySpan<int> longest)
    {
        Start(longest.Length, longest.Length, [1]);
        for (var i = longest.Length - 1; i >= 0; i--)
        {
            var after = 0.0;
            var piece = longest[i];
            for (var left = links[piece].Count; left > 0; left--)
            {
                var link = links[piece];
                after += link.Weight * sums[i + link.Length];
                piece = link.Prefix;
            }
            sums[i] = after;
            if (i % Block == 0) Rescale(sums.AsSpan(i, reach));
        }
        return sums.AsSpan(0, reach);
    }

    private void Start(int length, int at, ReadOnlySpan<double> front)
    {
        if (sums.Length < length + reach)
        {
            sums = new double[length + reach];
            factors = new double[length / Block + 1];
        }
        sums.AsSpan(0, length + reach).Clear();
        front.CopyTo(sums.AsSpan(at));
    }

    private static double Rescale(Span<double> front)
    {
        if (front[0] >= Small) return 1;
        var largest = 0.0;
        foreach (var sum in front) largest = Math.Max(largest, sum);
        if (largest >= Small) return 1;
        var factor = Math.ScaleB(1, -Math.ILogB(largest));
        Multiply(front, factor);
        return factor;
    }

    private static unsafe void Prefetch<T>(ref T item)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref item));
    }

    private static void Multiply(Span<double> front, double factor)
    {
        foreach (ref var sum in front) sum *= factor;
    }
}
