namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// The characters of the original sequence that one token covers: half open, UTF-16 positions, before any conversion. Special tokens that
/// the tokenizer adds cover nothing.
/// </summary>
/// <param name="Start">First character.</param>
/// <param name="End">After the last character.</param>
public readonly record struct TokenSpan(int Start, int End)
{
    /// <summary>True for the special tokens around a sequence.</summary>
    public bool IsEmpty => Start == End;

    /// <summary>Characters covered.</summary>
    public int Length => End - Start;
}
