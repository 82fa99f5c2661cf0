using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Tests.Tabix;

public sealed class TabixFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string name, IEnumerable<string> lines)
    {
        var path = folder[name];
        using var file = File.Create(path);
        using var bgzf = new BgzfWriter(file);
        foreach (var line in lines) bgzf.Write(Encoding.UTF8.GetBytes(line + "\n"));
        return path;
    }

    private static List<(string Contig, long Start, long End)> RandomFeatures(int count, long reach)
    {
        var random = new Xoshiro256(3);
        return [.. Enumerable.Range(0, count)
            .Select(
                _ => (
                    Contig: "c" + random.Next(3), Start: (long)random.Next((int)reach),
                    Length: 1 + random.Next(random.Next(20) == 0 ? 200_000 : 200)))
            .OrderBy(f => f.Contig, StringComparer.Ordinal).ThenBy(f => f.Start)
            .Select(f => (f.Contig, f.Start, f.Start + f.Length))];
    }

    private static string Line((string Contig, long Start, long End) f) =>
        string.Create(CultureInfo.InvariantCulture, $"{f.Contig}\t{f.Start}\t{f.End}\tx");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryRegionGivesTheLinesThatAScanOfTheFileGives(bool csi)
    {
        var features = RandomFeatures(5_000, 5_000_000);
        var path = Write("x.bed.gz", features.Select(Line));
        TabixFile.BuildIndex(path, csi: csi);
        using var file = TabixFile.Open(path);
        var random = new Xoshiro256(4);
        for (var i = 0; i < 60; i++)
        {
            var start = (long)random.Next(5_000_000);
            var region = new GenomicRegion("c" + i % 3, start, start + 1 + random.Next(i % 2 == 0 ? 100 : 1_000_000), "");
            var lines = new List<string>();
            file.Visit(region, line => lines.Add(Encoding.UTF8.GetString(line)));
            Assert.Equal(
                features.Where(f => f.Contig == region.Contig && f.Start < region.End && f.End > region.Start).Select(Line), lines);
        }
    }

    [Fact]
    public void RegionsReachToTheEndOfAContigAndContigsHaveAliases()
    {
        var path = Write("x.bed.gz", ["chr1\t5\t9\ta", "chr1\t600000000\t600000009\tb", "chr2\t1\t2\tc"]);
        TabixFile.BuildIndex(path, csi: true);
        using var file = TabixFile.Open(path);
        Assert.Equal(2, file.Visit(GenomicRegion.Parse("1", file.Index.Names), _ => { }));
        Assert.Equal(1, file.Visit(GenomicRegion.Parse("chr1:11", file.Index.Names), _ => { }));
        Assert.Equal("OH1020", Assert.Throws<OmniException>(() => GenomicRegion.Parse("chr9", file.Index.Names)).Code);
    }

    [Fact]
    public void WhatCannotBeIndexedIsRefusedAndLeavesNothing()
    {
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => TabixFile.BuildIndex(Write("u.bed.gz", ["a\t9\t10", "a\t1\t2"]))).Code);
        var beyond = Assert.Throws<OmniException>(() => TabixFile.BuildIndex(Write("long.bed.gz", ["a\t600000000\t600000001"])));
        Assert.Equal("OH1076", beyond.Code);
        Assert.EndsWith("long.bed.gz:1", beyond.Place, StringComparison.Ordinal);
        Assert.Contains("--csi", beyond.Advice, StringComparison.Ordinal);
        Assert.Equal("OH1076", Assert.Throws<UsageException>(() => TabixFile.BuildIndex(Write("x.txt.gz", ["a\t1\t2"]))).Code);
        File.WriteAllText(folder["plain.bed"], "a\t1\t2\n");
        Assert.Equal("OH1012", Assert.Throws<OmniException>(() => TabixFile.BuildIndex(folder["plain.bed"])).Code);
        Assert.DoesNotContain(
            Directory.GetFiles(folder.Path),
            f => f.Contains(".tbi", StringComparison.Ordinal) || f.Contains(".csi", StringComparison.Ordinal));
        Assert.EndsWith(".csi", TabixFile.BuildIndex(folder["long.bed.gz"], csi: true), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileWithoutIndexSaysHowToMakeOne() =>
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => TabixFile.Open(Write("x.bed.gz", ["a\t1\t2"]))).Code);

    [Fact]
    public void TheIndexOfAnotherFileIsRefused()
    {
        var path = Write("x.bed.gz", RandomFeatures(20_000, 5_000_000).Select(Line));
        TabixFile.BuildIndex(path);
        Write("x.bed.gz", RandomFeatures(20, 1000).Select(Line));
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => TabixFile.Open(path)).Code);

        // As long as before, but shifted by a line.
        var lines = RandomFeatures(20_000, 5_000_000).Select(Line).ToList();
        Write("x.bed.gz", lines);
        TabixFile.BuildIndex(path);
        Write("x.bed.gz", lines.Prepend("a\t1\t2\tlonger than a line is"));
        using var stale = TabixFile.Open(path);
        Assert.Contains(
            Assert.Throws<OmniException>(() => stale.Visit(new("c1", 0, long.MaxValue, "c1"), _ => { })).Code,
            new[] { "OH1076", "OH1014", "OH1010", "OH1003" });
    }

    [Theory]
    [InlineData(".tbi")]
    [InlineData(".csi")]
    public void ADamagedIndexEndsInAnErrorOrInLines(string kind)
    {
        var path = Write("x.bed.gz", RandomFeatures(300, 100_000).Select(Line));
        var index = TabixFile.BuildIndex(path, csi: kind == ".csi");
        DamagedIndex.IsRefusedOrRead(index, 6, () =>
        {
            using var file = TabixFile.Open(path);
            foreach (var name in file.Index.Names) Assert.InRange(file.Visit(new(name, 0, 200_000, name), _ => { }), 0, 300);
        });
    }

    [Fact]
    public void WhatIsNoIndexIsRefused()
    {
        File.WriteAllText(folder["x.tbi"], "text");
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => TabixIndex.Read(folder["x.tbi"])).Code);
        File.WriteAllText(folder["empty.tbi"], "");
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => TabixIndex.Read(folder["empty.tbi"])).Code);
    }
}
