namespace OmniHelix.Goldens;

/// <summary>
/// One kind of reference numbers, in a folder of its own. To add one: implement it in <c>Groups/</c>; it is found by reflection.
/// </summary>
internal interface IGoldenGroup
{
    /// <summary>The folder name, such as <c>checkpoints</c>.</summary>
    string Name { get; }

    /// <summary>True when a folder of another name has this group's layout.</summary>
    bool Recognises(string folder) => false;

    /// <summary>The cases found in <paramref name="folder"/>, by its structure only; nothing runs yet.</summary>
    IEnumerable<GoldenCase> Discover(string folder);
}

/// <summary>One reference case.</summary>
/// <param name="Name">Shown in listings, relative to the group: <c>good/zip_values.pt</c>.</param>
/// <param name="Path">The file or folder that holds it.</param>
/// <param name="Run">Compares and reports into the check; whatever it throws is a failure of the case.</param>
internal sealed record GoldenCase(string Name, string Path, Action<GoldenCheck> Run)
{
    /// <summary>A case whose kind is not implemented.</summary>
    public static GoldenCase NotUnderstood(string name, string path, string reason) => new(name, path, check => check.Skip(reason));
}
