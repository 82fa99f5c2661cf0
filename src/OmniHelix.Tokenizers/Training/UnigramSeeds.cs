using System.Runtime.InteropServices;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// The first pieces of a Unigram model: every character, and the repeats of the text that do not always go on with the same character,
/// of which the most valuable are kept. A repeat is worth its occurrences times its length, a character its occurrences in the corpus.
/// </summary>
internal sealed class UnigramSeeds
{
    // Characters stand before all repeats in the list, whatever these are worth.
    private const long BeforeRepeats = 1L << 62;

    private readonly SymbolText text;
    private readonly int longestPiece;
    private readonly SuffixOrder order;
    // From the last string to the first.
    private readonly List<Repeat> chosen = [];

    private UnigramSeeds(SymbolText text, int longestPiece, ParallelOptions parallel)
    {
        this.text = text;
        this.longestPiece = longestPiece;
        // One more character tells what a repeat goes on with.
        order = SuffixOrder.Sort(text, longestPiece + 1, parallel);
    }

    /// <summary>Finds the pieces and the longest at each position.</summary>
    /// <param name="text">The words.</param>
    /// <param name="longestPiece">Most characters of a piece.</param>
    /// <param name="most">Most pieces, characters included, which are never left out.</param>
    /// <param name="parallel">Threads; the result does not depend on them.</param>
    public static UnigramPieces Find(SymbolText text, int longestPiece, int most, ParallelOptions parallel)
    {
        var seeds = new UnigramSeeds(text, longestPiece, parallel);
        seeds.Choose(Math.Max(0, most - (text.Symbols - 1)));
        parallel.CancellationToken.ThrowIfCancellationRequested();
        return seeds.Pieces();
    }

    private void Choose(int most)
    {
        var values = new Dictionary<long, int>();
        ForEachRepeat(repeat =>
        {
            if (repeat.Length > 1) CollectionsMarshal.GetValueRefOrAddDefault(values, repeat.Value, out _)++;
        });
        // Values above this one are taken; of those with this very value as many as there is room for, the later strings.
        var threshold = 0L;
        foreach (var value in values.Keys.OrderDescending())
        {
            if (values[value] > most)
            {
                threshold = value;
                break;
            }
            most -= values[value];
        }
        ForEachRepeat(repeat =>
        {
            if (repeat.Length == 1 || repeat.Value > threshold || (repeat.Value == threshold && most-- > 0)) chosen.Add(repeat);
        });
    }

    /// <summary>
    /// Gives the characters, and the repeats of 2 characters up to the longest piece, from the last string to the first. The repeats are
    /// the inner nodes of the text's suffix tree; those on the stack, <c>open</c> in number, begin at this rank or before it.
    /// </summary>
    private void ForEachRepeat(Action<Repeat> take)
    {
        var (lengths, ends) = (new int[longestPiece + 2], new int[longestPiece + 2]);
        var open = 0;
        var character = order.Positions.Length;
        for (var rank = character - 1; rank >= 0; rank--)
        {
            var shared = rank == 0 ? 0 : order.Shared[rank];
            var end = rank + 1;
            for (; lengths[open] > shared; open--)
            {
                end = ends[open];
                if (lengths[open] >= 2 && lengths[open] <= longestPiece) take(new Repeat(rank, end, lengths[open]));
            }
            if (lengths[open] < shared)
            {
                open++;
                lengths[open] = shared;
                ends[open] = end;
            }
            if (shared > 0) continue;
            take(new Repeat(rank, character, 1));
            character = rank;
        }
    }

    private UnigramPieces Pieces()
    {
        var pieces = new UnigramPiece[1 + chosen.Count];
        pieces[UnigramPieces.Unknown] = new() { Length = 1 };
        var longest = new int[text.Length];
        // The pieces that this one begins with, the unknown one below all, and where they end.
        var (within, ends) = (new int[longestPiece + 1], new int[longestPiece + 1]);
        ends[0] = int.MaxValue;
        var depth = 0;
        var rank = 0;
        var symbol = 0;
        var sum = 0L;

        void FillTo(int end)
        {
            for (; rank < end; rank++) longest[order.Positions[rank]] = within[depth];
        }

        for (var piece = 1; piece < pieces.Length; piece++)
        {
            var repeat = chosen[^piece];
            for (; ends[depth] <= repeat.First; depth--) FillTo(ends[depth]);
            FillTo(repeat.First);
            var value = repeat.Length == 1 ? text.Occurrences[++symbol] : repeat.Value;
            sum += value;
            pieces[piece] = new()
            {
                Start = order.Positions[repeat.First],
                Length = repeat.Length,
                Prefix = within[depth],
                Standing = repeat.Length == 1 ? -value - BeforeRepeats : -value,
                Score = Math.Log(value),
            };
            depth++;
            within[depth] = piece;
            ends[depth] = repeat.End;
        }
        for (; depth > 0; depth--) FillTo(ends[depth]);

        foreach (ref var piece in pieces.AsSpan(1)) piece.Score -= Math.Log(sum);
        return new UnigramPieces(text, pieces, longest);
    }

    /// <summary>Ranks from <paramref name="First"/> to before <paramref name="End"/> begin with the same characters.</summary>
    private readonly record struct Repeat(int First, int End, int Length)
    {
        public long Value => (long)(End - First) * Length;
    }
}
