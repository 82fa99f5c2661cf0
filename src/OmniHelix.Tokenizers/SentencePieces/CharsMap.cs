using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// What of a text is replaced by what, as SentencePiece stores it (<c>precompiled_charsmap</c>): a double array of the keys in UTF-8
/// (Aoe 1989), followed by the replacements, which end with NUL. SentencePiece replaces the longest key at a place; the tokenizers of JSON
/// files look for the shortest.
/// </summary>
internal sealed class CharsMap
{
    private const uint IsValue = 1u << 31;

    // In bytes. Without a limit a small file could make a huge text of a small one.
    private const int LongestReplacement = 1024;

    private readonly uint[] units;
    private readonly ReadOnlyMemory<byte> replacements;

    private CharsMap(uint[] units, ReadOnlyMemory<byte> replacements)
    {
        this.units = units;
        this.replacements = replacements;
    }

    /// <summary>Reads a map.</summary>
    /// <param name="bytes">The map as it is stored.</param>
    /// <param name="place">The file, for errors.</param>
    /// <exception cref="OmniException">OH1534: the map is damaged.</exception>
    public static CharsMap Read(ReadOnlyMemory<byte> bytes, string place)
    {
        var stored = bytes.Span;
        if (stored.Length < sizeof(uint)) throw Damaged("has no size", place);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(stored);
        if (size > stored.Length - sizeof(uint) || size % sizeof(uint) != 0 || size == 0)
            throw Damaged(FormattableString.Invariant($"states {size} bytes of keys and has {stored.Length - sizeof(uint)} in all"), place);
        var units = new uint[size / sizeof(uint)];
        for (var i = 0; i < units.Length; i++) units[i] = BinaryPrimitives.ReadUInt32LittleEndian(stored[((i + 1) * sizeof(uint))..]);
        var map = new CharsMap(units, bytes[(sizeof(uint) + (int)size)..]);
        for (var i = 0u; i < units.Length; i++)
            if ((units[i] & IsValue) == 0 && EndsKey(units[i]) && !map.HasReplacement(i ^ Offset(units[i])))
                throw Damaged(
                    FormattableString.Invariant($"has a key without a replacement of at most {LongestReplacement} bytes at unit {i}"),
                    place);
        return map;
    }

    /// <summary>The longest key at the start of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its characters that the key covers.</param>
    /// <param name="replacement">What they become, in UTF-8.</param>
    /// <returns>False when no key stands there.</returns>
    public bool TryLongest(ReadOnlySpan<char> text, out int length, out ReadOnlySpan<byte> replacement) =>
        TryFind(text, longest: true, out length, out replacement);

    /// <summary>The shortest key at the start of a text.</summary>
    /// <inheritdoc cref="TryLongest"/>
    public bool TryShortest(ReadOnlySpan<char> text, out int length, out ReadOnlySpan<byte> replacement) =>
        TryFind(text, longest: false, out length, out replacement);

    private bool TryFind(ReadOnlySpan<char> text, bool longest, out int length, out ReadOnlySpan<byte> replacement)
    {
        length = 0;
        replacement = default;
        Span<byte> utf8 = stackalloc byte[4];
        var node = Offset(units[0]);
        for (var at = 0; at < text.Length && (longest || length == 0);)
        {
            if (Rune.DecodeFromUtf16(text[at..], out var rune, out var characters) != OperationStatus.Done) break;
            at += characters;
            var endsKey = false;
            foreach (var one in utf8[..rune.EncodeToUtf8(utf8)])
                if (!TryStep(ref node, one, out endsKey)) return length > 0;
            if (!endsKey) continue;
            length = at;
            replacement = Replacement(node);
        }
        return length > 0;
    }

    private bool TryStep(ref uint node, byte label, out bool endsKey)
    {
        endsKey = false;
        var at = node ^ label;
        if (at >= units.Length || (units[at] & (IsValue | 0xFF)) != label || label == 0) return false;
        endsKey = EndsKey(units[at]);
        node = at ^ Offset(units[at]);
        return true;
    }

    private ReadOnlySpan<byte> Replacement(uint node)
    {
        var rest = replacements.Span[(int)(units[node] & ~IsValue)..];
        return rest[..rest.IndexOf((byte)0)];
    }

    private bool HasReplacement(uint node)
    {
        if (node >= units.Length || (units[node] & ~IsValue) >= replacements.Length) return false;
        var rest = replacements.Span[(int)(units[node] & ~IsValue)..];
        return rest[..Math.Min(rest.Length, LongestReplacement + 1)].Contains((byte)0);
    }

    private static bool EndsKey(uint unit) => (unit >> 8 & 1) != 0;

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);

    private static OmniException Damaged(string what, string place) =>
        new("OH1534", $"the table of replaced characters {what}", place, "Fetch the file again: its precompiled_charsmap is damaged.");
}
