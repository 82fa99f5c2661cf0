namespace OmniHelix.Tokenizers;

/// <summary>
/// The special tokens that a tokenizer puts around a sequence, and between the two of a pair: BERT's <c>[CLS] A [SEP]</c> and <c>[CLS] A
/// [SEP] B [SEP]</c>, the <c>&lt;cls&gt; A &lt;eos&gt;</c> of ESM, the <c>&lt;cls&gt; A</c> of Nucleotide Transformer, or nothing.
/// Encoding, windows, pooling and results per base all take them from here.
/// </summary>
public sealed class SpecialTokenTemplate
{
    /// <param name="before">Ids before a sequence.</param>
    /// <param name="after">Ids behind a sequence, or behind the second of a pair.</param>
    /// <param name="between">Ids between the two of a pair; null when the tokenizer joins no pairs.</param>
    public SpecialTokenTemplate(IReadOnlyList<int> before, IReadOnlyList<int> after, IReadOnlyList<int>? between = null)
    {
        Before = [.. before];
        After = [.. after];
        Between = between is null ? null : [.. between];
    }

    /// <summary>No special tokens.</summary>
    public static SpecialTokenTemplate None { get; } = new([], []);

    /// <summary>Ids before a sequence.</summary>
    public IReadOnlyList<int> Before { get; }

    /// <summary>Ids behind a sequence, or behind the second of a pair.</summary>
    public IReadOnlyList<int> After { get; }

    /// <summary>Ids between the two sequences of a pair; null when the tokenizer joins no pairs.</summary>
    public IReadOnlyList<int>? Between { get; }

    /// <summary>Special tokens of one sequence.</summary>
    public int Count => Before.Count + After.Count;

    /// <summary>Special tokens of a pair; null when the tokenizer joins no pairs.</summary>
    public int? CountOfPair => Count + Between?.Count;

    /// <summary>Every id that the template adds, ascending, each once.</summary>
    public IReadOnlyList<int> Ids => [.. Before.Concat(Between ?? []).Concat(After).Distinct().Order()];
}
