namespace OmniHelix;

/// <summary>
/// The few lines of text that git leaves in place of a large file when git-lfs is not installed, or did not fetch it
/// (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
/// </summary>
public static class GitLfsPointer
{
    /// <summary>What to do about one.</summary>
    public const string Advice = "Run 'git lfs pull' in the folder it came from.";

    /// <summary>True for the first bytes of a pointer.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith("version https://git-lfs"u8);
}
