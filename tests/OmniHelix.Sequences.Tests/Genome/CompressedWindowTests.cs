using System.Buffers.Binary;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

/// <summary>
/// Slices of BGZF-compressed sequence are those of the plain file, whatever the blocks, the lines and the memory for blocks.
/// </summary>
public sealed class CompressedWindowTests : IDisposable
{
    private const int EndMarker = 28;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Letters(Xoshiro256 random, int length) => string.Create(length, random, (letters, r) =>
    {
        for (var i = 0; i < letters.Length; i++) letters[i] = "ACGTNacgt"[r.Next(9)];
    });

    private static string Fasta(IEnumerable<string> contigs, int width, string lineEnd)
    {
        var text = new StringBuilder();
        foreach (var (bases, number) in contigs.Select((b, i) => (b, i)))
        {
            text.Append('>').Append('c').Append(number).Append(lineEnd);
            for (var at = 0; at < bases.Length; at += width) text.Append(bases, at, Math.Min(width, bases.Length - at)).Append(lineEnd);
        }
        return text.ToString();
    }

    private string Bgzf(string text)
    {
        var path = folder["g.fa.gz"];
        using var writer = new BgzfWriter(File.Create(path));
        writer.Write(Encoding.ASCII.GetBytes(text));
        return path;
    }

    /// <summary>Blocks of a few bytes, some empty, and an index that leaves out every other one.</summary>
    private string SmallBlocks(string text)
    {
        var random = new Xoshiro256(31);
        using var file = new MemoryStream();
        var index = new List<(long Compressed, long Content)>();
        for (var at = 0; at < text.Length;)
        {
            var n = Math.Min(text.Length - at, random.Next(150));
            if (at > 0 && n > 0 && random.Next(2) == 0) index.Add((file.Length, at));
            using (var block = new MemoryStream())
            {
                using (var writer = new BgzfWriter(block, leaveOpen: true)) writer.Write(Encoding.ASCII.GetBytes(text.Substring(at, n)));
                file.Write(block.GetBuffer(), 0, n == 0 ? EndMarker : (int)block.Length - EndMarker);
            }
            at += n;
        }
        using (new BgzfWriter(file, leaveOpen: true))
        {
        }
        var gzi = new byte[8 + 16 * index.Count];
        BinaryPrimitives.WriteInt64LittleEndian(gzi, index.Count);
        for (var i = 0; i < index.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(gzi.AsSpan(8 + 16 * i), index[i].Compressed);
            BinaryPrimitives.WriteInt64LittleEndian(gzi.AsSpan(16 + 16 * i), index[i].Content);
        }
        folder.Write("g.fa.gz.gzi", gzi);
        return folder.Write("g.fa.gz", file.ToArray());
    }

    private static void SlicesAgree(ReferenceGenome genome, List<string> contigs, int slices, int longest)
    {
        Parallel.For(0, 4, thread =>
        {
            var random = new Xoshiro256(32, thread);
            for (var i = 0; i < slices; i++)
            {
                var contig = random.Next(contigs.Count);
                var bases = contigs[contig];
                var start = random.Next(bases.Length + 1);
                var end = start + random.Next(Math.Min(longest, bases.Length - start) + 1);
                var window = new byte[end - start + 2];
                window.AsSpan().Fill((byte)'!');
                genome.Fetch($"c{contig}", start, end, window.AsSpan(1, end - start));
                Assert.Equal($"!{bases[start..end]}!", Encoding.ASCII.GetString(window));
            }
        });
        for (var contig = 0; contig < contigs.Count; contig++)
            Assert.Equal(contigs[contig], Encoding.ASCII.GetString(genome.Load($"c{contig}")));
    }

    [Theory]
    [InlineData(60, "\n", 0)]
    [InlineData(60, "\n", 4)]
    [InlineData(60, "\n", 1 << 10)]
    [InlineData(61, "\r\n", 1 << 10)]
    [InlineData(100_000, "\n", 1 << 10)]
    public void SlicesAreThoseOfTheSequence(int width, string lineEnd, int cachedBlocks)
    {
        var random = new Xoshiro256(33);
        List<string> contigs = [Letters(random, 700_000), Letters(random, 1), Letters(random, 65_280), Letters(random, 200_001)];
        using var genome = ReferenceGenome.Open(Bgzf(Fasta(contigs, width, lineEnd)), cacheBytes: (long)cachedBlocks << 16);
        SlicesAgree(genome, contigs, 60, 200_000);
    }

    [Theory]
    [InlineData(1, "\n")]
    [InlineData(7, "\r\n")]
    [InlineData(60, "\n")]
    public void SmallAndEmptyBlocksAndASparseIndexAreRead(int width, string lineEnd)
    {
        var random = new Xoshiro256(34);
        List<string> contigs = [Letters(random, 5_000), Letters(random, 3_001)];
        using var genome = ReferenceGenome.Open(SmallBlocks(Fasta(contigs, width, lineEnd)), cacheBytes: 20 << 16);
        SlicesAgree(genome, contigs, 200, 600);
    }

    [Fact]
    public void ALongSliceIsPutTogetherFromPieces()
    {
        var bases = Letters(new Xoshiro256(35), 5_000_003);
        using var genome = ReferenceGenome.Open(Bgzf(Fasta([bases], 60, "\n")), cacheBytes: 1 << 20);
        Assert.Equal(bases, Encoding.ASCII.GetString(genome.Load("c0")));
        var slice = new byte[4_100_001];
        genome.Fetch("c0", 17, 17 + slice.Length, slice);
        Assert.Equal(bases.Substring(17, slice.Length), Encoding.ASCII.GetString(slice));
    }

    [Fact]
    public void ADamagedBlockIsAnErrorEveryTimeAndLeavesTheOthersReadable()
    {
        var bases = Letters(new Xoshiro256(36), 400_000);
        var path = Bgzf(Fasta([bases], 60, "\n"));
        var index = IndexedSequenceFile.BuildIndex(path).Index;
        var content = File.ReadAllBytes(path);
        long third;
        using (var file = BgzfFile.Open(path)) third = file.Blocks().ElementAt(2).Offset;
        content[third + 2_000] ^= 0x55;
        File.WriteAllBytes(path, content);
        index.Write(path + ".fai");
        using var genome = ReferenceGenome.Open(path);
        var window = new byte[20_000];
        for (var i = 0; i < 3; i++)
            Assert.Equal("OH1003", Assert.Throws<OmniException>(() => genome.Fetch("c0", 150_000, 170_000, window)).Code);
        Assert.Equal("OH1003", Assert.Throws<OmniException>(() => genome.Fetch("c0", 100_000, 300_000, new byte[200_000])).Code);
        genome.Fetch("c0", 10, 20_010, window);
        Assert.Equal(bases.Substring(10, 20_000), Encoding.ASCII.GetString(window));
    }
}
