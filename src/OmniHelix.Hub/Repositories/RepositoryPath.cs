using System.Text;
using System.Text.RegularExpressions;

namespace OmniHelix.Hub.Repositories;

/// <summary>
/// Names of files as a repository, or the index of its shards, says them. Whoever made the repository chose them, so none of them is joined
/// to a folder before it was looked at.
/// </summary>
public static partial class RepositoryPath
{
    private const int MostBytes = 1024, MostBytesOfAName = 255;

    /// <summary>Refuses a name that could lead out of a folder, or that some system gives another meaning.</summary>
    /// <param name="name">The path, with <c>/</c> between its parts.</param>
    /// <param name="source">Who says it, for the message.</param>
    /// <returns>The name.</returns>
    /// <exception cref="OmniException">OH3910.</exception>
    public static string Require(string name, string source) => Fault(name) is { } fault
        ? throw new OmniException(
            "OH3910", $"the file name '{Shown(name)}' is refused: {fault}", source,
            "Nothing of this repository was written. Tell its owner, and do not use it.")
        : name;

    private static string? Fault(string name)
    {
        if (name.Length == 0) return "it is empty";
        if (Encoding.UTF8.GetByteCount(name) > MostBytes) return $"it is longer than {MostBytes} bytes";
        if (name.Any(char.IsControl)) return "it has a control character";
        if (name.Contains('\\', StringComparison.Ordinal)) return "it has a backslash";
        if (name[0] == '/') return "it is absolute";
        if (Drive().IsMatch(name)) return "it names a drive";
        return name.Split('/').Select(FaultOfPart).FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfPart(string part) => part switch
    {
        "" => "a part of it is empty",
        "." or ".." => "it leads to another folder",
        _ when Encoding.UTF8.GetByteCount(part) > MostBytesOfAName => $"a part of it is longer than {MostBytesOfAName} bytes",
        [.., '.' or ' '] => "a part of it ends in a dot or a blank",
        _ when Reserved().IsMatch(part) => "a part of it is the name of a device",
        _ => null,
    };

    private static string Shown(string name)
    {
        var whole = string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
        return whole.Length > 80 ? whole[..80] + "…" : whole;
    }

    [GeneratedRegex(@"\A[A-Za-z]:")]
    private static partial Regex Drive();

    [GeneratedRegex(@"\A(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
