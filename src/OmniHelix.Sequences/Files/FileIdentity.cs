using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Files;

/// <summary>What a file is.</summary>
/// <param name="Kind">Its kind; null when neither its content nor its name tells.</param>
/// <param name="Container">What it is kept in; null when it lies there plainly.</param>
public sealed record FileIdentity(FileKind? Kind, FileContainer? Container)
{
    /// <summary><c>VCF in BGZF</c>.</summary>
    public override string ToString() => (Kind, Container) switch
    {
        ({ } kind, { } container) => $"{kind} in {container}",
        (null, { } container) => container.Name,
        (var kind, null) => kind?.Name ?? "a file of unknown kind",
    };
}
