using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers;

/// <summary>
/// Makes a <c>tokenizer.json</c> that the public libraries read, old ones too. Unigram models have the layout of genomeNLP, with blanks as
/// <c>▁</c>; the others cut at blanks and put BERT's tokens around a sequence where they have them.
/// </summary>
internal static class TokenizerDocument
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "tokenizer.json";

    private static readonly JsonSerializerOptions Written =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document.</summary>
    /// <param name="kind">What kind of model.</param>
    /// <param name="special">Special tokens, which have the first ids.</param>
    /// <param name="model">The model.</param>
    public static JsonObject Make(TokenModel kind, IReadOnlyList<string> special, JsonObject model) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. special.Select(AddedToken)]),
        ["normalizer"] = kind == TokenModel.Unigram ? BlankNormalizer() : null,
        ["pre_tokenizer"] = kind == TokenModel.Unigram ? Metaspace() : new JsonObject { ["type"] = "WhitespaceSplit" },
        ["post_processor"] = kind == TokenModel.Unigram ? null : Template(special),
        ["decoder"] = Decoder(kind),
        ["model"] = model,
    };

    /// <summary>A document as it is written.</summary>
    public static string Text(JsonObject document) => document.ToJsonString(Written) + "\n";

    /// <summary>A model without tokens.</summary>
    public static JsonObject Empty(TokenModel kind) => kind switch
    {
        TokenModel.Unigram => Unigram([], null),
        TokenModel.Bpe => Bpe([], [], null),
        TokenModel.WordPiece => WordPiece([], null),
        _ => WordLevel([], null),
    };

    /// <summary>A Unigram model.</summary>
    public static JsonObject Unigram(IReadOnlyList<(string Token, double Score)> vocabulary, int? unknown) => new()
    {
        ["type"] = "Unigram",
        ["unk_id"] = unknown,
        ["vocab"] = new JsonArray([.. vocabulary.Select(piece => new JsonArray(piece.Token, piece.Score))]),
        ["byte_fallback"] = false,
    };

    /// <summary>A model of byte pair encoding.</summary>
    public static JsonObject Bpe(IReadOnlyList<string> vocabulary, IReadOnlyList<BpeMerge> merges, string? unknown) => new()
    {
        ["type"] = "BPE",
        ["dropout"] = null,
        ["unk_token"] = unknown,
        ["continuing_subword_prefix"] = null,
        ["end_of_word_suffix"] = null,
        ["fuse_unk"] = false,
        ["vocab"] = Ids(vocabulary),
        ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)$"{vocabulary[merge.Left]} {vocabulary[merge.Right]}")]),
    };

    /// <summary>A WordPiece model.</summary>
    public static JsonObject WordPiece(IReadOnlyList<string> vocabulary, string? unknown) => new()
    {
        ["type"] = "WordPiece",
        ["unk_token"] = unknown ?? "[UNK]",
        ["continuing_subword_prefix"] = WordPieceTrainer.DefaultPrefix,
        ["max_input_chars_per_word"] = int.MaxValue,
        ["vocab"] = Ids(vocabulary),
    };

    /// <summary>A WordLevel model.</summary>
    public static JsonObject WordLevel(IReadOnlyList<string> vocabulary, string? unknown) => new()
    {
        ["type"] = "WordLevel",
        ["vocab"] = Ids(vocabulary),
        ["unk_token"] = unknown ?? "[UNK]",
    };

    private static JsonObject Ids(IReadOnlyList<string> vocabulary) =>
        new(vocabulary.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)JsonValue.Create(id))));

    private static JsonNode AddedToken(string content, int id) => new JsonObject
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject BlankNormalizer() => new()
    {
        ["type"] = "Sequence",
        ["normalizers"] = new JsonArray(
            new JsonObject { ["type"] = "Nmt" },
            new JsonObject { ["type"] = "NFKC" },
            new JsonObject { ["type"] = "Replace", ["pattern"] = new JsonObject { ["Regex"] = " {2,}" }, ["content"] = " " }),
    };

    // Both generations of the library read this spelling.
    private static JsonObject Metaspace() => new() { ["type"] = "Metaspace", ["replacement"] = "▁", ["add_prefix_space"] = true };

    private static JsonObject? Decoder(TokenModel kind) => kind switch
    {
        TokenModel.Unigram => Metaspace(),
        TokenModel.WordPiece => new()
        {
            ["type"] = "WordPiece",
            ["prefix"] = WordPieceTrainer.DefaultPrefix,
            ["cleanup"] = false,
        },
        TokenModel.Bpe => new() { ["type"] = "Fuse" },
        _ => null,
    };

    private static JsonObject? Template(IReadOnlyList<string> special)
    {
        var begin = special.FirstOrDefault(token => token is "[CLS]" or "<cls>" or "<s>");
        var end = special.FirstOrDefault(token => token is "[SEP]" or "<eos>" or "</s>");
        if (begin is null || end is null) return null;
        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(begin, 0), Sequence("A", 0), Special(end, 0)),
            ["pair"] = new JsonArray(Special(begin, 0), Sequence("A", 0), Special(end, 0), Sequence("B", 1), Special(end, 1)),
            ["special_tokens"] = new JsonObject { [begin] = Ids(begin), [end] = Ids(end) },
        };

        JsonObject Ids(string token) => new()
        {
            ["id"] = token,
            ["ids"] = new JsonArray(special.Index().First(entry => entry.Item == token).Index),
            ["tokens"] = new JsonArray(token),
        };

        static JsonNode Special(string token, int type) =>
            new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = type } };

        static JsonNode Sequence(string name, int type) =>
            new JsonObject { ["Sequence"] = new JsonObject { ["id"] = name, ["type_id"] = type } };
    }
}
