using System.Globalization;

namespace OmniHelix.TestKit.Hub;

/// <summary>A request as the stand-in got it.</summary>
/// <param name="Server">The <c>host:port</c> that was asked.</param>
/// <param name="Method">Such as GET.</param>
/// <param name="Target">Path and query, as they were sent.</param>
/// <param name="Headers">By name, whatever its case.</param>
/// <param name="Body">What was sent.</param>
public sealed record HttpCall(string Server, string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The path, unescaped.</summary>
    public string Path => Uri.UnescapeDataString(Target.Split('?')[0]);

    /// <summary>The first byte of the range that is asked for; null for all.</summary>
    public long? From => Headers.TryGetValue("Range", out var range) && range.StartsWith("bytes=", StringComparison.Ordinal)
        ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : null;

    /// <summary>The token that was sent; null for none.</summary>
    public string? Token => Headers.TryGetValue("Authorization", out var said) ? said["Bearer ".Length..] : null;
}
