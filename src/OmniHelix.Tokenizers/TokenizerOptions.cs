using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>What becomes of lower-case letters before a token is looked up.</summary>
public enum CasePolicy
{
    /// <summary>Letters stay as they are; some vocabularies give lower case its own ids.</summary>
    Keep,

    /// <summary>Lower case becomes upper case.</summary>
    Upper,
}

/// <summary>Choices that go before those stored in a tokenizer's folder; null keeps the stored one.</summary>
public sealed record TokenizerOptions
{
    /// <summary>U/T conversion; special tokens written in the text are never converted.</summary>
    public UracilPolicy? Uracil { get; init; }

    /// <summary>Case conversion.</summary>
    public CasePolicy? Case { get; init; }

    /// <summary>Every character is a piece of its own, as if blanks stood between them.</summary>
    public bool? AddWhitespace { get; init; }

    /// <summary>
    /// Sequences are read as they stand in the files of biologists. A vocabulary of BERT that holds no word pieces but letters or k-mers
    /// cuts them, where they have no blanks, into those; and lower case, the mark of repeats, becomes upper case where the vocabulary of a
    /// molecule has no lower-case letter and the configuration does not say <c>do_upper_case</c>. Null or false reads text as the public
    /// libraries do.
    /// </summary>
    public bool? RawSequences { get; init; }

    /// <summary>Most tokens of one sequence, special tokens included.</summary>
    public int? MaxLength { get; init; }

    /// <summary>At which end longer sequences are cut.</summary>
    public TokenSide? TruncationSide { get; init; }

    /// <summary>At which end padding stands.</summary>
    public TokenSide? PaddingSide { get; init; }

    /// <summary>What the model of this tokenizer was trained on; see <see cref="OmniTokenizer.Learned"/>.</summary>
    public LearnedLetters? Learned { get; init; }

    /// <summary>What the sequences are; see <see cref="OmniTokenizer.Molecule"/>.</summary>
    public Molecule? Molecule { get; init; }
}
