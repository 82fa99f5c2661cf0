using System.Security.Cryptography;
using System.Text;

namespace OmniHelix.Hub.Cache;

/// <summary>
/// The hashes by which hubs call contents: SHA-256 of large files, git's SHA-1 of small ones, told apart by their length.
/// </summary>
internal static class ContentHash
{
    /// <summary>Digits of a SHA-256.</summary>
    public const int Sha256Digits = 64;

    private const int GitDigits = 40, BufferSize = 1 << 20;

    /// <summary>Whether a name is a hash that can be computed.</summary>
    public static bool IsOne(string name) => name.Length is Sha256Digits or GitDigits && name.All(char.IsAsciiHexDigitLower);

    /// <summary>The hash of a file, of the kind of another one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The other hash.</param>
    public static string Of(string path, string like)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        if (like.Length == Sha256Digits) return Convert.ToHexStringLower(SHA256.HashData(file));
#pragma warning disable CA5350 // Git's own hash is SHA-1; it keeps no secret.
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        // Git hashes a file behind a line with its size.
        sha1.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {file.Length}\0")));
        var buffer = new byte[BufferSize];
        while (file.Read(buffer) is > 0 and var count) sha1.AppendData(buffer.AsSpan(0, count));
        return Convert.ToHexStringLower(sha1.GetHashAndReset());
    }
}
