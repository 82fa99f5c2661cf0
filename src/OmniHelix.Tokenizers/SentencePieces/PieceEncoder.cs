namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>Cuts normalised text into pieces.</summary>
internal abstract class PieceEncoder
{
    /// <summary>The way of cutting that a model asks for.</summary>
    /// <param name="algorithm">Its name.</param>
    /// <param name="pieces">The pieces.</param>
    /// <param name="place">The file, for errors.</param>
    /// <exception cref="OmniException">OH1533: there is no such way.</exception>
    public static PieceEncoder Of(SentencePieceAlgorithm algorithm, PieceTable pieces, string place) => algorithm switch
    {
        SentencePieceAlgorithm.Unigram => new UnigramEncoder(pieces),
        SentencePieceAlgorithm.Bpe => new BpeEncoder(pieces),
        SentencePieceAlgorithm.Word => new WordEncoder(pieces),
        SentencePieceAlgorithm.Char => new CharacterEncoder(pieces),
        _ => throw new OmniException("OH1533", $"cuts text by the algorithm {(int)algorithm}, which is not known", place),
    };

    /// <summary>Cuts a text from its first character to its last.</summary>
    /// <param name="text">The text as normalised.</param>
    /// <param name="found">Receives the pieces and where they end, in order.</param>
    public abstract void Encode(ReadOnlySpan<char> text, List<FoundPiece> found);

    /// <summary>Length of the character at the start of a text that has one.</summary>
    protected static int CharacterLength(ReadOnlySpan<char> text) => text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1;
}

/// <summary>A piece that text was cut into.</summary>
/// <param name="Id">Its id.</param>
/// <param name="End">The first character behind it.</param>
internal readonly record struct FoundPiece(int Id, int End);
