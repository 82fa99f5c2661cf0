using System.Text;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Cli.Genomes;

/// <summary>Lines of regions through the index beside a file.</summary>
internal static class IndexedLines
{
    /// <summary>Writes the lines, each once; false when there is no index to go by.</summary>
    public static bool TryWrite(TextWriter output, string path, WantedRegions wanted)
    {
        using var file = RegionLines.TryOpen(path);
        if (file is null) return false;
        HashSet<string> before = [];
        foreach (var region in wanted.InOrderOf(file.Names))
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
