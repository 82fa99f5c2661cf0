using System.Buffers;
using System.Text;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Tokens that are cut out of a text before anything else looks at it: of several the leftmost, and of those the longest.
/// </summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, AddedToken> byId = [];
    private readonly SearchValues<char> firstLetters;
    private readonly TokenTrie trie;

    /// <param name="tokens">Tokens as they are looked for.</param>
    public AddedTokens(IReadOnlyList<AddedToken> tokens)
    {
        foreach (var token in tokens) byId[token.Id] = token;
        firstLetters = SearchValues.Create(
            [.. tokens.Where(token => token.Content.Length > 0).Select(token => token.Content[0]).Distinct()]);
        trie = new TokenTrie(tokens.Select(token => (token.Content, token.Id)));
    }

    /// <summary>Cuts a text into tokens and the text between them, in order.</summary>
    /// <param name="text">Text.</param>
    /// <param name="parts">Receives them: start, end, and the id of a token.</param>
    public void Cut(ReadOnlySpan<char> text, List<(int Start, int End, int? Token)> parts)
    {
        parts.Clear();
        var written = 0;
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(firstLetters) is >= 0 and var skipped;)
        {
            at += skipped;
            var (id, length) = trie.Longest(text[at..]);
            if (id < 0)
            {
                at++;
                continue;
            }
            var token = byId[id];
            var end = at + length;
            if (token.SingleWord && (EndsInWord(text[..at]) || BeginsWithWord(text[end..])))
            {
                at = end;
                continue;
            }
            var start = token.LStrip ? Math.Max(written, text[..at].TrimEnd().Length) : at;
            if (token.RStrip) end = text.Length - text[end..].TrimStart().Length;
            if (start > written) parts.Add((written, start, null));
            parts.Add((start, end, id));
            written = end;
            at = end;
        }
        if (written < text.Length) parts.Add((written, text.Length, null));
    }

    private static bool EndsInWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && UnicodeLetters.IsWordCharacter(rune);

    private static bool BeginsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && UnicodeLetters.IsWordCharacter(rune);
}

/// <summary>A token that is cut out of the text.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
internal sealed record AddedToken(string Content, int Id)
{
    /// <summary>It counts only between characters that are no part of a word.</summary>
    public bool SingleWord { get; init; }

    /// <summary>It takes the blanks before it.</summary>
    public bool LStrip { get; init; }

    /// <summary>It takes the blanks behind it.</summary>
    public bool RStrip { get; init; }

    /// <summary>It is looked for in the normalised text.</summary>
    public bool Normalized { get; init; }

    /// <summary>It is left out of decoded text with the special tokens.</summary>
    public bool Special { get; init; }
}
