using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

public sealed class ReferenceGenomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AByteOrderMarkIsNoPartOfTheFirstName()
    {
        var path = folder.Write("bom.fa", "\uFEFF>a\nACGTACGT\n>b\nAC\n");
        for (var time = 0; time < 2; time++)
        {
            using (var genome = ReferenceGenome.Open(path))
                Assert.Equal(("ACGTACGT", "AC"), (Text(genome.Load("a")), Text(genome.Load("b"))));
            IndexedSequenceFile.BuildIndex(path).Index.Write(path + ".fai");
        }
    }

    [Theory]
    [InlineData(1, "\n")]
    [InlineData(7, "\n")]
    [InlineData(60, "\n")]
    [InlineData(60, "\r\n")]
    [InlineData(64, "\n")]
    [InlineData(70, "\n")]
    [InlineData(100, "\r\n")]
    [InlineData(511, "\n")]
    [InlineData(513, "\n")]
    [InlineData(5000, "\n")]
    public void EverySliceIsThatOfTheSequence(int width, string lineEnd)
    {
        var random = new Xoshiro256(7);
        var contigs = new[] { 1, 59, 60, 61, 4999, 3001 }.Select((length, i) => (Name: $"c{i}", Bases: Letters(random, length))).ToList();
        using var genome = ReferenceGenome.Open(folder.Write("g.fa", Fasta(contigs, width, lineEnd)));
        foreach (var (name, bases) in contigs)
        {
            Assert.Equal(bases, Text(genome.Load(name)));
            Assert.Equal(bases.Length, genome.LengthOf(name));
            for (var i = 0; i < 300; i++)
            {
                var start = random.Next(bases.Length + 1);
                var end = start + random.Next(bases.Length - start + 1);
                var buffer = new byte[end - start + 2];
                buffer.AsSpan().Fill((byte)'!');
                genome.Fetch(name, start, end, buffer.AsSpan(1, end - start));
                Assert.Equal($"!{bases[start..end]}!", Text(buffer));
            }
        }
    }

    [Fact]
    public void ContigsAreFoundByAlias()
    {
        using var genome = ReferenceGenome.Open(folder.Write("g.fa", ">1\nACGT\n>MT\nGGCC\n"));
        Assert.Equal("GGCC", Text(genome.Load("chrM")));
        Assert.Equal("ACGT", Text(genome.Load("chr1")));
        Assert.Equal("OH1020", Assert.Throws<OmniException>(() => genome.Load("chr2")).Code);
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 9)]
    [InlineData(3, 2)]
    [InlineData(9, 9)]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public void ASliceThatLeavesTheContigIsAnError(long start, long end)
    {
        using var genome = ReferenceGenome.Open(folder.Write("g.fa", ">1\nACGTACGT\n"));
        Assert.Equal("OH1021", Assert.Throws<OmniException>(() => genome.Fetch("1", start, end, new byte[100])).Code);
    }

    [Fact]
    public void ManyThreadsReadOneGenome()
    {
        var bases = Letters(new Xoshiro256(3), 100_000);
        using var genome = ReferenceGenome.Open(folder.Write("g.fa", Fasta([("1", bases)], 60, "\n")));
        Parallel.For(0, 500, i =>
        {
            var window = new byte[1000];
            var start = i * 197 % 99_000;
            genome.Fetch("1", start, start + 1000, window);
            Assert.Equal(bases.Substring(start, 1000), Text(window));
        });
    }

    [Theory]
    [InlineData(">a\nACGTACGTAC\nACGT\n", "no header of that name")]
    [InlineData(">1\nACGT\nACGT\nAC\n", "another width")]
    [InlineData(">1\nACGTACGT\nACGTACGT\n", "goes on after its last base")]
    [InlineData(">1\nACGTACGT\nACGT\n*x\n", "goes on after its last line")]
    [InlineData(">1\nACGTACGT\nA\n", "the file has 14")]
    [InlineData(">1 more\nACGTACGT\nACGT\n", "no header of that name")]
    public void AnIndexOfAnotherStateOfTheFileIsRefused(string now, string why)
    {
        var path = folder.Write("g.fa", ">1\nACGTACGT\nACGT\n");
        IndexedSequenceFile.BuildIndex(path).Index.Write(FaidxIndex.PathFor(path));
        File.WriteAllText(path, now);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(FaidxIndex.PathFor(path)));
        var error = Assert.Throws<OmniException>(() => ReferenceGenome.Open(path));
        Assert.Equal("OH1026", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnIndexCanBeIgnored()
    {
        var path = folder.Write("g.fa", ">1\nACGT\n");
        folder.Write("g.fa.fai", "2\t77\t3\t4\t5\n");
        Assert.Equal("OH1026", Assert.Throws<OmniException>(() => ReferenceGenome.Open(path)).Code);
        using var genome = ReferenceGenome.Open(path, ignoreIndex: true);
        Assert.Equal(["1"], genome.Contigs);
    }

    [Fact]
    public void AYoungerFileIsScannedAgainBecausePlacesMayAgreeByChance()
    {
        var path = folder.Write("g.fa", ">1\nACGTACGT\nACGTACGT\nACGT\nAC\n".Replace("ACGT\nAC\n", "ACGTAC\n", StringComparison.Ordinal));
        var index = FaidxIndex.PathFor(path);
        IndexedSequenceFile.BuildIndex(path).Index.Write(index);
        var past = File.GetLastWriteTimeUtc(path).AddHours(-1);
        File.SetLastWriteTimeUtc(index, past);
        using (var same = ReferenceGenome.Open(path)) Assert.Equal(22, same.LengthOf("1"));

        // The same places at the start and at the end, and other lines between them.
        File.WriteAllText(path, ">1\nACGTACGT\nACGT\nACG\nACGTAC\n");
        File.SetLastWriteTimeUtc(index, past);
        Assert.Contains(Assert.Throws<OmniException>(() => ReferenceGenome.Open(path)).Code, (string[])["OH1025", "OH1026"]);
    }

    [Theory]
    [InlineData("", "OH1005")]
    [InlineData(">a\n", "OH1025")]
    [InlineData(">a\nACGT\nA\nACGT\n", "OH1025")]
    [InlineData(">a\nACGT\n>a\nACGT\n", "OH1022")]
    [InlineData(">a\nAC GT\nACGT\n", "OH1025")]
    public void AFileThatCannotBeReadAtRandomIsRefused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => ReferenceGenome.Open(folder.Write("g.fa", text))).Code);

    [Fact]
    public void PlainGzipIsRefusedWithAdvice() =>
        Assert.Equal(
            "OH1012", Assert.Throws<OmniException>(() => ReferenceGenome.Open(folder.Write("g.fa.gz", Bytes.Gzip(">a\nACGT\n")))).Code);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BlockCompressedGenomesAreReadAtRandomWithOrWithoutTheirBlockIndex(bool withIndex)
    {
        var random = new Xoshiro256(5);
        var bases = Letters(random, 300_000);
        var path = WriteBgzf("g.fa.gz", Fasta([("1", bases), ("2", "ACGT")], 60, "\n"), withIndex);
        using var genome = ReferenceGenome.Open(path);
        Assert.Equal("ACGT", Text(genome.Load("2")));
        Parallel.For(0, 300, i =>
        {
            var start = i * 991 % 290_000;
            var window = new byte[9_000];
            genome.Fetch("1", start, start + window.Length, window);
            Assert.Equal(bases.Substring(start, window.Length), Text(window));
        });
        Assert.Equal(bases, Text(genome.Load("1")));
    }

    [Fact]
    public void ABlockIndexOfAnotherFileIsRefused()
    {
        var random = new Xoshiro256(6);
        var path = WriteBgzf("g.fa.gz", Fasta([("1", Letters(random, 300_000))], 60, "\n"), withIndex: false);
        WriteBgzf("h.fa.gz", Fasta([("1", Letters(random, 300_000))], 70, "\n"), withIndex: true);
        File.Move(folder["h.fa.gz.gzi"], path + ".gzi");
        Assert.Contains(
            Assert.Throws<OmniException>(() => ReferenceGenome.Open(path).Load("1")).Code, (string[])["OH1003", "OH1010", "OH1013"]);
    }

    [Fact]
    public void ATruncatedBlockFileIsRefused()
    {
        var path = WriteBgzf("g.fa.gz", Fasta([("1", Letters(new Xoshiro256(6), 300_000))], 60, "\n"), withIndex: true);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);
        Assert.Equal("OH1011", Assert.Throws<OmniException>(() => ReferenceGenome.Open(path)).Code);
    }

    [Fact]
    public void AMissingFileIsAnError() =>
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => ReferenceGenome.Open(folder["none.fa"])).Code);

    [Fact]
    public void RegionsOfReadsBringTheirQualities()
    {
        using var reads = IndexedSequenceFile.Open(folder.Write("r.fq", "@a\nACGT\nAC\n+\n!#$%\n&'\n"));
        var slice = new RegionReader(reads).Read("a:3-9", reverseComplement: true);
        Assert.Equal(("GTAC", "'&%$", 3L), (Text(slice.Bases), Text(slice.Qualities!), slice.Missing));
    }

    private string WriteBgzf(string name, string content, bool withIndex)
    {
        using (var file = File.Create(folder[name]))
        using (var writer = new BgzfWriter(file)) writer.Write(Encoding.ASCII.GetBytes(content));
        using var written = BgzfFile.Open(folder[name]);
        if (withIndex) GziIndex.Build(written).Write(folder[name + ".gzi"]);
        return folder[name];
    }

    private static string Letters(Xoshiro256 random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => "ACGTacgtNRY"[random.Next(11)]));

    private static string Fasta(IEnumerable<(string Name, string Bases)> contigs, int width, string lineEnd) =>
        string.Concat(
            contigs.Select(
                c => $">{c.Name} text{lineEnd}{string.Concat(c.Bases.Chunk(width).Select(line => new string(line) + lineEnd))}"));

    private static string Text(byte[] bytes) => Encoding.ASCII.GetString(bytes);
}
