namespace OmniHelix.Tokenizers;

/// <summary>
/// The special tokens that a tokenizer puts around a sequence, and between the two of a pair: BERT's <c>[CLS] A [SEP]</c> and <c>[CLS] A
/// [SEP] B [SEP]</c>, the <c>&lt;cls&gt; A &lt;eos&gt;</c> of ESM, the <c>&lt;cls&gt; A</c> of Nucleotide Transformer, or nothing.
/// Encoding, windows, pooling and results per base all take them from here.
/// </summary>
public sealed class SpecialTokenTemplate
{
    /// <param name="single">Special tokens and the sequence, which stands there once.</param>
    /// <param name="pair">The same of two sequences, each of which stands there once; null when the tokenizer joins no pairs.</param>
    public SpecialTokenTemplate(IReadOnlyList<TemplatePart> single, IReadOnlyList<TemplatePart>? pair)
    {
        Single = [.. single];
        Pair = pair is null ? null : [.. pair];
        Before = IdsOf(Single.TakeWhile(part => part.Ids is not null));
        After = IdsOf(Single.SkipWhile(part => part.Ids is not null).Skip(1));
        Between = Pair is null ? null : BetweenOf(Pair);
    }

    /// <param name="before">Ids before a sequence.</param>
    /// <param name="after">Ids behind a sequence, or behind the second of a pair.</param>
    /// <param name="between">Ids between the two of a pair; null when the tokenizer joins no pairs.</param>
    /// <param name="secondType">Type id of the second sequence and of what stands behind it: 1 for BERT.</param>
    public SpecialTokenTemplate(IReadOnlyList<int> before, IReadOnlyList<int> after, IReadOnlyList<int>? between = null, int secondType = 0)
        : this(
            [TemplatePart.Special(before), TemplatePart.First(), TemplatePart.Special(after)],
            between is null
                ? null
                : [
                    TemplatePart.Special(before), TemplatePart.First(), TemplatePart.Special(between), TemplatePart.Second(secondType),
                    TemplatePart.Special(after, secondType),
                ])
    {
    }

    /// <summary>No special tokens; two sequences are put behind each other.</summary>
    public static SpecialTokenTemplate None { get; } = new([], [], [], secondType: 1);

    /// <summary>What one sequence becomes.</summary>
    public IReadOnlyList<TemplatePart> Single { get; }

    /// <summary>What a pair becomes; null when the tokenizer joins no pairs.</summary>
    public IReadOnlyList<TemplatePart>? Pair { get; }

    /// <summary>Ids before a sequence.</summary>
    public IReadOnlyList<int> Before { get; }

    /// <summary>Ids behind a sequence, or behind the second of a pair.</summary>
    public IReadOnlyList<int> After { get; }

    /// <summary>
    /// Ids between the two sequences of a pair; null when the tokenizer joins no pairs, or puts them together in another order or with
    /// other tokens around them than around one.
    /// </summary>
    public IReadOnlyList<int>? Between { get; }

    /// <summary>Special tokens of one sequence.</summary>
    public int Count => Before.Count + After.Count;

    /// <summary>Special tokens of a pair; null when the tokenizer joins no pairs.</summary>
    public int? CountOfPair => Pair?.Sum(part => part.Ids?.Count ?? 0);

    /// <summary>Every id that the template adds, ascending, each once.</summary>
    public IReadOnlyList<int> Ids => [.. IdsOf(Single.Concat(Pair ?? [])).Distinct().Order()];

    private static int[] IdsOf(IEnumerable<TemplatePart> parts) => [.. parts.SelectMany(part => part.Ids ?? [])];

    private int[]? BetweenOf(IReadOnlyList<TemplatePart> pair)
    {
        var inOrder = pair.Where(part => part.Ids is null).Select(part => part.IsSecond).SequenceEqual([false, true]);
        var before = IdsOf(pair.TakeWhile(part => part.Ids is not null));
        var rest = pair.SkipWhile(part => part.Ids is not null).Skip(1).ToArray();
        var after = IdsOf(rest.SkipWhile(part => part.Ids is not null));
        var isAround = inOrder && before.SequenceEqual(Before) && after.SequenceEqual(After);
        return isAround ? IdsOf(rest.TakeWhile(part => part.Ids is not null)) : null;
    }
}

/// <summary>A part of a template: special tokens, or one of the sequences.</summary>
/// <param name="Ids">Ids of the special tokens; null for a sequence.</param>
/// <param name="IsSecond">Whether the sequence is the second of a pair.</param>
/// <param name="TypeId">Type id of its tokens.</param>
public sealed record TemplatePart(IReadOnlyList<int>? Ids, bool IsSecond, int TypeId)
{
    /// <summary>Special tokens.</summary>
    public static TemplatePart Special(IReadOnlyList<int> ids, int typeId = 0) => new([.. ids], IsSecond: false, typeId);

    /// <summary>The sequence, or the first of a pair.</summary>
    public static TemplatePart First(int typeId = 0) => new(null, IsSecond: false, typeId);

    /// <summary>The second sequence of a pair.</summary>
    public static TemplatePart Second(int typeId) => new(null, IsSecond: true, typeId);
}
