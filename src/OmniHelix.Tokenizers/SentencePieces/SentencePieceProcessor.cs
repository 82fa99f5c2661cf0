using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>What SentencePiece does with a model: from text to pieces and back. Many threads may use one.</summary>
internal sealed class SentencePieceProcessor
{
    private readonly bool byteFallback;
    private readonly TextNormalizer normalizer;
    private readonly PieceEncoder encoder;
    private readonly PieceDecoder decoder;

    /// <param name="model">The model.</param>
    /// <param name="place">The file, for errors.</param>
    /// <exception cref="OmniException">OH1533, OH1534: the model cannot be used.</exception>
    public SentencePieceProcessor(SentencePieceModel model, string place)
    {
        Pieces = new PieceTable(model, place);
        byteFallback = model.Trainer.ByteFallback;
        normalizer = new TextNormalizer(model.Normalizer, Pieces.UserDefined, model.Trainer.TreatWhitespaceAsSuffix, place);
        encoder = PieceEncoder.Of(model.Trainer.Algorithm, Pieces, place);
        decoder = new PieceDecoder(Pieces, model, place);
    }

    /// <summary>The pieces.</summary>
    public PieceTable Pieces { get; }

    /// <summary>The text as it is cut.</summary>
    public NormalizedText Normalize(ReadOnlySpan<char> text) => normalizer.Normalize(text);

    /// <summary>
    /// Cuts a text. Unknown neighbours become one token, or each the pieces of its bytes, of which the last covers its characters and the
    /// others nothing.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where it begins in the sequence.</param>
    /// <param name="tokens">Receives the tokens.</param>
    public void Encode(ReadOnlySpan<char> text, int start, TokenBuffer tokens)
    {
        var normalized = normalizer.Normalize(text);
        var found = new List<FoundPiece>();
        encoder.Encode(normalized.Characters, found);
        var at = 0;
        var afterUnknown = false;
        foreach (var (id, end) in found)
        {
            var span = new TokenSpan(start + normalized.Origins[at], start + normalized.Origins[end]);
            var isUnknown = id == Pieces.Unknown;
            if (isUnknown && byteFallback) AddBytes(normalized.Characters[at..end], span, tokens);
            else if (isUnknown && afterUnknown) tokens.Spans[^1] = tokens.Spans[^1] with { End = span.End };
            else tokens.Add(id, span);
            afterUnknown = isUnknown;
            at = end;
        }
    }

    /// <summary>The text of pieces.</summary>
    /// <param name="names">The pieces by their texts; a text that is no piece stands for itself.</param>
    public string Decode(IEnumerable<string> names) => decoder.Decode(names);

    private void AddBytes(ReadOnlySpan<char> unknown, TokenSpan span, TokenBuffer tokens)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in unknown.EnumerateRunes())
            foreach (var one in utf8[..rune.EncodeToUtf8(utf8)]) tokens.Add(Pieces.IdOfByte(one), new TokenSpan(span.Start, span.Start));
        tokens.Spans[^1] = span;
    }
}
