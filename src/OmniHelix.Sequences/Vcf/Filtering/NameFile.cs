using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>A file with one name a line, <c>@file</c> in an expression; blank lines and blanks around names do not count.</summary>
internal static class NameFile
{
    /// <exception cref="OmniException">OH1001: it cannot be opened; OH1002, OH1003: its compression is damaged.</exception>
    public static HashSet<string> Read(string path)
    {
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        var names = new HashSet<string>();
        while (lines.TryRead(out var line))
            if (Encoding.UTF8.GetString(line).Trim() is { Length: > 0 } name) names.Add(name);
        return names;
    }
}

/// <summary>The names of a file, which can only be compared.</summary>
internal sealed class NamesNode(IReadOnlySet<string> names) : FilterNode
{
    public IReadOnlySet<string> Names { get; } = names;
}
