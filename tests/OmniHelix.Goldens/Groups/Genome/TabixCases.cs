using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>tabix: indexes built anew, compared after decompression, and the lines of regions with either kind of index.</summary>
internal sealed class TabixCases : IGenomeCases
{
    public string Folder => "tabix";

    public bool Recognises(string folder) =>
        Directory.EnumerateFiles(folder, "*.tbi").Any() && File.Exists(Path.Combine(folder, "queries.tsv"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var index in Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".tbi" or ".csi")
            .Order(StringComparer.Ordinal))
            yield return new GoldenCase($"index {Path.GetFileName(index)}", index, check => Build(check, index));
        var queries = Path.Combine(folder, "queries.tsv");
        if (!File.Exists(queries)) yield break;
        foreach (var row in GoldenTable.Read(queries))
            foreach (var kind in new[] { ".tbi", ".csi" }.Where(kind => File.Exists(Path.Combine(folder, row["file"] + kind))))
                yield return new GoldenCase(
                    $"{row["file"]}{kind} {row["region"]}",
                    queries,
                    check => Query(check, Path.Combine(folder, row["file"]), kind, row));
    }

    private static void Build(GoldenCheck check, string expected)
    {
        using var copy = new CopiedFile(Path.ChangeExtension(expected, null));
        var built = TabixFile.BuildIndex(copy.Path, csi: expected.EndsWith(".csi", StringComparison.Ordinal));
        check.Equal("decompressed index", Convert.ToHexString(Content(built)), Convert.ToHexString(Content(expected)));
    }

    private static void Query(GoldenCheck check, string path, string kind, IReadOnlyDictionary<string, string> row)
    {
        using var copy = new CopiedFile(path, kind);
        using var file = TabixFile.Open(copy.Path);
        var ids = new List<string>();
        try
        {
            file.Visit(GenomicRegion.Parse(row["region"], file.Index.Names), line => ids.Add(Name(line, file.Index.Format!)));
        }
        // tabix finds nothing on a contig that it does not know.
        catch (OmniException e) when (e.Code == "OH1020")
        {
        }
        check.Equal("result", "ok", row["result"]);
        check.Equal("count", ids.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), row["count"]);
        var expected = row["first_ids"] == "." ? [] : row["first_ids"].Split(',');
        check.SameItems("ids", ids.Take(expected.Length), expected);
    }

    /// <summary>The name of a line: BED and VCF have a column for it, GFF an attribute.</summary>
    private static string Name(ReadOnlySpan<byte> line, TabixFormat format)
    {
        var columns = Encoding.UTF8.GetString(line).Split('\t');
        if (format.IsVcf) return columns[2];
        return format.ZeroBased ? columns[3] : columns[8].Split(';').First(a => a.StartsWith("ID=", StringComparison.Ordinal))[3..];
    }

    private static byte[] Content(string path)
    {
        using var stream = CompressedInput.Open(path);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>A file in a folder of its own, with at most one index beside it.</summary>
    private sealed class CopiedFile : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory().FullName;

        public CopiedFile(string path, string? index = null)
        {
            Path = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(path));
            File.Copy(path, Path);
            if (index is not null) File.Copy(path + index, Path + index);
        }

        public string Path { get; }

        public void Dispose() => Directory.Delete(folder, true);
    }
}
