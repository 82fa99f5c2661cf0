using System.Text.Json;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Files that hold no cases: texts that records of other tables name, counts over tables, tokenizers that stand beside a table.
/// </summary>
internal sealed class TokenizerSideTables : ITokenizerCases
{
    public IEnumerable<GoldenCase>? Discover(string path)
    {
        if (Directory.Exists(path)) return null;
        if (Path.GetFileName(path) == "tokenizer.json") return [];
        if (!GoldenJson.AreLines(path) || GoldenJson.Lines(path).FirstOrDefault() is not { ValueKind: JsonValueKind.Object } first)
            return null;
        string[] names = [.. first.EnumerateObject().Select(property => property.Name)];
        return names is ["id", "text"] || names is ["folder", _, "4.23.0_fast", "4.23.0_slow"] ? [] : null;
    }
}
