using System.Text;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// A <c>.model</c> file of SentencePiece (Kudo and Richardson 2018): pieces with their scores, and how text is changed and cut.
/// </summary>
/// <example><code>
/// var model = SentencePieceModel.Read("spiece.model");
/// (model with { Normalizer = model.Normalizer with { AddDummyPrefix = false } }).Write("changed.model");
/// </code></example>
public sealed record SentencePieceModel
{
    private const int LargestFile = 1 << 26;
    private const int MostPieces = 4_000_000;
    private const int LongestPiece = 1024;

    /// <summary>The pieces by id.</summary>
    public required IReadOnlyList<SentencePiece> Pieces { get; init; }

    /// <summary>What of the training matters.</summary>
    public SentencePieceTrainerSpec Trainer { get; init; } = new();

    /// <summary>How text is changed before it is cut.</summary>
    public SentencePieceNormalizerSpec Normalizer { get; init; } = new();

    /// <summary>How decoded text is changed; null for not at all.</summary>
    public SentencePieceNormalizerSpec? Denormalizer { get; init; }

    // Fields that do not matter here, as they are written.
    private byte[] Rest { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="OmniException">OH1533: the file is damaged or larger than any model.</exception>
    public static SentencePieceModel Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > LargestFile)
            throw new OmniException(
                "OH1533", FormattableString.Invariant($"{length:N0} bytes are too many for a SentencePiece model"), path,
                FormattableString.Invariant($"Expected at most {LargestFile:N0}."));
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="place">What errors call the file.</param>
    /// <exception cref="OmniException">OH1533: the bytes are damaged.</exception>
    public static SentencePieceModel Parse(ReadOnlySpan<byte> bytes, string place)
    {
        List<SentencePiece> pieces = [];
        var trainer = new SentencePieceTrainerSpec();
        var normalizer = new SentencePieceNormalizerSpec();
        SentencePieceNormalizerSpec? denormalizer = null;
        var rest = new WireWriter();
        var reader = new WireReader(bytes, 0, place);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1 when pieces.Count < MostPieces: pieces.Add(ReadPiece(reader.Message())); break;
                case 1: throw reader.Damaged(FormattableString.Invariant($"there are more than {MostPieces:N0} pieces"));
                case 2: trainer = trainer.Read(reader.Message()); break;
                case 3: normalizer = normalizer.Read(reader.Message()); break;
                case 5: denormalizer = (denormalizer ?? new()).Read(reader.Message()); break;
                default: rest.Fields(reader.Skip()); break;
            }
        }
        return new SentencePieceModel
        {
            Pieces = pieces,
            Trainer = trainer,
            Normalizer = normalizer,
            Denormalizer = denormalizer,
            Rest = rest.Message.ToArray(),
        };
    }

    /// <summary>Writes the file, which SentencePiece reads.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(ToBytes()));

    /// <summary>The bytes of the file.</summary>
    public byte[] ToBytes()
    {
        var model = new WireWriter();
        foreach (var (text, score, type) in Pieces)
            Write(model, 1, piece =>
            {
                piece.Text(1, text);
                piece.Float(2, score);
                piece.Int32(3, (int)type);
            });
        Write(model, 2, Trainer.Write);
        Write(model, 3, Normalizer.Write);
        if (Denormalizer is { } denormalizer) Write(model, 5, denormalizer.Write);
        model.Fields(Rest);
        return model.Message.ToArray();
    }

    private static void Write(WireWriter writer, int field, Action<WireWriter> fill)
    {
        var message = new WireWriter();
        fill(message);
        writer.Bytes(field, message.Message);
    }

    private static SentencePiece ReadPiece(WireReader reader)
    {
        var piece = new SentencePiece("", 0);
        while (reader.MoveNext())
        {
            switch (reader.Field)
            {
                case 1: piece = piece with { Text = reader.Text() }; break;
                case 2: piece = piece with { Score = reader.Float() }; break;
                case 3: piece = piece with { Type = (SentencePieceType)reader.Int32() }; break;
                default: reader.Skip(); break;
            }
        }
        if (Encoding.UTF8.GetByteCount(piece.Text) > LongestPiece)
            throw reader.Damaged(FormattableString.Invariant($"a piece has more than {LongestPiece} bytes"));
        return Enum.IsDefined(piece.Type) && !float.IsNaN(piece.Score)
            ? piece
            : throw reader.Damaged($"a piece has the type {piece.Type} and the score {piece.Score}");
    }
}
