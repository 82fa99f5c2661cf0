namespace OmniHelix.Goldens.Groups;

/// <summary>Tokenizers: <c>components/</c> has the parts of a <c>tokenizer.json</c> on their own.</summary>
internal sealed class TokenizersGroup : IGoldenGroup
{
    public string Name => "tokenizers";

    public bool Recognises(string folder) => Directory.Exists(Path.Combine(folder, "components"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "components"), "*.jsonl.gz").Order(StringComparer.Ordinal))
            foreach (var one in ComponentCases.Discover(Path.GetRelativePath(folder, path), path)) yield return one;
    }
}
