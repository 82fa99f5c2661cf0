namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>A token of a <see cref="SentencePieceModel"/>.</summary>
/// <param name="Text">Its text; blanks are U+2581.</param>
/// <param name="Score">Logarithm of its probability, or what puts merges in order.</param>
/// <param name="Type">What it is for.</param>
public sealed record SentencePiece(string Text, float Score, SentencePieceType Type = SentencePieceType.Normal);

/// <summary>What a piece is for.</summary>
public enum SentencePieceType
{
    /// <summary>Stands for its text.</summary>
    Normal = 1,

    /// <summary>Stands for text that no other piece covers.</summary>
    Unknown = 2,

    /// <summary>Stands for no text, such as the beginning of a sequence.</summary>
    Control = 3,

    /// <summary>Stands for its text, and goes before other pieces.</summary>
    UserDefined = 4,

    /// <summary>Has an id, and is never used.</summary>
    Unused = 5,

    /// <summary>Stands for one byte of UTF-8 of text that no other piece covers.</summary>
    Byte = 6,
}

/// <summary>How text is cut into pieces.</summary>
public enum SentencePieceAlgorithm
{
    /// <summary>By the pieces of the greatest probability together.</summary>
    Unigram = 1,

    /// <summary>By merges, the greatest score first.</summary>
    Bpe = 2,

    /// <summary>Words are pieces.</summary>
    Word = 3,

    /// <summary>Characters are pieces.</summary>
    Char = 4,
}
