using System.Collections.Concurrent;

namespace OmniHelix.Tokenizers.Training;

/// <summary>A string that may become a token.</summary>
internal struct UnigramPiece
{
    /// <summary>A position of the text where it stands.</summary>
    public int Start;

    /// <summary>Characters.</summary>
    public int Length;

    /// <summary>The longest other piece that it begins with.</summary>
    public int Prefix;

    /// <summary>Place in the list that pruning and the last cut go by: the lower first, of equal ones the later string.</summary>
    public long Standing;

    /// <summary>Natural logarithm of its probability.</summary>
    public double Score;
}

/// <summary>What sweeps over the text read of a piece: few bytes, since they read several at each position.</summary>
/// <param name="Weight">Probability or its logarithm.</param>
/// <param name="Prefix">The longest other piece that it begins with.</param>
/// <param name="Length">Characters.</param>
/// <param name="Count">Pieces from this one to that of one character.</param>
internal readonly record struct PieceLink(double Weight, int Prefix, short Length, short Count);

/// <summary>
/// The pieces that are left, in the order of their strings, and where they are in the text. A position knows the longest piece that begins
/// there and a piece the longest one that it begins with; following these links gives all pieces of a position. They end at a piece of one
/// character: piece 0, which stands for any, where the character itself is not a piece any more. Pieces that share a beginning lie side by
/// side in memory.
/// </summary>
internal sealed class UnigramPieces
{
    /// <summary>The piece that stands for any one character that is not a piece.</summary>
    public const int Unknown = 0;

    private const double UnknownPenalty = 10;

    private readonly int[] longest;

    /// <param name="text">The words.</param>
    /// <param name="pieces">The unknown one, and all others by their strings.</param>
    /// <param name="longest">By position, the longest piece that begins there; 0 at terminators.</param>
    public UnigramPieces(SymbolText text, UnigramPiece[] pieces, int[] longest)
    {
        Text = text;
        All = pieces;
        this.longest = longest;
        LongestLength = pieces.Max(p => p.Length);
    }

    /// <summary>The words.</summary>
    public SymbolText Text { get; }

    /// <summary>All pieces, the unknown one first.</summary>
    public UnigramPiece[] All { get; private set; }

    /// <summary>Pieces, the unknown one counted.</summary>
    public int Count => All.Length;

    /// <summary>Most characters of a piece.</summary>
    public int LongestLength { get; }

    /// <summary>By position, the longest piece that begins there.</summary>
    public ReadOnlySpan<int> Longest => longest;

    /// <summary>The lowest score of a piece other than the unknown one.</summary>
    public double LowestScore
    {
        get
        {
            var lowest = double.PositiveInfinity;
            for (var piece = 1; piece < All.Length; piece++) lowest = Math.Min(lowest, All[piece].Score);
            return lowest;
        }
    }

    /// <summary>The pieces with their scores, for the best segmentation.</summary>
    public PieceLink[] Scores() => Links(score => score);

    /// <summary>The pieces with their probabilities, for all segmentations.</summary>
    public PieceLink[] Probabilities() => Links(Math.Exp);

    /// <summary>The pieces but the unknown one, in the order of the list.</summary>
    public int[] InOrder()
    {
        int[] order = [.. Enumerable.Range(1, Count - 1)];
        order.AsSpan().Sort((a, b) => All[a].Standing.CompareTo(All[b].Standing) is not 0 and var standing ? standing : b.CompareTo(a));
        return order;
    }

    /// <summary>Drops all pieces but those named and the unknown one; positions and pieces then know the longest that is left.</summary>
    public void Keep(ReadOnlySpan<bool> kept, ParallelOptions parallel)
    {
        var numbers = new int[Count];
        var left = new UnigramPiece[Count];
        left[Unknown] = All[Unknown];
        var count = 1;
        for (var piece = 1; piece < numbers.Length; piece++)
        {
            // A piece comes after those that it begins with, so their numbers are known.
            var prefix = numbers[All[piece].Prefix];
            if (kept[piece])
            {
                left[count] = All[piece] with { Prefix = prefix };
                numbers[piece] = count++;
            }
            else
            {
                numbers[piece] = prefix;
            }
        }
        if (count == Count) return;
        All = left[..count];
        Parallel.ForEach(Partitioner.Create(0, longest.Length, 1 << 16), parallel, range =>
        {
            foreach (ref var piece in longest.AsSpan(range.Item1..range.Item2)) piece = numbers[piece];
        });
    }

    private PieceLink[] Links(Func<double, double> weight)
    {
        var links = new PieceLink[Count];
        links[Unknown] = new(weight(LowestScore - UnknownPenalty), Unknown, 1, 1);
        for (var piece = 1; piece < links.Length; piece++)
        {
            var (length, prefix) = (All[piece].Length, All[piece].Prefix);
            links[piece] = new(weight(All[piece].Score), prefix, (short)length, (short)(length == 1 ? 1 : links[prefix].Count + 1));
        }
        return links;
    }
}
