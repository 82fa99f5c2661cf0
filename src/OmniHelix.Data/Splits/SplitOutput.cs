namespace OmniHelix.Data.Splits;

/// <summary>Where splits are written, and as what.</summary>
/// <param name="Folder">It is replaced when it exists.</param>
/// <param name="Forms">Each split is written in all of them.</param>
public sealed record SplitOutput(string Folder, IReadOnlyList<SplitForm> Forms)
{
    /// <summary>Further files of the folder: their names and texts.</summary>
    public IReadOnlyList<(string Name, string Text)> Beside { get; init; } = [];
}
