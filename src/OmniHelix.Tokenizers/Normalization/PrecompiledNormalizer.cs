using System.Globalization;
using System.Text;
using OmniHelix.Documents;
using OmniHelix.Tokenizers.SentencePieces;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>
/// SentencePiece's table of replaced characters as the tokenizers of JSON files apply it: to a whole grapheme of few bytes, else to each of
/// its characters, and what the shortest key that stands there becomes replaces all of it.
/// </summary>
internal sealed class PrecompiledNormalizer(CharsMap map) : Normalizer
{
    private const int MostBytesOfGrapheme = 5;

    /// <summary>Reads the table under <c>precompiled_charsmap</c>.</summary>
    public static PrecompiledNormalizer ReadMap(MapNode node)
    {
        var text = node.Text("precompiled_charsmap") ?? throw node.Wrong("precompiled_charsmap", "a text in base64");
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) throw node.Wrong("precompiled_charsmap", "a text in base64");
        return new PrecompiledNormalizer(CharsMap.Read(bytes.AsMemory(0, length), node.Place.ToString()));
    }

    public override void Normalize(AlignedText text)
    {
        var changes = new List<(Rune Rune, int Change)>(text.Length);
        var isChanged = false;
        ReadOnlySpan<char> rest = text.Characters;
        while (rest.Length > 0)
        {
            var grapheme = rest[..StringInfo.GetNextTextElementLength(rest)];
            rest = rest[grapheme.Length..];
            if (Encoding.UTF8.GetByteCount(grapheme) <= MostBytesOfGrapheme && TryReplace(grapheme, changes))
            {
                isChanged = true;
                continue;
            }
            while (grapheme.Length > 0)
            {
                Rune.DecodeFromUtf16(grapheme, out var rune, out var units);
                if (TryReplace(grapheme[..units], changes)) isChanged = true;
                else changes.Add((rune, 0));
                grapheme = grapheme[units..];
            }
        }
        if (isChanged) text.Apply(changes);
    }

    private bool TryReplace(ReadOnlySpan<char> part, List<(Rune Rune, int Change)> changes)
    {
        if (!map.TryShortest(part, out _, out var replacement)) return false;
        var before = changes.Count;
        var former = CountRunes(part);
        foreach (var rune in Encoding.UTF8.GetString(replacement).EnumerateRunes())
            changes.Add((rune, changes.Count - before < former ? 0 : 1));
        // What is left over vanishes with the character before.
        var vanished = former - (changes.Count - before);
        if (vanished > 0 && changes.Count > 0) changes[^1] = (changes[^1].Rune, changes[^1].Change - vanished);
        return true;
    }

    private static int CountRunes(ReadOnlySpan<char> part)
    {
        var count = 0;
        foreach (var _ in part.EnumerateRunes()) count++;
        return count;
    }
}
