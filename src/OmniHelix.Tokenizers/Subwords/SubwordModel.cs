using OmniHelix.Documents;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Subwords;

/// <summary>Cuts a piece of text into tokens of a vocabulary, as the <c>model</c> of a <c>tokenizer.json</c> does.</summary>
internal abstract class SubwordModel
{
    private protected SubwordModel(SubwordVocabulary vocabulary) => Vocabulary = vocabulary;

    /// <summary>Tokens and their ids.</summary>
    public SubwordVocabulary Vocabulary { get; }

    /// <summary>The token for what the vocabulary lacks; null for none.</summary>
    public abstract int? Unknown { get; }

    /// <summary>Cuts a piece.</summary>
    /// <param name="piece">Text, not empty.</param>
    /// <param name="tokens">Receives the tokens; their spans count from the start of the piece.</param>
    /// <exception cref="OmniException">OH1514: the vocabulary lacks a part of the text, and there is no token for that.</exception>
    public abstract void Encode(ReadOnlySpan<char> piece, TokenBuffer tokens);

    /// <summary>Whether some piece gives this token; each model that finds the whole token in its own text.</summary>
    public virtual bool CanProduce(int id) => true;

    /// <summary>Whether the text of a token gives this token, and nothing else.</summary>
    private protected bool GivesItself(int id)
    {
        var tokens = new TokenBuffer();
        try
        {
            Encode(Vocabulary.TokenOf(id), tokens);
        }
        catch (OmniException e) when (e.Code == "OH1514")
        {
            return false;
        }
        return tokens.Count == 1 && tokens.Ids[0] == id;
    }

    /// <summary>Reads a model by its <c>type</c>, or by what it holds where the type is missing.</summary>
    /// <exception cref="OmniException">OH1506: an unknown type, or a setting of the wrong form.</exception>
    public static SubwordModel Read(MapNode node) => (node.Text("type") ?? TypeByContents(node)) switch
    {
        "WordLevel" => WordLevel.ReadModel(node),
        "WordPiece" => WordPiece.ReadModel(node),
        "BPE" => BytePairEncoding.ReadModel(node),
        "Unigram" => Unigram.ReadModel(node),
        _ => throw node.Wrong("type", "a model: BPE, Unigram, WordLevel or WordPiece"),
    };

    /// <summary>The error of text that the vocabulary lacks, where it has no token for that.</summary>
    private protected static OmniException NoUnknown(ReadOnlySpan<char> text) =>
        new("OH1514", $"the vocabulary has no token for '{text}', and names none for what it lacks", null,
            "Take out such letters, or name an unknown token (unk_token, unk_id) in tokenizer.json.");

    private static string TypeByContents(MapNode node) =>
        node.Has("merges") ? "BPE"
        : node.Has("max_input_chars_per_word") ? "WordPiece"
        : node.Find("vocab") is ListNode ? "Unigram"
        : "WordLevel";
}
