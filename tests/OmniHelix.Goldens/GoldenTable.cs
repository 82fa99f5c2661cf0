namespace OmniHelix.Goldens;

/// <summary>A tab-separated table with a header line.</summary>
internal static class GoldenTable
{
    /// <summary>The rows, each by column name; tabs beyond the last column belong to it.</summary>
    public static List<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split('\t');
        return [.. lines.Skip(1).Where(l => l.Length > 0)
            .Select(l => columns.Zip(l.Split('\t', columns.Length)).ToDictionary(p => p.First, p => p.Second))];
    }
}
