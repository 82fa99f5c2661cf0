namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Tokenizers and their training: asks every kind of cases whether a folder, or a table in it, is its own, and names the tables that none
/// knows.
/// </summary>
internal sealed class TokenizersGroup : IGoldenGroup
{
    private static readonly string[] Tables = [".json", ".jsonl", ".json.gz", ".jsonl.gz"];

    private static readonly ITokenizerCases[] Kinds =
    [
        .. typeof(ITokenizerCases).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(ITokenizerCases)))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (ITokenizerCases)Activator.CreateInstance(t)!),
    ];

    public string Name => "tokenizers";

    public bool Recognises(string folder) => Directory.Exists(Path.Combine(folder, "components"));

    public IEnumerable<GoldenCase> Discover(string folder) => Walk(folder, folder);

    private static IEnumerable<GoldenCase> Walk(string root, string path)
    {
        var name = Path.GetRelativePath(root, path);
        if (Kinds.Select(kind => kind.Discover(path)).FirstOrDefault(cases => cases is not null) is { } found)
            return found.Select(one => one with { Name = $"{name}/{one.Name}" });
        if (!Directory.Exists(path)) return [GoldenCase.NotUnderstood(name, path, "no comparison for a table of this kind yet")];
        return Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal)
            .Where(entry => Directory.Exists(entry) || Tables.Any(table => entry.EndsWith(table, StringComparison.Ordinal)))
            .SelectMany(entry => Walk(root, entry));
    }
}
