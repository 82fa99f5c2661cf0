using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Tests.Tabix;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public sealed class IndexedBcfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static List<string> RandomRecords(int count, int reach)
    {
        var random = new Xoshiro256(11);
        return [.. Enumerable.Range(0, count)
            .Select(_ => (Contig: random.Next(3), Position: 1 + random.Next(reach), Kind: random.Next(30)))
            .OrderBy(r => r.Contig).ThenBy(r => r.Position)
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"c{r.Contig}\t{r.Position}\t.\t")
                + (r.Kind == 0 ? $"A\t<DEL>\t.\t.\tEND={r.Position + 150_000}" : r.Kind < 5 ? "ACGTACGTACG\tA\t.\t.\t." : "A\tC\t.\t.\t.")
                + "\tGT\t0|1\t1|1")];
    }

    private string Write(IEnumerable<string> records, string name = "x.bcf")
    {
        var path = folder[name];
        var text = "##fileformat=VCFv4.2\n##contig=<ID=c0>\n##contig=<ID=none>\n##contig=<ID=c1>\n##contig=<ID=c2>\n"
            + "##INFO=<ID=END,Number=1,Type=Integer,Description=\"e\">\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
            + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tp\tq\n"
            + string.Concat(records.Select(r => r + "\n"));
        using var reader = VcfText.Read(text);
        VcfWriter.WriteFile(path, writer =>
        {
            writer.Write(reader.Header);
            while (reader.TryRead()) writer.Write(reader.Record);
        });
        return path;
    }

    private static List<string> Scan(string path, GenomicRegion region)
    {
        using var reader = VcfReader.Open(path);
        var lines = new List<string>();
        while (reader.TryRead())
        {
            var record = reader.Record;
            if (record.Contig == region.Contig && record.Position < region.End && record.Position + record.ReferenceSpan > region.Start)
                lines.Add(Encoding.UTF8.GetString(record.Text));
        }
        return lines;
    }

    private static List<string> Visit(IRegionLines file, GenomicRegion region)
    {
        var lines = new List<string>();
        Assert.Equal(file.Visit(region, line => lines.Add(Encoding.UTF8.GetString(line))), lines.Count);
        return lines;
    }

    [Fact]
    public void EveryRegionGivesTheRecordsThatAScanOfTheFileGives()
    {
        var path = Write(RandomRecords(6_000, 3_000_000));
        TabixFile.BuildIndex(path);
        using var file = RegionLines.TryOpen(path);
        Assert.IsType<IndexedBcf>(file);
        Assert.Equal(["c0", "c1", "c2"], file.Names);
        var random = new Xoshiro256(12);
        var empty = 0;
        for (var i = 0; i < 90; i++)
        {
            var start = (long)random.Next(3_200_000);
            var region = new GenomicRegion("c" + i % 3, start, start + 1 + random.Next(i % 3 == 0 ? 10 : i % 2 == 0 ? 2_000 : 700_000), "");
            var expected = Scan(path, region);
            empty += expected.Count == 0 ? 1 : 0;
            Assert.Equal(expected, Visit(file, region));
        }
        Assert.InRange(empty, 1, 80);
        Assert.Equal(Scan(path, new("c1", 0, GenomicRegion.ToTheEnd, "")), Visit(file, new("c1", 0, GenomicRegion.ToTheEnd, "c1")));
        Assert.Empty(Visit(file, new("c2", 1L << 40, GenomicRegion.ToTheEnd, "c2")));
    }

    [Fact]
    public void AContigWithoutRecordsIsUnknownAndAliasesAreFound()
    {
        var path = Write(["c0\t5\t.\tA\tC\t.\t.\t.\tGT\t0|1\t1|1"]);
        TabixFile.BuildIndex(path);
        using var file = IndexedBcf.Open(path);
        Assert.Equal("OH1020", Assert.Throws<OmniException>(() => Visit(file, new("none", 0, 10, "none"))).Code);
        Assert.Equal("OH1020", Assert.Throws<OmniException>(() => Visit(file, new("c9", 0, 10, "c9"))).Code);
        Assert.Single(Visit(file, new("chrc0", 0, 10, "chrc0")));
    }

    [Fact]
    public void AFileWithoutIndexOrWithThatOfTextIsRefused()
    {
        var path = Write(RandomRecords(50, 1_000));
        Assert.Null(RegionLines.TryOpen(path));
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => IndexedBcf.Open(path)).Code);
        var text = Write(RandomRecords(50, 1_000), "x.vcf.gz");
        File.Move(TabixFile.BuildIndex(text, csi: true), path + ".csi");
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => IndexedBcf.Open(path)).Code);
    }

    [Fact]
    public void TheIndexOfAnotherFileIsRefused()
    {
        var path = Write(RandomRecords(40_000, 3_000_000));
        TabixFile.BuildIndex(path);
        Write(RandomRecords(100, 1_000));
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => IndexedBcf.Open(path)).Code);

        // As long as before, but every record stands elsewhere.
        Write(RandomRecords(40_000, 3_000_000).Prepend("c0\t1\tlonger_than_it_was\tA\tC\t.\t.\t.\tGT\t0|1\t1|1"));
        using var stale = IndexedBcf.Open(path);
        Assert.Contains(
            Assert.Throws<OmniException>(() => Visit(stale, new("c1", 0, long.MaxValue, "c1"))).Code,
            new[] { "OH1076", "OH1014", "OH1010", "OH1003" });
    }

    [Fact]
    public void ADamagedIndexEndsInAnErrorOrInRecords()
    {
        var path = Write(RandomRecords(300, 100_000));
        var index = TabixFile.BuildIndex(path);
        DamagedIndex.IsRefusedOrRead(index, 13, () =>
        {
            using var file = IndexedBcf.Open(path);
            foreach (var name in file.Names) Assert.InRange(Visit(file, new(name, 0, 300_000, name)).Count, 0, 300);
        });
    }

    [Fact]
    public void DamagedRecordsEndInAnErrorOrInRecordsAndNeverInACrash()
    {
        var path = Write(RandomRecords(200, 50_000));
        TabixFile.BuildIndex(path);
        var content = Bytes.ReadAll(CompressedInput.Open(path));
        var random = new Xoshiro256(14);
        var refused = 0;
        for (var i = 0; i < 200; i++)
        {
            var damaged = content.ToArray();
            for (var k = 0; k <= i % 5; k++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            using (var file = File.Create(path))
            using (var bgzf = new BgzfWriter(file)) bgzf.Write(damaged);
            try
            {
                using var file = IndexedBcf.Open(path);
                foreach (var name in file.Names) Assert.InRange(Visit(file, new(name, 0, 300_000, name)).Count, 0, 200);
            }
            catch (OmniException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 20, 200);
    }
}
