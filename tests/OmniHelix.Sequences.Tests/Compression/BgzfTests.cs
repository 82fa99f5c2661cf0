using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Tests.Compression;

public sealed class BgzfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65280, 1)]
    [InlineData(65281, 2)]
    [InlineData(5_000_000, 1)]
    [InlineData(5_000_000, 3)]
    public void WhatIsWrittenIsReadBackOnAnyNumberOfThreads(int size, int threads)
    {
        var content = Bytes.Random(size, size, 4);
        var compressed = Bytes.Bgzf(content, threads);
        Assert.Equal(content, Bytes.ReadAll(CompressedInput.Decompress(new MemoryStream(compressed), "x.gz", threads)));
        Assert.Equal(content, Bytes.Gunzip(compressed));
    }

    [Fact]
    public void DataThatCannotBeCompressedFitsItsBlocks()
    {
        var content = Bytes.Random(400_000, 8);
        Assert.Equal(content, Bytes.Decompress(Bytes.Bgzf(content)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void BlocksAndOtherMembersMixHoweverTheBytesArrive(int threads)
    {
        byte[] all =
        [
            .. Bytes.Bgzf("ACGU"u8.ToArray()), .. Bytes.Gzip("GG"), .. Bytes.Gzip(""), .. Bytes.Bgzf(Bytes.Random(200_000, 1, 4)),
            .. Bytes.Gzip(Bytes.Random(50_000, 2, 4)), .. Bytes.Bgzf([]),
        ];
        byte[] expected = [.. "ACGUGG"u8, .. Bytes.Random(200_000, 1, 4), .. Bytes.Random(50_000, 2, 4)];
        foreach (var atMost in new[] { 13, 10_000, int.MaxValue })
            Assert.Equal(expected, Bytes.ReadAll(CompressedInput.Decompress(new Trickle(all, atMost), "x.gz", threads)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void EveryTruncationIsAnErrorThatNamesTheByte(int threads)
    {
        var whole = Bytes.Bgzf(Bytes.Random(70_000, 3, 4));
        var blocks = Blocks(whole);
        for (var length = 2; length < whole.Length; length += length < 30 || length > whole.Length - 40 ? 1 : 997)
        {
            var error = Assert.Throws<OmniException>(
                () => Bytes.ReadAll(CompressedInput.Decompress(new MemoryStream(whole[..length]), "x.gz", threads)));
            Assert.Equal(blocks.Any(b => b.Offset == length) ? "OH1011" : "OH1002", error.Code);
            Assert.Contains($"byte {length}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AMissingEndMarkerIsAnErrorAfterAllDataHasBeenRead()
    {
        var content = Bytes.Random(3_000_000, 4, 4);
        var whole = Bytes.Bgzf(content);
        using var stream = CompressedInput.Decompress(new MemoryStream(whole[..^28]), "x.gz");
        var got = new byte[content.Length];
        stream.ReadExactly(got);
        Assert.Equal(content, got);
        for (var i = 0; i < 2; i++)
            Assert.Equal(("OH1011", "x.gz"), Assert.Throws<OmniException>(() => stream.ReadByte()) is var e ? (e.Code, e.Place) : default);
    }

    [Fact]
    public void AFlippedBitAnywhereNeverPasses()
    {
        var content = Bytes.Random(150_000, 6, 4);
        var whole = Bytes.Bgzf(content);
        var random = new Xoshiro256(7);
        for (var i = 0; i < 300; i++)
        {
            var bad = (byte[])whole.Clone();
            var at = random.Next(bad.Length);
            bad[at] ^= (byte)(1 << random.Next(8));
            try
            {
                // Time, operating system and compression level of a header mean nothing.
                Assert.Equal(content, Bytes.Decompress(bad));
                Assert.Contains(Blocks(whole), b => at - b.Offset is >= 4 and < 10);
            }
            catch (OmniException e)
            {
                Assert.Contains(e.Code, new[] { "OH1002", "OH1003", "OH1010", "OH1011" });
            }
        }
    }

    [Fact]
    public void WhatFollowsTheDataIsNamedWithItsByte()
    {
        var whole = Bytes.Bgzf("ACGU"u8.ToArray());
        var error = Assert.Throws<OmniException>(() => Bytes.Decompress([.. whole, .. "tail"u8]));
        Assert.Equal("OH1010", error.Code);
        Assert.Contains($"byte {whole.Length}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABlockThatClaimsMoreThanBlocksCanHoldIsRefusedWithoutRoomForIt()
    {
        var whole = Bytes.Bgzf("ACGU"u8.ToArray());
        var at = (int)Blocks(whole)[1].Offset - 4;
        byte[] hostile = [.. whole[..at], 0xFF, 0xFF, 0xFF, 0x7F, .. whole[(at + 4)..]];
        Assert.Equal("OH1003", Assert.Throws<OmniException>(() => Bytes.Decompress(hostile)).Code);
    }

    [Fact]
    public void AMillionEmptyBlocksTakeLittleMemory()
    {
        var end = Bytes.Bgzf([]);
        var many = new byte[end.Length * 1_000_000];
        for (var i = 0; i < many.Length; i += end.Length) end.CopyTo(many, i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(Bytes.ReadAll(CompressedInput.Decompress(new MemoryStream(many), "x.gz", threads: 1)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void AReaderThatIsLeftEarlyStopsReading()
    {
        var source = new Trickle(Bytes.Bgzf(Bytes.Random(20_000_000, 5, 4)), 1 << 16);
        using (var stream = CompressedInput.Decompress(source, "x.gz")) Assert.NotEqual(-1, stream.ReadByte());
        Assert.False(source.CanRead);
    }

    [Fact]
    public void RandomAccessGivesTheSameBytesAsReadingFromTheStart()
    {
        var content = Bytes.Random(1_000_000, 9, 4);
        var path = Write("x.gz", Bytes.Bgzf(content));
        using var file = BgzfFile.Open(path);
        var index = GziIndex.Build(file);
        using var reader = file.OpenReader();
        var random = new Xoshiro256(1);
        var buffer = new byte[200_000];
        for (var i = 0; i < 200; i++)
        {
            var at = i switch { 0 => content.Length, 1 => 0, 2 => 65280, _ => random.Next(content.Length) };
            var length = random.Next(i % 10 == 0 ? buffer.Length : 3000);
            reader.Seek(PlaceOf(at, index));
            var place = reader.Offset;
            var n = reader.ReadAtLeast(buffer.AsSpan(0, length), length, throwOnEndOfStream: false);
            Assert.True(buffer.AsSpan(0, n).SequenceEqual(content.AsSpan(at, Math.Min(length, content.Length - at))));
            if (length == 0) continue;
            reader.Seek(place);
            Assert.Equal(at < content.Length ? content[at] : -1, reader.ReadByte());
        }
    }

    [Fact]
    public void ReadersOfOneFileWorkOnSeveralThreads()
    {
        var content = Bytes.Random(2_000_000, 10, 4);
        using var file = BgzfFile.Open(Write("x.gz", Bytes.Bgzf(content)));
        var index = GziIndex.Build(file);
        Parallel.For(0, 8, seed =>
        {
            using var reader = file.OpenReader();
            var random = new Xoshiro256(seed);
            var buffer = new byte[1000];
            for (var i = 0; i < 200; i++)
            {
                var at = random.Next(content.Length - buffer.Length);
                reader.Seek(PlaceOf(at, index));
                reader.ReadExactly(buffer);
                Assert.True(buffer.AsSpan().SequenceEqual(content.AsSpan(at, buffer.Length)));
            }
        });
    }

    [Fact]
    public void PlacesThatAreNoneAreErrors()
    {
        var whole = Bytes.Bgzf(Bytes.Random(100_000, 11, 4));
        using var file = BgzfFile.Open(Write("x.gz", whole));
        using var reader = file.OpenReader();
        Assert.Equal("OH1014", Assert.Throws<OmniException>(() => reader.Seek(new BgzfOffset(whole.Length, 0))).Code);
        Assert.Equal("OH1010", Assert.Throws<OmniException>(() => reader.Seek(new BgzfOffset(5, 0))).Code);
        Assert.Equal("OH1014", Assert.Throws<OmniException>(() => reader.Seek(new BgzfOffset(0, 65281))).Code);
        reader.Seek(new BgzfOffset(0, 65280));
        Assert.Equal(Bytes.Random(100_000, 11, 4)[65280], reader.ReadByte());
    }

    [Fact]
    public void RandomAccessNeedsWholeBgzf()
    {
        var whole = Bytes.Bgzf(Bytes.Random(1000, 12, 4));
        Assert.Equal("OH1012", Assert.Throws<OmniException>(() => BgzfFile.Open(Write("g.gz", Bytes.Gzip("ACGU")))).Code);
        Assert.Equal("OH1012", Assert.Throws<OmniException>(() => BgzfFile.Open(Write("e.gz", []))).Code);
        Assert.Equal("OH1011", Assert.Throws<OmniException>(() => BgzfFile.Open(Write("t.gz", whole[..^28]))).Code);
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => BgzfFile.Open(folder["none.gz"])).Code);
    }

    [Fact]
    public void TheIndexOfTheWriterIsTheIndexOfTheFileAndSurvivesWriting()
    {
        using var memory = new MemoryStream();
        var writer = new BgzfWriter(memory);
        writer.Write(Bytes.Random(300_000, 13, 4));
        writer.Flush();
        writer.Write(Bytes.Random(300_000, 14, 4));
        writer.Dispose();
        var path = Write("x.gz", memory.ToArray());
        using var file = BgzfFile.Open(path);
        var built = GziIndex.Build(file);
        Assert.Equal(built.Entries, writer.Index.Entries);
        built.Write(path + ".gzi");
        Assert.Equal(built.Entries, GziIndex.Read(path + ".gzi").Entries);
        Assert.Equal(9, built.Entries.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("FFFFFFFFFFFFFF7F")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("0100000000000000")]
    [InlineData("0100000000000000000000000000000000FF000000000000")]
    [InlineData("02000000000000000A0000000000000000FF0000000000000A0000000000000000FE010000000000")]
    public void ADamagedIndexIsRefused(string hex)
    {
        var path = Write("x.gzi", Convert.FromHexString(hex));
        var error = Assert.Throws<OmniException>(() => GziIndex.Read(path));
        Assert.Equal(("OH1013", path), (error.Code, error.Place));
    }

    private static BgzfOffset PlaceOf(long at, GziIndex index)
    {
        var entry = index.Entries.LastOrDefault(e => e.Uncompressed <= at);
        return new(entry.Compressed, (int)(at - entry.Uncompressed));
    }

    private string Write(string name, byte[] bytes)
    {
        var path = folder[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private List<BgzfBlock> Blocks(byte[] bytes)
    {
        using var file = BgzfFile.Open(Write("blocks.gz", bytes));
        return [.. file.Blocks()];
    }
}
