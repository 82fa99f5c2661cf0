using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Lists of people, one a line; blank lines are ignored.</summary>
public static class SampleList
{
    /// <summary>Reads a list.</summary>
    /// <exception cref="OmniException">
    /// OH1001: the file cannot be opened; OH1006: a line is longer than 2 GiB; OH1915: it names nobody.
    /// </exception>
    public static IReadOnlyList<string> Read(string path)
    {
        using var reader = new ByteLineReader(CompressedInput.Open(path), path);
        var names = new List<string>();
        while (reader.TryRead(out var line))
            if (Encoding.UTF8.GetString(line).Trim() is { Length: > 0 } name) names.Add(name);
        return names.Count > 0 ? names : throw new OmniException("OH1915", "the list of people is empty", path, "Write one name a line.");
    }
}
