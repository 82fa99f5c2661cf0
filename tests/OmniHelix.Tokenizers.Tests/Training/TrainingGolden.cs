using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

/// <summary>What the reference trainers made of small corpora; see tests/goldens/tokenizers/README.md.</summary>
internal static class TrainingGolden
{
    private static readonly string Folder = SourceTree.PathOf("tests", "goldens", "tokenizers", "train");

    public static IReadOnlyList<JsonNode> Cases { get; } =
        [.. Encoding.UTF8.GetString(Unzip("bpe_wordpiece_wordlevel.jsonl.gz")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)];

    public static WordCounts Words(JsonNode golden)
    {
        var words = new WordCounts();
        var corpus = JsonNode.Parse(Unzip($"corpus.{golden["corpus"]}.txt.gz"))!.AsArray();
        foreach (var text in corpus.Select(item => item!.GetValue<string>()))
            foreach (var word in Split(text, golden["pre_tokenizer"]?.GetValue<string>())) words.Add(word);
        return words;
    }

    private static IEnumerable<string> Split(string text, string? preTokenizer) => preTokenizer switch
    {
        null => [text],
        "ws" => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        "bert" => Regex.Matches(text, @"\p{P}|[$+<=>^`|~]|[^\s\p{P}$+<=>^`|~]+").Select(match => match.Value),
        "bytelevel" => Regex.Matches(text, @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
            .Select(match => string.Concat(Encoding.UTF8.GetBytes(match.Value).Select(ByteAlphabet.OfByte))),
        _ => throw new ArgumentException(preTokenizer),
    };

    private static byte[] Unzip(string name)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
