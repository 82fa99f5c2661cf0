using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>A piece is one token, or unknown.</summary>
internal sealed class WordLevel(SubwordVocabulary vocabulary, int? unknown) : SubwordModel(vocabulary)
{
    public override int? Unknown => unknown;

    public static WordLevel ReadModel(MapNode node)
    {
        var vocabulary = SubwordVocabulary.Read(node);
        return new WordLevel(vocabulary, vocabulary.IdOf(node.Text("unk_token") ?? "<unk>"));
    }

    public override void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens)
    {
        var id = Vocabulary.Find(piece);
        if (id < 0) id = unknown ?? throw NoUnknown(piece);
        tokens.Add(id, new TokenSpan(0, piece.Length));
    }
}
