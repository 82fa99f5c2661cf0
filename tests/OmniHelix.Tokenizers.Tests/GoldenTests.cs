using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmniHelix.Tokenizers.Tests;

/// <summary>Exact ids of the public implementation; see tests/goldens/tokenizers/README.md.</summary>
public class GoldenTests
{
    private static readonly string Root = SourceTree.PathOf("tests", "goldens", "tokenizers");
    private static readonly ConcurrentDictionary<string, string> Inputs = new(
        File.ReadLines(Path.Combine(Root, "inputs.jsonl")).Select(l => JsonNode.Parse(l)!).ToDictionary(
            n => n["id"]!.GetValue<string>(), n => n["text"]!.GetValue<string>()));

    public static TheoryData<string> Folders() =>
        [.. Directory.GetDirectories(Path.Combine(Root, "folders")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void IdsTokensAndDecodedTextEqualTheReference(string name)
    {
        var folder = Path.Combine(Root, "folders", name);
        var tokenizer = OmniTokenizer.FromPretrained(folder);
        using var saved = new TemporaryFolder();
        tokenizer.SavePretrained(saved.Path);
        var again = OmniTokenizer.FromPretrained(saved.Path);
        var checkedCalls = 0;
        foreach (var call in ReadExpected(folder))
        {
            if (call["class"] is not null)
            {
                CheckRoles(tokenizer, call);
                continue;
            }
            checkedCalls += Check(tokenizer, call) + Check(again, call);
        }
        Assert.InRange(checkedCalls, 20, int.MaxValue);
    }

    private static int Check(OmniTokenizer tokenizer, JsonNode call)
    {
        var args = call["args"]?.AsObject();
        switch (call["call"]!.GetValue<string>())
        {
            case "single" when call["out"] is { } result && (args is null || (args.Count == 1 && args.ContainsKey("add_special_tokens"))):
                var text = Text(call);
                var got = tokenizer.Tokenize(text);
                var ids = args is null ? got.Ids : [.. got.Ids.Where((_, i) => !got.Spans[i].IsEmpty)];
                Assert.Equal(Ints(result["input_ids"]!), ids);
                CheckSpans(tokenizer, text, got);
                return 1;
            case "pair" when args is null && call["inputs"] is { } inputs:
                string[] pair = [.. Strings(inputs).Select(name => Inputs[name])];
                if (call["out"] is { } joined) Assert.Equal(Ints(joined["input_ids"]!), tokenizer.Tokenize(pair[0], pair[1]).Ids);
                else Assert.Equal("OH1507", Assert.Throws<OmniException>(() => tokenizer.Tokenize(pair[0], pair[1])).Code);
                return 1;
            case "tokenize":
                var pieces = tokenizer.Tokenize(Text(call));
                Assert.Equal(Strings(call["out"]!), pieces.Spans.Where(s => !s.IsEmpty).Select(s => Text(call)[s.Start..s.End]));
                return 1;
            case "decode" when args?.ContainsKey("clean_up_tokenization_spaces") != true:
                Assert.Equal(
                    call["out"]!.GetValue<string>(),
                    tokenizer.Decode(Ints(call["ids"]!), args?["skip_special_tokens"]?.GetValue<bool>() ?? false));
                return 1;
            case "convert_ids_to_tokens":
                Assert.Equal(Strings(call["out"]!), Ints(call["ids"]!).Select(tokenizer.TokenOf));
                return 1;
            case "convert_tokens_to_ids":
                var found = Strings(call["tokens"]!).Select(token => tokenizer.IdOf(token) ?? tokenizer.Special.Unknown!.Value);
                Assert.Equal(Ints(call["out"]!), found);
                return 1;
            default:
                return 0;
        }
    }

    private static void CheckSpans(OmniTokenizer tokenizer, string text, TokenizedSequence got)
    {
        var end = 0;
        for (var t = 0; t < got.Ids.Length; t++)
        {
            var span = got.Spans[t];
            if (span.IsEmpty) continue;
            Assert.True(span.Start >= end);
            if (got.Ids[t] != tokenizer.Special.Unknown) Assert.Equal(tokenizer.TokenOf(got.Ids[t]), text[span.Start..span.End]);
            end = span.End;
        }
    }

    private static void CheckRoles(OmniTokenizer tokenizer, JsonNode head)
    {
        var special = tokenizer.Special;
        var expected = head["roles"]!.AsObject().ToDictionary(r => r.Key, r => r.Value![1]?.GetValue<int>());
        Assert.Equal(expected["pad"], special.Pad);
        Assert.Equal(expected["unk"], special.Unknown);
        Assert.Equal(expected["cls"], special.Cls);
        Assert.Equal(expected["eos"], special.Eos);
        Assert.Equal(expected["mask"], special.Mask);
        Assert.Equal(head["len"]!.GetValue<int>(), tokenizer.VocabularySize);
        Assert.Equal(head["num_special_tokens_to_add"]![0]!.GetValue<int>(), tokenizer.Template.Count);
        var ofPair = head["num_special_tokens_to_add"]![1]!;
        Assert.Equal(ofPair.GetValueKind() == JsonValueKind.Number ? ofPair.GetValue<int>() : null, tokenizer.Template.CountOfPair);
        var limit = head["model_max_length"]!;
        Assert.Equal(limit.GetValueKind() == JsonValueKind.Number ? limit.GetValue<int>() : int.MaxValue, tokenizer.MaxLength);
    }

    // A call that names an input and holds a text gives the name to later calls.
    private static string Text(JsonNode call)
    {
        if (call["text"] is not { } text) return Inputs[call["input"]!.GetValue<string>()];
        if (call["input"] is { } name) Inputs.TryAdd(name.GetValue<string>(), text.GetValue<string>());
        return text.GetValue<string>();
    }

    private static int[] Ints(JsonNode node) => [.. node.AsArray().Select(n => n!.GetValue<int>())];
    private static string[] Strings(JsonNode node) => [.. node.AsArray().Select(n => n!.GetValue<string>())];

    private static IEnumerable<JsonNode> ReadExpected(string folder)
    {
        var plain = Path.Combine(folder, "expected.jsonl");
        using Stream stream = File.Exists(plain)
            ? File.OpenRead(plain)
            : new GZipStream(File.OpenRead(plain + ".gz"), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return JsonNode.Parse(line)!;
    }
}
