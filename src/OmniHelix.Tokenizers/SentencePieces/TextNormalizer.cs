using System.Text;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.SentencePieces;

/// <summary>
/// Changes text as SentencePiece does before it cuts it: characters are replaced, the longest key first; blanks at the ends are left out
/// and several become one; a blank is added; blanks become U+2581.
/// </summary>
internal sealed class TextNormalizer
{
    /// <summary>What stands for a blank in pieces.</summary>
    public const char BlankSign = '\u2581';

    private const int UsualReplacement = 64;

    private readonly SentencePieceNormalizerSpec spec;
    private readonly CharsMap? map;
    private readonly TokenTrie kept;
    private readonly bool blankBehind;
    private readonly char blank;

    /// <param name="spec">What is done.</param>
    /// <param name="kept">Texts in which nothing is replaced.</param>
    /// <param name="blankBehind">The added blank stands behind the text, not before it.</param>
    /// <param name="place">The file, for errors.</param>
    /// <exception cref="OmniException">OH1534: the table of replaced characters is damaged.</exception>
    public TextNormalizer(SentencePieceNormalizerSpec spec, TokenTrie kept, bool blankBehind, string place)
    {
        this.spec = spec;
        this.kept = kept;
        this.blankBehind = blankBehind;
        map = spec.CharsMap.IsEmpty ? null : CharsMap.Read(spec.CharsMap, place);
        blank = spec.EscapeWhitespaces ? BlankSign : ' ';
    }

    /// <summary>Changes a text; of one that has nothing but blanks nothing may be left.</summary>
    public NormalizedText Normalize(ReadOnlySpan<char> text)
    {
        var normalized = new NormalizedText(text.Length + 1);
        Span<char> room = stackalloc char[UsualReplacement];
        scoped ReadOnlySpan<char> becomes;
        var at = 0;
        if (spec.RemoveExtraWhitespaces)
            for (var length = 0; at < text.Length; at += length)
            {
                length = Next(text[at..], room, out becomes);
                if (becomes is not " ") break;
            }
        if (at == text.Length) return normalized;

        if (spec.AddDummyPrefix && !blankBehind) normalized.Add(blank, at);
        var afterBlank = spec.RemoveExtraWhitespaces;
        while (at < text.Length)
        {
            var length = Next(text[at..], room, out becomes);
            if (afterBlank) becomes = becomes.TrimStart(' ');
            foreach (var character in becomes) normalized.Add(character == ' ' ? blank : character, at);
            if (!becomes.IsEmpty) afterBlank = spec.RemoveExtraWhitespaces && becomes[^1] == ' ';
            at += length;
        }
        normalized.End(at);
        while (spec.RemoveExtraWhitespaces && normalized.Length > 0 && normalized.Characters[^1] == blank) normalized.RemoveLast();
        if (spec.AddDummyPrefix && blankBehind)
        {
            at = normalized.Origins[^1];
            normalized.Add(blank, at);
            normalized.End(at);
        }
        return normalized;
    }

    // What stands at the start of a text and what it becomes, which may lie in the room that is given.
    private int Next(ReadOnlySpan<char> text, Span<char> room, out ReadOnlySpan<char> becomes)
    {
        var (_, length) = kept.Longest(text);
        if (length == 0 && map is not null && map.TryLongest(text, out length, out var replacement))
        {
            if (replacement.Length > room.Length) room = new char[replacement.Length];
            becomes = room[..Encoding.UTF8.GetChars(replacement, room)];
            return length;
        }
        if (length == 0 && Rune.DecodeFromUtf16(text, out var rune, out length) != System.Buffers.OperationStatus.Done)
        {
            becomes = rune.EncodeToUtf16(room) == 1 ? room[..1] : default;
            return length;
        }
        becomes = text[..length];
        return length;
    }
}
