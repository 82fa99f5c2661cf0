using System.Globalization;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

public sealed class VariantSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x.vcf")]
    [InlineData("x.vcf.gz")]
    [InlineData("x.bcf")]
    public void RegionsGiveWhatReadingEverythingAndChoosingGives(string name)
    {
        var path = folder[name];
        var random = new Xoshiro256(1);
        Write(path, random);
        if (name != "x.vcf") TabixFile.BuildIndex(path);
        var all = Positions(path, WantedRegions.Everything);
        Assert.Equal(200, all.Count);
        for (var run = 0; run < 50; run++)
        {
            var regions = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Region(random)).ToList();
            var expected = all.Where(record => regions.Exists(region => Overlaps(record, region)));
            var texts = regions.Select(region => region.Text);
            Assert.Equal(expected, Positions(path, WantedRegions.Parse(texts)));
            var intervals = regions.Select(region => new GenomicInterval(region.Contig, region.Start, region.End));
            Assert.Equal(expected, Positions(path, WantedRegions.Of(intervals)));
        }
    }

    [Theory]
    [InlineData("x.vcf")]
    [InlineData("x.vcf.gz")]
    public void AContigThatIsNamedMustHaveRecordsButOneOfAListNeedNot(string name)
    {
        var path = folder[name];
        Write(path, new Xoshiro256(2));
        if (name != "x.vcf") TabixFile.BuildIndex(path);
        var error = Assert.Throws<OmniException>(() => { Positions(path, WantedRegions.Parse(["9:1-5"])); });
        Assert.Equal("OH1020", error.Code);
        Assert.Empty(Positions(path, WantedRegions.Of([new("9", 0, 5)])));
    }

    [Fact]
    public void AVisitCanBeCancelled()
    {
        var path = folder["x.vcf"];
        File.WriteAllText(path, VcfText.Of([], [.. Enumerable.Range(1, 5000).Select(i => $"1 {i} . A C . . .")]));
        using var source = VariantSource.Open(path);
        using var stop = new CancellationTokenSource();
        var seen = 0;
        Assert.Throws<OperationCanceledException>(() => source.Visit(_ =>
        {
            if (++seen == 10) stop.Cancel();
        }, null, stop.Token));
        Assert.InRange(seen, 10, 2000);
    }

    private static void Write(string path, Xoshiro256 random)
    {
        var records = Enumerable.Range(0, 200)
            .Select(i => (Contig: i < 100 ? 1 : 2, Position: 1 + random.Next(200), Length: 1 + random.Next(12)))
            .OrderBy(record => (record.Contig, record.Position))
            .Select(record => $"{record.Contig} {record.Position} . {new string('A', record.Length)} C . . .");
        using var reader = VcfText.Read(VcfText.Of([], [.. records]));
        VcfWriter.WriteFile(path, writer =>
        {
            writer.Write(reader.Header);
            while (reader.TryRead()) writer.Write(reader.Record);
        });
    }

    private static List<GenomicInterval> Positions(string path, WantedRegions wanted)
    {
        using var source = VariantSource.Open(path, wanted);
        var found = new List<GenomicInterval>();
        source.Visit(record => found.Add(new(record.Contig, record.Position, record.Position + record.ReferenceSpan)));
        return found;
    }

    private static GenomicRegion Region(Xoshiro256 random)
    {
        var contig = random.Next(2) == 0 ? "1" : "chr2";
        var start = random.Next(220);
        var end = start + 1 + random.Next(40);
        return new(contig, start, end, string.Create(CultureInfo.InvariantCulture, $"{contig}:{start + 1}-{end}"));
    }

    private static bool Overlaps(GenomicInterval record, GenomicRegion region) =>
        ContigNames.AreSame(record.Contig, region.Contig) && record.Start < region.End && region.Start < record.End;
}
