using OmniHelix.Documents;
using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>SentencePiece's way with blanks: each becomes a visible character, which begins a word.</summary>
/// <param name="replacement">The character for a blank, <c>▁</c>.</param>
/// <param name="prefix">When a text that does not begin with it gets one in front.</param>
/// <param name="split">Whether each word is a piece.</param>
internal sealed class MetaspacePreTokenizer(char replacement, MetaspacePrefix prefix, bool split) : PreTokenizer
{
    private readonly TextPattern blank = new(replacement.ToString());

    /// <summary>Reads the settings, those of older files too.</summary>
    public static MetaspacePreTokenizer ReadSettings(MapNode node)
    {
        var replacement = node.Text("replacement") ?? "▁";
        if (replacement.Length != 1) throw node.Wrong("replacement", "one character");
        return new MetaspacePreTokenizer(replacement[0], ReadPrefix(node), node.Flag("split") ?? true);
    }

    public override void Split(PreTokenizedText text)
    {
        foreach (var piece in text.Pieces)
            if (piece.Token is null) text.Text.Characters[piece.Start..piece.End].Replace(' ', replacement);
        if (text.Pieces.Exists(piece => NeedsPrefix(text.Text, piece))) AddPrefixes(text);
        if (split) text.Split(blank, SplitBehavior.MergedWithNext);
    }

    /// <summary>Reads <c>prepend_scheme</c> and <c>add_prefix_space</c>.</summary>
    internal static MetaspacePrefix ReadPrefix(MapNode node)
    {
        var old = node.Flag("add_prefix_space");
        return node.Text("prepend_scheme") switch
        {
            null => old == false ? MetaspacePrefix.Never : MetaspacePrefix.Always,
            "never" => MetaspacePrefix.Never,
            "always" or "first" when old == false =>
                throw node.Wrong("add_prefix_space", "true, or no such key, beside this prepend_scheme"),
            "always" => MetaspacePrefix.Always,
            "first" => MetaspacePrefix.First,
            _ => throw node.Wrong("prepend_scheme", "always, first or never"),
        };
    }

    private bool NeedsPrefix(AlignedText text, Piece piece) =>
        piece.Token is null
        && prefix != MetaspacePrefix.Never
        && text.Characters[piece.Start] != replacement
        && (prefix == MetaspacePrefix.Always || text.Original(piece.Start, piece.End).Start == 0);

    private void AddPrefixes(PreTokenizedText text)
    {
        if (text.Pieces is [var whole] && whole.Start == 0 && whole.End == text.Text.Length)
        {
            text.Text.Prepend(replacement.ToString());
            text.Pieces[0] = new Piece(0, text.Text.Length, null);
            return;
        }
        var needed = text.Pieces.Where(piece => NeedsPrefix(text.Text, piece)).Select(piece => piece.Start).ToHashSet();
        text.Rewrite((written, piece) =>
        {
            if (needed.Contains(piece.Start)) written.Insert([replacement], written.FormerOrigin(piece.Start));
            written.Keep(piece.Start, piece.End);
        });
    }
}

/// <summary>When a text gets the character for a blank in front.</summary>
internal enum MetaspacePrefix
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>At the beginning of the original only.</summary>
    First,

    /// <summary>Never.</summary>
    Never,
}
