using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>
/// BERT's model: from the left the longest token, those that go on a word written with a prefix; a word that cannot be cut wholly, or is
/// too long, is one unknown token.
/// </summary>
internal sealed class WordPiece : SubwordModel
{
    /// <summary>The prefix of tokens that go on a word, where a file names none.</summary>
    public const string UsualPrefix = "##";

    /// <summary>Most characters of a word, where a file does not say it.</summary>
    public const int UsualLimit = 100;

    private readonly TokenTrie first;
    private readonly TokenTrie further;
    private readonly int? unknown;
    private readonly int mostCharacters;

    /// <param name="vocabulary">Tokens.</param>
    /// <param name="unknown">For words that cannot be cut.</param>
    /// <param name="prefix">Of tokens that go on a word.</param>
    /// <param name="mostCharacters">Longer words are unknown.</param>
    public WordPiece(SubwordVocabulary vocabulary, int? unknown, string prefix = UsualPrefix, int mostCharacters = UsualLimit)
        : base(vocabulary)
    {
        this.unknown = unknown;
        this.mostCharacters = mostCharacters;
        first = new TokenTrie(vocabulary.Entries);
        further = new TokenTrie(
            vocabulary.Entries.Where(entry => entry.Token.StartsWith(prefix, StringComparison.Ordinal))
                .Select(entry => (entry.Token[prefix.Length..], entry.Id)));
    }

    public override int? Unknown => unknown;

    public static WordPiece ReadModel(MapNode node)
    {
        var vocabulary = SubwordVocabulary.Read(node);
        return new WordPiece(
            vocabulary,
            vocabulary.IdOf(node.Text("unk_token") ?? "[UNK]"),
            node.Text("continuing_subword_prefix") ?? UsualPrefix,
            node.Integer("max_input_chars_per_word", least: 0) ?? UsualLimit);
    }

    public override void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var before = tokens.Count;
        if (CountCharacters(piece) <= mostCharacters)
        {
            var at = 0;
            while (at < piece.Length)
            {
                var (id, length) = (at == 0 ? first : further).Longest(piece[at..]);
                if (id < 0) break;
                tokens.Add(id, new TokenSpan(at, at + length));
                at += length;
            }
            if (at == piece.Length) return;
        }
        tokens.Remove(before, tokens.Count);
        tokens.Add(unknown ?? throw NoUnknown(piece), new TokenSpan(0, piece.Length));
    }

    private static int CountCharacters(ReadOnlySpan<char> piece)
    {
        var count = 0;
        foreach (var letter in piece)
            if (!char.IsLowSurrogate(letter)) count++;
        return count;
    }
}
