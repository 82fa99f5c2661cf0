using System.Globalization;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>The pieces of a model by text and by what they are for.</summary>
internal sealed class PieceTable
{
    private readonly IReadOnlyList<SentencePiece> pieces;
    // Pieces that are found in text, and all others. The same text may be in both.
    private readonly Dictionary<string, int> inText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> reserved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> spansInText;
    private readonly int[] bytes = new int[256];

    /// <param name="model">The model.</param>
    /// <param name="place">The file, for errors.</param>
    /// <exception cref="OmniException">
    /// OH1533: an empty piece, a piece that is there twice, bytes that are missing or not expected, no unknown piece or several.
    /// </exception>
    public PieceTable(SentencePieceModel model, string place)
    {
        pieces = model.Pieces;
        spansInText = inText.GetAlternateLookup<ReadOnlySpan<char>>();
        Array.Fill(bytes, -1);
        int? unknown = null;
        for (var id = 0; id < pieces.Count; id++)
        {
            var (text, _, type) = pieces[id];
            var table = IsInText(type) ? inText : reserved;
            if (text.Length == 0) throw Wrong("has no text", id, place);
            if (!table.TryAdd(text, id)) throw Wrong($"has the text '{text}', and so has piece {table[text]}", id, place);
            switch (type)
            {
                case SentencePieceType.Unknown when unknown is not null:
                    throw Wrong($"stands for unknown text, and so does piece {unknown}", id, place);
                case SentencePieceType.Unknown: unknown = id; break;
                case SentencePieceType.Byte when !model.Trainer.ByteFallback: throw Wrong("is a byte, but bytes are not used", id, place);
                case SentencePieceType.Byte when ByteOf(text) is { } value: bytes[value] = id; break;
                case SentencePieceType.Byte: throw Wrong($"is a byte with the text '{text}', expected one like <0x41>", id, place);
            }
        }
        Unknown = unknown ?? throw Damaged("has no piece for unknown text", place);
        if (model.Trainer.ByteFallback && Array.IndexOf(bytes, -1) is >= 0 and var missing)
            throw Damaged(FormattableString.Invariant($"has no piece for the byte {missing}, which unknown text may become"), place);
        UserDefined = new TokenTrie(Texts(type => type == SentencePieceType.UserDefined));
    }

    /// <summary>Id of the piece for unknown text.</summary>
    public int Unknown { get; }

    /// <summary>What the user defined.</summary>
    public TokenTrie UserDefined { get; }

    public int Count => pieces.Count;

    public SentencePiece this[int id] => pieces[id];

    /// <summary>The value of a byte piece such as <c>&lt;0x41&gt;</c>; null when its text is none.</summary>
    public static byte? ByteOf(string text) =>
        text is ['<', '0', 'x', _, _, '>']
        && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>Finds the piece of a stretch of text.</summary>
    public bool TryGetInText(ReadOnlySpan<char> text, out int id) => spansInText.TryGetValue(text, out id);

    /// <summary>The piece of a stretch of text, or the unknown one.</summary>
    public int IdInText(ReadOnlySpan<char> text) => TryGetInText(text, out var id) ? id : Unknown;

    /// <summary>The piece of this name, those first that do not stand for their text; null when there is none.</summary>
    public int? IdOf(string name) => reserved.TryGetValue(name, out var id) || inText.TryGetValue(name, out id) ? id : null;

    /// <summary>The piece of a byte.</summary>
    public int IdOfByte(byte value) => bytes[value];

    /// <summary>The pieces that are looked for in text.</summary>
    public IEnumerable<(string Text, int Id)> InText() => Texts(IsInText);

    private static bool IsInText(SentencePieceType type) =>
        type is SentencePieceType.Normal or SentencePieceType.UserDefined or SentencePieceType.Unused;

    private IEnumerable<(string Text, int Id)> Texts(Func<SentencePieceType, bool> wanted) =>
        pieces.Select((piece, id) => (piece, id)).Where(one => wanted(one.piece.Type)).Select(one => (one.piece.Text, one.id));

    private static OmniException Wrong(string what, int id, string place) =>
        Damaged(FormattableString.Invariant($"piece {id} {what}"), place);

    private static OmniException Damaged(string what, string place) =>
        new("OH1533", $"the SentencePiece model cannot be used: {what}", place, "Fetch the file again.");
}
