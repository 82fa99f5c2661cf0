using System.Text;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>Cuts into runs of word characters and runs of others; blanks vanish.</summary>
internal sealed class WordSplitter : PreTokenizer
{
    private enum Kind
    {
        Blank,
        Word,
        Other,
    }

    public override void Split(PreTokenizedText text) => text.Split(
        (piece, cuts) =>
        {
            var start = 0;
            var kind = Kind.Blank;
            for (var at = 0; at < piece.Length;)
            {
                Rune.DecodeFromUtf16(piece[at..], out var rune, out var units);
                if (KindOf(rune) is var next && next != kind)
                {
                    cuts.Add(new Cut(start, at, kind == Kind.Blank));
                    start = at;
                    kind = next;
                }
                at += units;
            }
            cuts.Add(new Cut(start, piece.Length, kind == Kind.Blank));
        },
        SplitBehavior.Removed);

    private static Kind KindOf(Rune rune) =>
        UnicodeLetters.IsWordCharacter(rune) ? Kind.Word : Rune.IsWhiteSpace(rune) ? Kind.Blank : Kind.Other;
}
