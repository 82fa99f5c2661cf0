using System.Text;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>
/// Cuts where the script changes; blanks and letters without a script belong to what is before them, and those at the start vanish.
/// </summary>
internal sealed class ScriptSplitter : PreTokenizer
{
    public override void Split(PreTokenizedText text) => text.Split(
        (piece, cuts) =>
        {
            UnicodeScript? last = null;
            var start = -1;
            for (var at = 0; at < piece.Length;)
            {
                Rune.DecodeFromUtf16(piece[at..], out var rune, out var units);
                var script = rune.Value == ' ' ? UnicodeScript.Unknown : ScriptOf(rune);
                if (script != UnicodeScript.Unknown && script != last)
                {
                    if (start >= 0) cuts.Add(new Cut(start, at, true));
                    start = at;
                    last = script;
                }
                at += units;
            }
            if (start >= 0) cuts.Add(new Cut(start, piece.Length, true));
        },
        SplitBehavior.Isolated);

    // Japanese mixes three, and a mark of length belongs to all of them.
    private static UnicodeScript ScriptOf(Rune rune) => UnicodeScripts.ScriptOf(rune) switch
    {
        UnicodeScript.Hiragana or UnicodeScript.Katakana => UnicodeScript.Han,
        _ when rune.Value == 0x30FC => UnicodeScript.Han,
        var script => script,
    };
}
