using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// BGZF: blocks, content and slices of the file that has a <c>.gzi</c> beside it, and containers that are damaged or unusual. Where bgzip
/// warns that the end marker is absent and goes on, the reader here gives the same bytes and then refuses: a file cut between two blocks
/// looks no different.
/// </summary>
internal sealed class BgzipCases : IGenomeCases
{
    public string Folder => "bgzip";

    public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "containers.tsv"));

    public IEnumerable<GoldenCase> Discover(string folder)
    {
        foreach (var gzi in Directory.EnumerateFiles(folder, "*.gzi").Order(StringComparer.Ordinal))
        {
            var file = Path.ChangeExtension(gzi, null);
            var stem = Path.GetFileName(file).Split('.')[0];
            yield return new GoldenCase(Path.GetFileName(gzi), gzi, check => Index(check, file, gzi));
            if (Existing(folder, "blocks.tsv") is { } blocks)
                yield return new GoldenCase("blocks.tsv", blocks, check => Blocks(check, file, blocks));
            if (Existing(folder, stem + ".sha256") is { } hash)
                yield return new GoldenCase(Path.GetFileName(hash), hash, check => Content(check, file, File.ReadAllText(hash).Split()));
            if (Existing(folder, "slices.tsv") is { } slices)
                foreach (var row in GoldenTable.Read(slices))
                    yield return new GoldenCase($"slices.tsv: {row["region"]}", slices, check => Slice(check, file, row));
        }
        if (Existing(folder, "containers.tsv") is { } containers)
            foreach (var row in GoldenTable.Read(containers))
                yield return new GoldenCase(
                    $"containers.tsv: {row["file"]}",
                    containers,
                    check => Container(check, Path.Combine(folder, row["file"]), row));
    }

    private static string? Existing(string folder, string name) =>
        Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    private static void Index(GoldenCheck check, string path, string gzi)
    {
        using var file = BgzfFile.Open(path);
        var built = GziIndex.Build(file);
        check.SameItems("entries", built.Entries, GziIndex.Read(gzi).Entries);
        using var written = new MemoryStream();
        built.Write(written);
        check.Equal("bytes", Convert.ToHexString(written.ToArray()), Convert.ToHexString(File.ReadAllBytes(gzi)));
    }

    private static void Blocks(GoldenCheck check, string path, string table)
    {
        using var file = BgzfFile.Open(path);
        check.SameItems(
            "blocks",
            file.Blocks().Select(b => $"{b.Offset} {b.Size} {b.UncompressedSize}"),
            GoldenTable.Read(table).Select(r => $"{r["offset"]} {r["compressed"]} {r["uncompressed"]}"));
    }

    private static void Content(GoldenCheck check, string path, string[] hashAndLength)
    {
        var (hash, length, problem) = Read(path);
        check.Equal("problem", problem?.Describe(), null);
        check.Equal("hash", hash, hashAndLength[0]);
        check.Equal("length", length.ToString(CultureInfo.InvariantCulture), hashAndLength[1]);
    }

    private static void Slice(GoldenCheck check, string path, Dictionary<string, string> row)
    {
        using var file = IndexedSequenceFile.Open(path);
        check.Equal(
            row["region"],
            Encoding.ASCII.GetString(new RegionReader(file).Read(row["region"]).Bases),
            row.GetValueOrDefault("sequence", ""));
    }

    private static void Container(GoldenCheck check, string path, Dictionary<string, string> row)
    {
        var health = KnownFiles.Checks.Run(path);
        var (hash, _, problem) = Read(path);
        if (row["bgzip_-d"] != "0")
        {
            check.Equal("refused", health.Health == FileHealth.Sound, false);
        }
        else if (row["bgzip_message"].Contains("EOF marker is absent", StringComparison.Ordinal))
        {
            check.Equal("hash of what stands before the missing end marker", hash, row["sha256_of_those"]);
            check.Equal("problem", problem?.Code, "OH1011");
            check.Equal("health", health.Health, FileHealth.Damaged);
        }
        else
        {
            check.Equal("problem", problem?.Describe(), null);
            check.Equal("hash", hash, row["sha256_of_those"]);
            check.Equal("health", health.Health, FileHealth.Sound);
        }
    }

    private static (string Hash, long Length, OmniException? Problem) Read(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = CompressedInput.Open(path);
        var buffer = new byte[1 << 16];
        long length = 0;
        OmniException? problem = null;
        try
        {
            for (int n; (n = stream.Read(buffer)) > 0; length += n) hash.AppendData(buffer, 0, n);
        }
        catch (OmniException e)
        {
            problem = e;
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), length, problem);
    }
}
