using System.Collections.Concurrent;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// How often each piece is expected in the corpus over all segmentations of its words (the expectation step). The text is cut into parts of
/// equal size, which all threads work on, and what they find is added in the order of the parts: the same for any number of threads.
/// Where a part begins within a word, the front that it starts from is found by going through some thousand characters before it (behind
/// it, for the way back): segmentations soon agree, whatever came before. Then neighbours are compared, and a part that started from
/// another front than its neighbour arrived at is done again from that one.
/// </summary>
internal sealed class ExpectedCounts
{
    private const int MostParts = 32, SmallestPart = 1 << 16, WarmUp = 1 << 11;
    private const double Agreement = 1e-12;

    private readonly UnigramPieces pieces;
    private readonly ParallelOptions parallel;
    private readonly Part[] parts;
    private readonly double[] total;

    /// <param name="pieces">The pieces; they may get fewer from one call to the next.</param>
    /// <param name="parallel">Threads.</param>
    public ExpectedCounts(UnigramPieces pieces, ParallelOptions parallel)
    {
        this.pieces = pieces;
        this.parallel = parallel;
        total = new double[pieces.Count];
        long length = pieces.Text.Length;
        var count = (int)Math.Clamp(length / SmallestPart, 1, MostParts);
        parts = [.. Enumerable.Range(0, count).Select(
            part => new Part((int)(length * part / count), (int)(length * (part + 1) / count), new double[pieces.Count]))];
    }

    /// <summary>Occurrences by piece, valid until the next call.</summary>
    public ReadOnlySpan<double> Count()
    {
        var (links, reach) = (pieces.Probabilities(), pieces.LongestLength);
        Parallel.For(0, parts.Length, parallel, () => new ForwardBackward(links, reach), (part, _, sweep) =>
        {
            parts[part].ForwardIn = null;
            parts[part].BackwardIn = null;
            Count(parts[part], sweep);
            return sweep;
        }, _ => { });
        Join(new ForwardBackward(links, reach));
        Parallel.ForEach(Partitioner.Create(0, pieces.Count, 1 << 14), parallel, range =>
        {
            var sums = total.AsSpan(range.Item1..range.Item2);
            sums.Clear();
            foreach (var part in parts)
                for (var i = 0; i < sums.Length; i++) sums[i] += part.Expected[range.Item1 + i];
        });
        return total.AsSpan(0, pieces.Count);
    }

    private void Join(ForwardBackward sweep)
    {
        for (var part = 1; part < parts.Length; part++)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            if (Agree(parts[part - 1].ForwardOut, parts[part].ForwardIn)) continue;
            parts[part].ForwardIn = parts[part - 1].ForwardOut;
            Count(parts[part], sweep);
        }
        for (var part = parts.Length - 2; part >= 0; part--)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            if (Agree(parts[part + 1].BackwardOut, parts[part].BackwardIn)) continue;
            parts[part].BackwardIn = parts[part + 1].BackwardOut;
            Count(parts[part], sweep);
        }
    }

    private void Count(Part part, ForwardBackward sweep)
    {
        var ends = pieces.Text.WordEnds;
        Array.Clear(part.Expected, 0, pieces.Count);
        var word = Array.BinarySearch(ends, part.From);
        if (word < 0) word = ~word;
        for (var from = part.From; from < part.To; from = ends[word++] + 1)
        {
            var begin = word == 0 ? 0 : ends[word - 1] + 1;
            var to = Math.Min(ends[word], part.To);
            if (from == to) continue;
            if (from > begin) part.ForwardIn ??= Normal(sweep.Forward(Longest(Math.Max(begin, from - WarmUp), from), [1]));
            if (to < ends[word]) part.BackwardIn ??= Normal(sweep.Backward(Longest(to, Math.Min(ends[word], to + WarmUp))));

            var forwards = sweep.Forward(Longest(from, to), from > begin ? part.ForwardIn : [1]);
            if (to < ends[word]) part.ForwardOut = Normal(forwards);
            var backwards = sweep.Backward(
                Longest(from, to), to < ends[word] ? part.BackwardIn : [1], pieces.Text.WordOccurrences[word], part.Expected);
            if (from > begin) part.BackwardOut = Normal(backwards);
        }
    }

    private ReadOnlySpan<int> Longest(int from, int to) => pieces.Longest[from..to];

    private static double[] Normal(ReadOnlySpan<double> front)
    {
        var normal = front.ToArray();
        var largest = normal.Max();
        foreach (ref var sum in normal.AsSpan()) sum /= largest;
        return normal;
    }

    private static bool Agree(double[]? front, double[]? other)
    {
        if (front is null || other is null) return true;
        for (var i = 0; i < front.Length; i++)
            if (Math.Abs(front[i] - other[i]) > Agreement * Math.Max(front[i], other[i])) return false;
        return true;
    }

    /// <summary>A part of the text. Where a word is cut at its ends, the fronts there: from outside, and as it arrives at them.</summary>
    private sealed class Part(int from, int to, double[] expected)
    {
        public int From => from;

        public int To => to;

        public double[] Expected => expected;

        public double[]? ForwardIn { get; set; }

        public double[]? ForwardOut { get; set; }

        public double[]? BackwardIn { get; set; }

        public double[]? BackwardOut { get; set; }
    }
}
