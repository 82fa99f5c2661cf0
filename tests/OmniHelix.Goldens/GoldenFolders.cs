namespace OmniHelix.Goldens;

/// <summary>A group and the cases of it to run.</summary>
internal sealed record FoundGroup(string Name, IReadOnlyList<GoldenCase> Cases);

/// <summary>Finds groups and cases on disk.</summary>
internal static class GoldenFolders
{
    // Groups that exist as reference data; those without a class in Groups/ are counted and named as skipped.
    private static readonly string[] Planned =
    [
        "cells", "checkpoints", "classic", "dna", "encoders", "expression", "files", "genome",
        "long-context", "lora", "metrics", "powerlaw", "rna", "tokenizers", "training",
    ];

    /// <summary>Every group: one class in <c>Groups/</c> each, and a walk over those that have none yet.</summary>
    public static IReadOnlyList<IGoldenGroup> Known { get; } = WithPlanned(
    [
        .. typeof(IGoldenGroup).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IGoldenGroup))
                && t.GetConstructor(Type.EmptyTypes) is not null)
            .Select(t => (IGoldenGroup)Activator.CreateInstance(t)!)
            .OrderBy(g => g.Name, StringComparer.Ordinal),
    ]);

    /// <summary><paramref name="folder"/> may hold groups, be a group, or be a part of one.</summary>
    /// <exception cref="UsageException">OH2991 when the folder does not exist, OH2992 when it holds no case, OH2993 when a named group is
    /// not there.</exception>
    public static IReadOnlyList<FoundGroup> Find(string folder, IReadOnlyCollection<string> names, IReadOnlyList<IGoldenGroup> known)
    {
        if (!Directory.Exists(folder))
            throw new UsageException("OH2991", "there is no such folder", folder, "Name a folder of reference cases.");
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var groups = Locate(folder, known);
        foreach (var name in names)
            if (groups.All(g => g.Group.Name != name))
                throw new UsageException("OH2993", $"there is no group '{name}' here", folder,
                    NearestName.Ask(name, groups.Select(g => g.Group.Name))
                        ?? $"Groups found: {string.Join(", ", groups.Select(g => g.Group.Name))}.");

        var found = groups
            .Where(g => names.Count == 0 || names.Contains(g.Group.Name))
            .Select(g => new FoundGroup(g.Group.Name, [.. Cases(g.Group, g.Folder).Where(c => IsWithin(c.Path, folder))]))
            .Where(g => g.Cases.Count > 0)
            .ToList();
        return found.Count > 0 ? found : throw new UsageException(
            "OH2992",
            "no reference case was found",
            folder,
            "Name the folder that holds the groups, or one group.");
    }

    /// <summary>The folder <c>tests/goldens</c> of the repository that <paramref name="start"/> lies in, or null.</summary>
    public static string? FindDefault(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var goldens = Path.Combine(folder.FullName, "tests", "goldens");
            if (Directory.Exists(goldens) && File.Exists(Path.Combine(folder.FullName, "OmniHelix.slnx"))) return goldens;
        }
        return null;
    }

    private static List<(IGoldenGroup Group, string Folder)> Locate(string folder, IReadOnlyList<IGoldenGroup> groups)
    {
        if (Recognise(folder, groups) is { } itself) return [(itself, folder)];

        var children = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .Select(child => (Group: Recognise(child, groups), Folder: child)).ToList();
        if (children.Exists(c => c.Group is not null))
            return [.. children.Select(c => (c.Group ?? new UnknownGroup(Path.GetFileName(c.Folder)), c.Folder))];

        for (var part = Directory.GetParent(folder); part is not null; part = part.Parent)
            if (Recognise(part.FullName, groups) is { } around) return [(around, part.FullName)];
        return [(new UnknownGroup(Path.GetFileName(folder)), folder)];
    }

    private static IGoldenGroup? Recognise(string folder, IReadOnlyList<IGoldenGroup> groups) =>
        groups.FirstOrDefault(g => g.Name == Path.GetFileName(folder)) ?? groups.FirstOrDefault(g => g.Recognises(folder));

    private static IEnumerable<GoldenCase> Cases(IGoldenGroup group, string folder)
    {
        try
        {
            return [.. group.Discover(folder)];
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or OmniException or IOException or InvalidOperationException
            or KeyNotFoundException)
        {
            return [new GoldenCase("(discovery)", folder, check => check.Fail("discovery", e.Message, "a readable case list"))];
        }
    }

    private static bool IsWithin(string path, string folder)
    {
        var full = Path.GetFullPath(path);
        return full == folder || full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static List<IGoldenGroup> WithPlanned(List<IGoldenGroup> implemented) =>
        [.. implemented, .. Planned.Where(name => implemented.All(g => g.Name != name)).Select(name => new UnknownGroup(name))];
}
