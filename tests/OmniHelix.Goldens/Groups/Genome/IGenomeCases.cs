namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>One folder of the group <c>genome</c>. To add one: implement it in this folder; it is found by reflection.</summary>
internal interface IGenomeCases
{
    /// <summary>The folder name below <c>genome</c>, such as <c>faidx</c>.</summary>
    string Folder { get; }

    /// <summary>True when a folder of another name has this one's layout.</summary>
    bool Recognises(string folder) => false;

    /// <summary>
    /// The cases found in <paramref name="folder"/>, by its structure only; nothing runs yet. Names are relative to it, paths lie in it.
    /// </summary>
    IEnumerable<GoldenCase> Discover(string folder);
}
