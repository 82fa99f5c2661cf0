namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>What of its training matters for the use of a <see cref="SentencePieceModel"/>.</summary>
public sealed record SentencePieceTrainerSpec
{
    /// <summary>How text is cut into pieces.</summary>
    public SentencePieceAlgorithm Algorithm { get; init; } = SentencePieceAlgorithm.Unigram;

    /// <summary>Number of pieces.</summary>
    public int VocabularySize { get; init; } = 8000;

    /// <summary>Blanks end words instead of beginning them.</summary>
    public bool TreatWhitespaceAsSuffix { get; init; }

    /// <summary>Unknown text becomes the pieces of its bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Id of the unknown piece.</summary>
    public int UnknownId { get; init; }

    /// <summary>Id of the beginning of a sequence; negative for none.</summary>
    public int BosId { get; init; } = 1;

    /// <summary>Id of the end of a sequence; negative for none.</summary>
    public int EosId { get; init; } = 2;

    /// <summary>Id of padding; negative for none.</summary>
    public int PadId { get; init; } = -1;

    /// <summary>Text of the unknown piece.</summary>
    public string UnknownPiece { get; init; } = "<unk>";

    /// <summary>Text of the beginning of a sequence.</summary>
    public string BosPiece { get; init; } = "<s>";

    /// <summary>Text of the end of a sequence.</summary>
    public string EosPiece { get; init; } = "</s>";

    /// <summary>Text of padding.</summary>
    public string PadPiece { get; init; } = "<pad>";

    /// <summary>What the unknown piece is decoded to.</summary>
    public string UnknownSurface { get; init; } = " \u2047 ";

    // Fields that do not matter here, as they are written.
    private byte[] Rest { get; init; } = [];

    // Where a message occurs twice, the fields of the second go before.
    internal SentencePieceTrainerSpec Read(WireReader reader)
    {
        var spec = this;
        var rest = new WireWriter();
        rest.Fields(Rest);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 3: spec = spec with { Algorithm = (SentencePieceAlgorithm)reader.Int32() }; break;
                case 4: spec = spec with { VocabularySize = reader.Int32() }; break;
                case 24: spec = spec with { TreatWhitespaceAsSuffix = reader.Bool() }; break;
                case 35: spec = spec with { ByteFallback = reader.Bool() }; break;
                case 40: spec = spec with { UnknownId = reader.Int32() }; break;
                case 41: spec = spec with { BosId = reader.Int32() }; break;
                case 42: spec = spec with { EosId = reader.Int32() }; break;
                case 43: spec = spec with { PadId = reader.Int32() }; break;
                case 44: spec = spec with { UnknownSurface = reader.Text() }; break;
                case 45: spec = spec with { UnknownPiece = reader.Text() }; break;
                case 46: spec = spec with { BosPiece = reader.Text() }; break;
                case 47: spec = spec with { EosPiece = reader.Text() }; break;
                case 48: spec = spec with { PadPiece = reader.Text() }; break;
                default: rest.Fields(reader.Skip()); break;
            }
        }
        return spec with { Rest = rest.Message.ToArray() };
    }

    internal void Write(WireWriter writer)
    {
        writer.Int32(3, (int)Algorithm);
        writer.Int32(4, VocabularySize);
        writer.Bool(24, TreatWhitespaceAsSuffix);
        writer.Bool(35, ByteFallback);
        writer.Int32(40, UnknownId);
        writer.Int32(41, BosId);
        writer.Int32(42, EosId);
        writer.Int32(43, PadId);
        writer.Text(44, UnknownSurface);
        writer.Text(45, UnknownPiece);
        writer.Text(46, BosPiece);
        writer.Text(47, EosPiece);
        writer.Text(48, PadPiece);
        writer.Fields(Rest);
    }
}
