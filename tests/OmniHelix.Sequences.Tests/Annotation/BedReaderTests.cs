using System.Text;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Tests.Annotation;

public class BedReaderTests
{
    private static readonly ContigLengths Genome = new(new ContigNames(["1", "2"], "g.fa"), [100, 50]);

    [Fact]
    public void RecordsKeepTheirColumnsAndLines()
    {
        var records = Read("# peaks\ntrack name=x\nbrowser position chr1\n\nchr1\t10\t20\tp1\t7.5\t-\nchr1\t5\t5\tp2\t.\t.\r\n");
        Assert.Equal([new("chr1", 10, 20, Strand.Reverse), new("chr1", 5, 5)], records.Select(r => r.Interval));
        Assert.Equal(("p1", 5L), (records[0].Name, records[0].Line));
        Assert.Equal("chr1\t5\t5\tp2\t.\t.", records[1].Text);
        Assert.Equal(["chr1", "10", "20", "p1", "7.5", "-"], records[0].Columns);
    }

    [Fact]
    public void ADotIsNoName() => Assert.Equal([null, "x"], Read("1\t2\t3\t.\n1\t2\t3\tx\n").Select(r => r.Name));

    [Fact]
    public void AContigMayBeCalledTrack() => Assert.Equal("track", Read("track\t1\t2\n")[0].Interval.Contig);

    [Fact]
    public void BlocksThatFillTheIntervalAreTaken() =>
        Assert.Equal(
            new GenomicInterval("1", 10, 40, Strand.Forward), Read("1\t10\t40\tt\t0\t+\t10\t40\t0,0,0\t2\t5,10,\t0,20,\n")[0].Interval);

    [Theory]
    [InlineData("1\t5\n", "2 columns")]
    [InlineData("1 5 9\n", "1 column,")]
    [InlineData("1\t5\t9\n1\t5\t9\tx\n", "4 columns, but the lines before have 3")]
    [InlineData("1\t9\t5\n", "lies before the start")]
    [InlineData("1\t-5\t9\n", "column 2 (start)")]
    [InlineData("1\t5\t9.5\n", "column 3 (end)")]
    [InlineData("1\t5\t+9\n", "column 3 (end)")]
    [InlineData("1\t5\t99999999999999999999999\n", "column 3 (end)")]
    [InlineData("1\t5\t9223372036854775807\n", "column 3 (end)")]
    [InlineData("\t5\t9\n", "column 1 (contig)")]
    [InlineData("1\t5\t9\tx\t0\n1\t5\t9\tx\thigh\n", "column 5 (score)")]
    [InlineData("1\t5\t9\tx\t0\t+\n1\t5\t9\tx\t0\tplus\n", "column 6 (strand)")]
    [InlineData("1\t5\t9\tx\t0\t+\t5\t9\n1\t5\t9\tx\t0\t+\tb\t9\n", "column 7")]
    [InlineData("1\t5\t9\tx\t0\t+\t5\t9\n1\t5\t9\tx\t0\t+\t2\t8\n", "thick part")]
    [InlineData("1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,10\t0,20\n1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,\t0,20,\n", "2 blocks are announced")]
    [InlineData("1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,10\t0,20\n1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,11\t0,20\n", "leaves the interval")]
    [InlineData("1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,10\t0,20\n1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t25,10\t0,20\n", "overlaps the one before")]
    [InlineData("1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,10\t0,20\n1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,9\t0,20\n", "do not reach")]
    [InlineData(
        "1\t10\t40\tt\t0\t+\t10\t40\t0\t2\t5,10\t0,20\n1\t10\t40\tt\t0\t+\t10\t40\t0\t999999999999\t5,9\t0,20\n", "blocks are announced")]
    [InlineData("\u0001\u0002\n", "1 column,")]
    [InlineData("\0\u0001\u0002\n", "byte 1 is NUL")]
    [InlineData("1\t5\t10\0\n", "byte 7 is NUL")]
    public void WhatIsNoRecordIsNamedWithItsLine(string text, string why)
    {
        var error = Assert.Throws<OmniException>(() => Read(text));
        Assert.Equal("OH1033", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal($"x.bed:{text.Count(c => c == '\n')}", error.Place);
    }

    [Theory]
    [InlineData("chr1\t9356548\t9356648\t.\t0\t.\t182\t5.0945\t-1\t50\n", 6)]
    [InlineData("chr1\t9356548\t9356648\t.\t0\t.\t182.5\t5.0945\t-1\n", 6)]
    [InlineData("chr1\t10\t40\tt\t0\t+\t10\t40\t0,0,0\t2\t5,10,\t0,20,\t1.5\t3\t-1\n", 12)]
    [InlineData("track type=bedGraph\nchr1\t1\t5\t-0.5\n", 4)]
    [InlineData("chr1\t1\t5\tgene\tliver\tx\n", 4)]
    [InlineData("chr1\t1\t5\tgene\t7\tforward\n", 5)]
    [InlineData("1\t5\t9\ta\tb\tc\td\te\tf\tg\th\ti\tj\n", 4)]
    public void ColumnsBehindThoseOfBedBelongToTheFile(string text, int extent) => Assert.Equal(extent, Assert.Single(Read(text)).Extent);

    [Fact]
    public void EachTrackHasItsOwnColumns()
    {
        var records = Read("browser hide all\ntrack type=bedGraph\n1\t1\t5\t0.5\ntrack name=peaks\n1\t1\t5\tp\t9\t-\n");
        Assert.Equal([(4, Strand.None), (6, Strand.Reverse)], records.Select(r => (r.Extent, r.Interval.Strand)));
    }

    [Fact]
    public void AnEmptyFileHasNoRecords() => Assert.Empty(Read(""));

    [Theory]
    [InlineData("chr1\t90\t101\n", "OH1034")]
    [InlineData("chr3\t1\t2\n", "OH1020")]
    public void ARecordBeyondTheGenomeIsAnError(string text, string code)
    {
        var error = Assert.Throws<OmniException>(() => Read("chr2\t0\t50\n" + text, Genome));
        Assert.Equal((code, "x.bed:2"), (error.Code, error.Place));
    }

    [Fact]
    public void RecordsGetTheGenomesNames() => Assert.Equal("2", Read("chr2\t0\t50\n", Genome)[0].Interval.Contig);

    [Fact]
    public void AnyBytesGiveRecordsOrAnErrorOfTheFamily()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var bytes = Bytes.Random(400, seed).Select((b, i) => i % 5 == 0 ? (byte)"\t\n0c1"[b % 5] : b).ToArray();
            try
            {
                var records = BedReader.Read(new MemoryStream(bytes), "x.bed");
                Assert.All(records, r => Assert.InRange(r.Interval.Start, 0, r.Interval.End));
            }
            catch (OmniException e)
            {
                Assert.Equal("OH1033", e.Code);
            }
        }
    }

    private static List<BedRecord> Read(string text, ContigLengths? genome = null) =>
        [.. BedReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.bed", genome)];
}
