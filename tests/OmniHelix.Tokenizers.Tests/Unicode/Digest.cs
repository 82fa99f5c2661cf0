using System.Security.Cryptography;
using System.Text;

namespace OmniHelix.Tokenizers.Tests.Unicode;

/// <summary>The checksums of <c>eng/unicode-tables --sums</c>.</summary>
internal static class Digest
{
    /// <summary>All of Unicode, surrogates left out.</summary>
    public static IEnumerable<Rune> Scalars => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code));

    /// <summary>SHA-256 over the texts in UTF-8, each with a line feed.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts) hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
