using System.Text.Json;
using OmniHelix.Documents;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Decoding;
using OmniHelix.Tokenizers.Normalization;
using OmniHelix.Tokenizers.PreTokenization;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// The parts of a <c>tokenizer.json</c> on their own: a line with the configuration opens each case, and lines with what the part does to
/// one input follow.
/// </summary>
internal sealed class ComponentCases : ITokenizerCases
{
    private static readonly DocumentKind Kind =
        new("a component", new DocumentCodes("bad", "bad", "bad", "bad", "bad", "bad", "bad")) { IsUsage = false };

    private delegate void Comparison(
        MapNode configuration, IReadOnlyList<JsonElement> results, Lazy<Dictionary<string, string>> inputs, GoldenCheck check);

    private static readonly Dictionary<string, Comparison> Comparisons = new()
    {
        ["decoder"] = CompareDecoder,
        ["normalizer"] = CompareNormalizer,
        ["pre_tokenizer"] = ComparePreTokenizer,
        ["tokenizer"] = ComparePostProcessor,
    };

    public IEnumerable<GoldenCase>? Discover(string path) =>
        GoldenJson.AreLines(path) && GoldenJson.Lines(path).Take(1).Any(IsConfiguration) ? Cases(path) : null;

    private static bool IsConfiguration(JsonElement line) => line.TryGetProperty("case", out _)
        && line.EnumerateObject().ElementAtOrDefault(1).Value is { ValueKind: JsonValueKind.Object } component
        && (component.TryGetProperty("type", out _) || component.TryGetProperty("model", out _));

    private static IEnumerable<GoldenCase> Cases(string path)
    {
        var lines = GoldenJson.Lines(path).ToList();
        for (var start = 0; start < lines.Count;)
        {
            var component = lines[start].EnumerateObject().ElementAt(1);
            var id = lines[start].GetProperty("case").GetString()!;
            var results = lines.Skip(start + 1).TakeWhile(line => line.GetProperty("case").GetString() == id).ToList();
            yield return Comparisons.TryGetValue(component.Name, out var compare)
                ? new GoldenCase(id, path, check => Compare(path, component.Value, results, compare, check))
                : GoldenCase.NotUnderstood(id, path, $"components of the kind {component.Name} are not read");
            start += 1 + results.Count;
        }
    }

    private static void Compare(
        string path, JsonElement configuration, IReadOnlyList<JsonElement> results, Comparison compare, GoldenCheck check)
    {
        var text = TokenizerInputs.WithCharsMap(configuration.GetRawText(), path);
        compare(
            Document.ParseJson(text, "", Kind), results, new Lazy<Dictionary<string, string>>(() => TokenizerInputs.Texts(path)), check);
    }

    private static void CompareDecoder(
        MapNode configuration, IReadOnlyList<JsonElement> results, Lazy<Dictionary<string, string>> inputs, GoldenCheck check)
    {
        var decoder = TokenDecoders.Read(configuration);
        foreach (var (i, result) in results.Index())
        {
            var tokens = result.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!).ToList();
            var text = decoder.Decode(tokens);
            // The library crashes on some: any text is right.
            if (result.TryGetProperty("out", out var expected)) check.Equal($"out[{i}]", text, expected.GetString());
        }
    }

    private static void CompareNormalizer(
        MapNode configuration, IReadOnlyList<JsonElement> results, Lazy<Dictionary<string, string>> inputs, GoldenCheck check)
    {
        var normalizer = Normalizer.Read(configuration);
        foreach (var result in results)
        {
            var name = result.GetProperty("input").GetString()!;
            var text = new AlignedText();
            text.Load(inputs.Value[name], 0);
            normalizer.Normalize(text);
            var expected = result.TryGetProperty("out", out var changed) ? changed.GetString() : inputs.Value[name];
            check.Equal(name, text.Characters.ToString(), expected);
        }
    }

    private static void ComparePreTokenizer(
        MapNode configuration, IReadOnlyList<JsonElement> results, Lazy<Dictionary<string, string>> inputs, GoldenCheck check)
    {
        var preTokenizer = PreTokenizer.Read(configuration);
        foreach (var result in results)
        {
            var name = result.GetProperty("input").GetString()!;
            var input = inputs.Value[name];
            var text = new PreTokenizedText();
            text.Text.Load(input, 0);
            if (input.Length > 0) text.Pieces.Add(new Piece(0, input.Length, null));
            preTokenizer.Split(text);
            var spans = text.Pieces.Select(piece => text.Text.Original(piece.Start, piece.End)).ToArray();
            var got = new TokenizedSequence { Ids = [], Spans = spans, TypeIds = [], Sequences = new int[spans.Length] };
            check.Equal(
                $"{name}.offsets", TokenizerInputs.Numbers(EncodingComparison.Offsets(got, [input])),
                TokenizerInputs.Numbers(result.GetProperty("offsets")));
            if (!result.TryGetProperty("pieces", out var pieces)) continue;
            var written = text.Pieces.Select(piece => text.Text.Characters[piece.Start..piece.End].ToString());
            check.SameItems($"{name}.pieces", written, pieces.EnumerateArray().Select(piece => piece.GetString()!));
        }
    }

    private static void ComparePostProcessor(
        MapNode configuration, IReadOnlyList<JsonElement> results, Lazy<Dictionary<string, string>> inputs, GoldenCheck check)
    {
        var pipeline = TokenPipeline.Read(configuration);
        var tokenizer = new PipelineTokenizer(pipeline, new SpecialTokens(), new TokenizerOptions(), new TokenizerFiles([], []));
        foreach (var (i, result) in results.Index())
        {
            var first = result.GetProperty("a").GetString()!;
            var second = result.GetProperty("b").GetString();
            var options = new TokenizeOptions { AddSpecialTokens = result.GetProperty("add_special_tokens").GetBoolean() };
            var got = tokenizer.Tokenize(first, second, options);
            EncodingComparison.Compare($"{i}", got, result, second is null ? [first] : [first, second], tokenizer, check);
            var sequences = result.GetProperty("sequence_ids").EnumerateArray()
                .Select(id => id.ValueKind == JsonValueKind.Null ? -1 : id.GetInt32());
            check.Equal($"{i}.sequence_ids", TokenizerInputs.Numbers(got.Sequences), TokenizerInputs.Numbers(sequences));
        }
    }
}
