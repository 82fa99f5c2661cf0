using System.Text;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Workflows.Regions;

/// <summary>Lines of regions through the index beside a file.</summary>
internal static class IndexedLines
{
    /// <summary>Writes the lines, each once; false when there is no index to go by.</summary>
    public static bool TryWrite(Stream output, string path, WantedRegions wanted)
    {
        using var file = RegionLines.TryOpen(path);
        if (file is null) return false;
        var regions = wanted.InOrderOf(file.Names).ToList();
        HashSet<string> before = [];
        foreach (var region in regions)
        {
            HashSet<string> now = [];
            file.Visit(region, line =>
            {
                // What reaches from one region into the next was written with the first.
                if (regions.Count > 1)
                {
                    var text = Encoding.UTF8.GetString(line);
                    now.Add(text);
                    if (before.Contains(text)) return;
                }
                output.Write(line);
                output.WriteByte((byte)'\n');
            });
            before = now;
        }
        return true;
    }
}
