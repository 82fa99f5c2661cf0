using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Tokens;

/// <summary>
/// The rows of one example put together again: windows become tokens, and tokens become bases. It undoes what
/// <see cref="RaggedTokens.Build"/> did, for whatever a model gave for each row. Of tokens in two windows each counts in the one that owns
/// it (<see cref="RaggedTokens.Owned"/>). A token of several bases speaks for each of them; where tokens overlap, a base takes the last one
/// that begins at or before it, the one whose label it gives (<see cref="LabelProjection.First"/>).
/// </summary>
public sealed class RecordTokens
{
    private readonly RaggedTokens tokens;

    internal RecordTokens(RaggedTokens tokens, int first, int end)
    {
        this.tokens = tokens;
        FirstRow = first;
        EndRow = end;
        foreach (var (row, start, stop) in Parts())
        {
            Count += stop - start;
            if (stop > start) Bases = tokens.Spans(row)[stop - 1].End;
        }
    }

    /// <summary>The example's number in <see cref="RaggedTokens.Examples"/>.</summary>
    public int Index => tokens.ExampleOf(FirstRow);

    /// <summary>The example.</summary>
    public Example Example => tokens.Examples[Index];

    /// <summary>First row in the store.</summary>
    public int FirstRow { get; }

    /// <summary>Behind the last row.</summary>
    public int EndRow { get; }

    /// <summary>Characters behind the end that truncation left, of each sequence of a pair.</summary>
    public int CutBases => Example.Length - Bases + FirstCut;

    /// <summary>Tokens without the special ones, each once.</summary>
    public int Count { get; }

    /// <summary>Characters from the first to the last that a token covers: fewer than the sequence has when it was truncated.</summary>
    public int Bases { get; }

    // Characters that the first sequence of a pair lost; they lie before those of the second.
    private int FirstCut => tokens.Second(FirstRow) is > 0 and var second
        ? Example.Sequence.Length - tokens.Spans(FirstRow)[second - 1].End
        : 0;

    /// <summary>The tokens that count, in order: row, first token, end.</summary>
    /// <param name="withSpecials">Also the special tokens before the first window and behind the last one.</param>
    public IEnumerable<(int Row, int Start, int End)> Parts(bool withSpecials = false)
    {
        for (var row = FirstRow; row < EndRow; row++)
        {
            var (start, end) = tokens.Owned(row);
            if (withSpecials && row == FirstRow) start = 0;
            if (withSpecials && row == EndRow - 1) end = tokens.Lengths[row];
            if (tokens.Second(row) is > 0 and var second && !withSpecials)
            {
                // The special tokens between two sequences stand for no base.
                yield return (row, start, tokens.EndOfFirst(row));
                start = second;
            }
            yield return (row, start, end);
        }
    }

    /// <summary>Ids of the tokens that count.</summary>
    /// <param name="withSpecials">As for <see cref="Parts"/>.</param>
    public int[] Ids(bool withSpecials = false) => [.. Parts(withSpecials).SelectMany(p => tokens.Ids(p.Row)[p.Start..p.End].ToArray())];

    /// <summary>Characters of the tokens that count.</summary>
    public TokenSpan[] Spans() => [.. Parts().SelectMany(p => tokens.Spans(p.Row)[p.Start..p.End].ToArray())];

    /// <summary>
    /// Characters among the first <see cref="Bases"/> that the vocabulary does not know: their token is the unknown one, or none covers
    /// them.
    /// </summary>
    public int CountUnknownBases() => Known().AsSpan().Count(false);

    /// <summary>These characters, in order.</summary>
    public char[] UnknownLetters()
    {
        var letters = Example.Letters;
        return [.. Known().Index().Where(at => !at.Item).Select(at => letters[at.Index])];
    }

    private bool[] Known()
    {
        var known = new bool[Bases];
        if (FirstCut > 0) known.AsSpan(Example.Sequence.Length - FirstCut, FirstCut).Fill(true);
        foreach (var (row, start, end) in Parts())
        {
            var ids = tokens.Ids(row);
            var spans = tokens.Spans(row);
            for (var i = start; i < end; i++) known.AsSpan(spans[i].Start, spans[i].Length).Fill(ids[i] != tokens.Unknown);
        }
        return known;
    }

    /// <summary>Values of the tokens that count, each token once.</summary>
    /// <param name="outputs"><c>[tokens, width]</c> of every row of the store, special tokens included.</param>
    /// <param name="width">Numbers of a token.</param>
    /// <param name="withSpecials">As for <see cref="Parts"/>.</param>
    /// <returns><c>[tokens, width]</c>; the array of the row itself when it is the whole of it.</returns>
    public float[] PerToken(float[][] outputs, int width, bool withSpecials = false)
    {
        if (withSpecials && EndRow - FirstRow == 1) return outputs[FirstRow];
        var merged = new float[checked(Parts(withSpecials).Sum(p => p.End - p.Start) * width)];
        var position = 0;
        foreach (var (row, start, end) in Parts(withSpecials))
        {
            outputs[row].AsSpan(start * width, (end - start) * width).CopyTo(merged.AsSpan(position));
            position += (end - start) * width;
        }
        return merged;
    }

    /// <summary>Values of the bases, each once; 0 at a character that no token covers.</summary>
    /// <param name="outputs"><c>[tokens, width]</c> of every row of the store, special tokens included.</param>
    /// <param name="width">Numbers of a token.</param>
    /// <returns><c>[bases, width]</c> for <see cref="Bases"/> bases.</returns>
    public float[] PerBase(float[][] outputs, int width)
    {
        var perToken = PerToken(outputs, width);
        var tokenOf = TokenOfBase();
        if (IsOneToOne(tokenOf)) return perToken;
        var perBase = new float[checked(Bases * width)];
        for (var i = 0; i < Bases; i++)
            if (tokenOf[i] >= 0) perToken.AsSpan(tokenOf[i] * width, width).CopyTo(perBase.AsSpan(i * width));
        return perBase;
    }

    /// <summary>Values of pairs of bases.</summary>
    /// <param name="outputs"><c>[tokens, tokens]</c> of every row of the store, special tokens included.</param>
    /// <returns><c>[bases, bases]</c> for <see cref="Bases"/> bases.</returns>
    /// <exception cref="OmniException">OH1307: a base has no token of its own.</exception>
    public float[] PerPair(float[][] outputs)
    {
        TokenPerBase.Require(Example, Spans());
        var (start, end) = tokens.Owned(FirstRow);
        var length = tokens.Lengths[FirstRow];
        var pairs = new float[checked(Count * Count)];
        for (var i = 0; i < Count; i++)
            outputs[FirstRow].AsSpan((start + i) * length + start, end - start).CopyTo(pairs.AsSpan(i * Count));
        return pairs;
    }

    /// <summary>
    /// The true values of pairs of the <see cref="Bases"/> bases, or 0 and 1 for classes, <c>[bases, bases]</c>; NaN where a pair does not
    /// count, also in the order in which the first base is the column.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store has no labels of pairs.</exception>
    public float[] TruePairs() => tokens.Labels is { Task.Unit: TaskUnit.Pair } labels
        ? labels.Pairs(Example, Bases)
        : throw new InvalidOperationException("The store has no labels of pairs.");

    /// <summary>The result of the sequence: of one cut into windows the mean of theirs, each by the tokens it owns.</summary>
    /// <param name="outputs">Numbers of every row of the store.</param>
    /// <returns>As many numbers; the array of the row itself when there is one row.</returns>
    public float[] Mean(float[][] outputs)
    {
        if (EndRow - FirstRow == 1) return outputs[FirstRow];
        var mean = new float[outputs[FirstRow].Length];
        foreach (var (row, start, end) in Parts())
        {
            var share = (float)(end - start) / Count;
            for (var i = 0; i < mean.Length; i++) mean[i] = outputs[row][i] * share + mean[i];
        }
        return mean;
    }

    /// <summary>
    /// The true class of each of the <see cref="Bases"/> bases; <see cref="LabelProjector.Ignored"/> where it is not known or no token
    /// covers the character.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store has no class for each base.</exception>
    public int[] TrueClasses()
    {
        if (tokens.Labels is not { Task: { Target: TaskTarget.Class, Unit: TaskUnit.Token } } labels)
            throw new InvalidOperationException("The store has no class for each base.");
        var classes = labels.ClassPerBase(Example)[..Bases];
        var tokenOf = TokenOfBase();
        for (var i = 0; i < classes.Length; i++)
            if (tokenOf[i] < 0) classes[i] = LabelProjector.Ignored;
        return classes;
    }

    /// <summary>
    /// The true values of each of the <see cref="Bases"/> bases, <c>[bases, width]</c>; NaN where they are not known or no token covers the
    /// character.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store has no values for each base.</exception>
    public float[] TrueTargets()
    {
        if (tokens.Labels is not { Task: { Target: TaskTarget.Number, Unit: TaskUnit.Token } } labels)
            throw new InvalidOperationException("The store has no values for each base.");
        var targets = labels.Targets(Example)[..(Bases * labels.Width)];
        var tokenOf = TokenOfBase();
        for (var i = 0; i < Bases; i++)
            if (tokenOf[i] < 0) targets.AsSpan(i * labels.Width, labels.Width).Fill(float.NaN);
        return targets;
    }

    /// <summary>
    /// The bases that a token covers, from 0, in order: all of the first <see cref="Bases"/> where the tokenizer skips no character.
    /// </summary>
    public int[] Positions()
    {
        var tokenOf = TokenOfBase();
        return [.. Enumerable.Range(0, Bases).Where(i => tokenOf[i] >= 0)];
    }

    // The token of each base among those that count; -1 for none.
    private int[] TokenOfBase()
    {
        var tokenOf = new int[Bases];
        Array.Fill(tokenOf, -1);
        var token = 0;
        foreach (var (row, start, end) in Parts())
            foreach (var span in tokens.Spans(row)[start..end])
                tokenOf.AsSpan(span.Start, span.Length).Fill(token++);
        return tokenOf;
    }

    private bool IsOneToOne(int[] tokenOf)
    {
        if (Count != tokenOf.Length) return false;
        for (var i = 0; i < tokenOf.Length; i++)
            if (tokenOf[i] != i) return false;
        return true;
    }
}
