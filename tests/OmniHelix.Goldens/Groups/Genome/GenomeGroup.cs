namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// Sequences, containers, indexes, variants, intervals and windows: hands each folder to the class that knows it, and names those that none
/// knows.
/// </summary>
internal sealed class GenomeGroup : IGoldenGroup
{
    private static readonly IGenomeCases[] Parts =
    [
        .. typeof(IGenomeCases).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IGenomeCases)))
            .Select(t => (IGenomeCases)Activator.CreateInstance(t)!)
            .OrderBy(p => p.Folder, StringComparer.Ordinal),
    ];

    // Two of them side by side tell the group from a folder that merely uses one of the names.
    private static readonly string[] Folders = ["bed", "bgzip", "consensus", "faidx", "seq", "tabix", "vcf", "windows"];

    public string Name => "genome";

    public bool Recognises(string folder) => Folders.Count(f => Directory.Exists(Path.Combine(folder, f))) >= 2;

    public IEnumerable<GoldenCase> Discover(string folder) =>
        Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(Part);

    private static IEnumerable<GoldenCase> Part(string folder)
    {
        var name = Path.GetFileName(folder);
        var part = Parts.FirstOrDefault(p => p.Folder == name) ?? Parts.FirstOrDefault(p => p.Recognises(folder));
        var cases = part?.Discover(folder) ?? new UnknownGroup($"genome/{name}").Discover(folder);
        return cases.Select(c => c with { Name = c.Name is "." ? name : $"{name}/{c.Name}" });
    }
}
