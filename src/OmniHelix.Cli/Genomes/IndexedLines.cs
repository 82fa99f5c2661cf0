using System.Text;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Cli.Genomes;

/// <summary>Lines of regions through the index beside a file.</summary>
internal static class IndexedLines
{
    /// <summary>Writes the lines, each once; false when there is no index to go by.</summary>
    public static bool TryWrite(TextWriter output, string path, WantedRegions wanted)
    {
        if (TabixIndex.PathFor(path) is null) return false;
        using var file = TabixFile.Open(path);
        HashSet<string> before = [];
        foreach (var region in wanted.InOrderOf(file.Index.Names))
        {
            HashSet<string> now = [];
            file.Visit(region, bytes =>
            {
                var line = Encoding.UTF8.GetString(bytes);
                now.Add(line);
                // What reaches from one region into the next was written with the first.
                if (!before.Contains(line)) output.Write(line + "\n");
            });
            before = now;
        }
        return true;
    }
}
