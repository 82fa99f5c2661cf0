using System.Text.Json;
using OmniHelix.Documents;
using OmniHelix.Tokenizers.Decoding;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// The parts of a <c>tokenizer.json</c> on their own: a line with the configuration opens each case, and lines with what the part does to
/// one input follow.
/// </summary>
internal sealed class ComponentCases : ITokenizerCases
{
    private static readonly DocumentKind Kind =
        new("a component", new DocumentCodes("bad", "bad", "bad", "bad", "bad", "bad", "bad")) { IsUsage = false };

    private static readonly Dictionary<string, Action<MapNode, IReadOnlyList<JsonElement>, GoldenCheck>> Comparisons = new()
    {
        ["decoder"] = CompareDecoder,
    };

    public IEnumerable<GoldenCase>? Discover(string path) =>
        GoldenJson.AreLines(path) && GoldenJson.Lines(path).Take(1).Any(IsConfiguration) ? Cases(path) : null;

    private static bool IsConfiguration(JsonElement line) => line.TryGetProperty("case", out _)
        && line.EnumerateObject().ElementAtOrDefault(1).Value is { ValueKind: JsonValueKind.Object } component
        && component.TryGetProperty("type", out _);

    private static IEnumerable<GoldenCase> Cases(string path)
    {
        var lines = GoldenJson.Lines(path).ToList();
        for (var start = 0; start < lines.Count;)
        {
            var component = lines[start].EnumerateObject().ElementAt(1);
            var id = lines[start].GetProperty("case").GetString()!;
            var results = lines.Skip(start + 1).TakeWhile(line => line.GetProperty("case").GetString() == id).ToList();
            yield return Comparisons.TryGetValue(component.Name, out var compare)
                ? new GoldenCase(id, path, check => Compare(component.Value, results, compare, check))
                : GoldenCase.NotUnderstood(id, path, $"components of the kind {component.Name} are not read");
            start += 1 + results.Count;
        }
    }

    private static void Compare(
        JsonElement configuration,
        IReadOnlyList<JsonElement> results,
        Action<MapNode, IReadOnlyList<JsonElement>, GoldenCheck> compare,
        GoldenCheck check) => compare(Document.ParseJson(configuration.GetRawText(), "", Kind), results, check);

    private static void CompareDecoder(MapNode configuration, IReadOnlyList<JsonElement> results, GoldenCheck check)
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
}
