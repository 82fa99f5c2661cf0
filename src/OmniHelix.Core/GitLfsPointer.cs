namespace OmniHelix;

/// <summary>
/// The few lines of text that git leaves in place of a large file when git-lfs is not installed, or did not fetch it
/// (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
/// </summary>
public static class GitLfsPointer
{
    /// <summary>What to do about one.</summary>
    public const string Advice = "Run 'git lfs pull' in the folder it came from.";

    /// <summary>Bytes that tell one.</summary>
    public const int Head = 23;

    /// <summary>True for the first bytes of a pointer.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith("version https://git-lfs"u8);

    /// <summary>Refuses a pointer where data were expected.</summary>
    /// <param name="start">The first bytes of a file.</param>
    /// <param name="path">Its name.</param>
    /// <exception cref="OmniException">OH1009: it is a pointer.</exception>
    public static void Refuse(ReadOnlySpan<byte> start, string path)
    {
        if (Is(start)) throw new OmniException("OH1009", "is a git-lfs pointer, not the data", path, Advice);
    }
}
