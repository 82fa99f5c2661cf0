using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>Makes text of pieces: signs for blanks become blanks, the one that was added is left out, bytes become characters.</summary>
internal sealed class PieceDecoder
{
    private readonly PieceTable pieces;
    private readonly SentencePieceModel model;
    private readonly TextNormalizer? denormalizer;

    /// <param name="pieces">The pieces of the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="place">The file, for errors.</param>
    public PieceDecoder(PieceTable pieces, SentencePieceModel model, string place)
    {
        this.pieces = pieces;
        this.model = model;
        if (model.Denormalizer is { CharsMap.IsEmpty: false } spec)
            denormalizer = new TextNormalizer(spec, new TokenTrie([]), blankBehind: false, place);
    }

    /// <summary>The text of pieces.</summary>
    /// <param name="names">The pieces by their texts; a text that is no piece stands for itself.</param>
    public string Decode(IEnumerable<string> names)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        var mayBeAdded = true;
        foreach (var name in names)
        {
            var id = pieces.IdOf(name);
            if (id is { } known && pieces[known].Type == SentencePieceType.Byte)
            {
                bytes.Add(PieceTable.ByteOf(name)!.Value);
                continue;
            }
            AppendBytes(text, bytes);
            mayBeAdded &= text.Length == 0;
            text.Append(Surface(name, id, ref mayBeAdded));
        }
        AppendBytes(text, bytes);
        return denormalizer is null ? text.ToString() : denormalizer.Normalize(text.ToString()).Characters.ToString();
    }

    // What a piece stands for. One of the blanks at the start was added by the tokenizer; if it leaves out all others there, any was.
    private string Surface(string name, int? id, ref bool mayBeAdded)
    {
        if (id is { } known && pieces[known].Type == SentencePieceType.Control) return "";
        if (id == pieces.Unknown) return model.Trainer.UnknownSurface;
        var removesExtra = model.Normalizer.RemoveExtraWhitespaces;
        if (mayBeAdded && (model.Normalizer.AddDummyPrefix || removesExtra) && name.StartsWith(TextNormalizer.BlankSign))
        {
            name = name[1..];
            mayBeAdded = removesExtra;
        }
        return name.Replace(TextNormalizer.BlankSign, ' ');
    }

    // Each byte that belongs to no character becomes U+FFFD.
    private static void AppendBytes(StringBuilder text, List<byte> bytes)
    {
        var rest = CollectionsMarshal.AsSpan(bytes);
        while (!rest.IsEmpty)
        {
            var isCharacter = Rune.DecodeFromUtf8(rest, out var rune, out var length) == OperationStatus.Done;
            text.Append(rune.ToString());
            rest = rest[(isCharacter ? length : 1)..];
        }
        bytes.Clear();
    }
}
