using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers;

/// <summary>One encoded sequence, or a pair, as a model reads it. All arrays are <c>[tokens]</c>.</summary>
public sealed class TokenizedSequence
{
    /// <summary>Token ids, special tokens included.</summary>
    public required int[] Ids { get; init; }

    /// <summary>
    /// Characters covered by each token; those of the second sequence of a pair count from its own start. Special tokens and padding cover
    /// nothing.
    /// </summary>
    public required TokenSpan[] Spans { get; init; }

    /// <summary>Which of two segments a token belongs to, as BERT's <c>token_type_ids</c>.</summary>
    public required int[] TypeIds { get; init; }

    /// <summary>0 or 1: which sequence a token was cut from; −1 for the special tokens around them and padding.</summary>
    public required int[] Sequences { get; init; }

    /// <summary>Tokens of padding: before the others when <see cref="PadsLeft"/>, else behind them.</summary>
    public int Padding { get; init; }

    /// <summary>Whether padding stands before the other tokens.</summary>
    public bool PadsLeft { get; init; }

    /// <summary>What truncation cut off, as further encodings; see <see cref="TokenizeOptions.Stride"/>.</summary>
    public IReadOnlyList<TokenizedSequence> Overflow { get; init; } = [];

    /// <summary>1 for tokens that a model reads, 0 for padding.</summary>
    public int[] AttentionMask => [.. Enumerable.Range(0, Ids.Length).Select(at => IsPadding(at) ? 0 : 1)];

    /// <summary>1 for tokens that were put around the sequences and for padding, 0 for those cut from a sequence.</summary>
    public int[] SpecialTokensMask => [.. Sequences.Select(sequence => sequence < 0 ? 1 : 0)];

    private bool IsPadding(int at) => PadsLeft ? at < Padding : at >= Ids.Length - Padding;
}
