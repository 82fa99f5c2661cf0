using System.Text;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Tests.Compression;

public class CompressedInputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(22)]
    [InlineData(65536)]
    [InlineData(300_001)]
    public void GzipGivesBackTheContentWhateverItsSize(int size)
    {
        var content = Bytes.Random(size, size);
        Assert.Equal(content, Bytes.Decompress(Bytes.Gzip(content)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8192)]
    public void SeveralMembersAreReadOneAfterAnotherHoweverTheBytesArrive(int atMost)
    {
        byte[] all = [.. Bytes.Gzip("ACGU"), .. Bytes.Gzip(""), .. Bytes.Gzip(Bytes.Random(20_000, 1, 4)), .. Bytes.Gzip("GG")];
        var got = Bytes.ReadAll(CompressedInput.Decompress(new Trickle(all, atMost), "x.gz"));
        Assert.Equal((byte[])[.. "ACGU"u8, .. Bytes.Random(20_000, 1, 4), .. "GG"u8], got);
    }

    [Fact]
    public void EveryTruncationIsNoticedAndNamesTheByte()
    {
        var whole = Bytes.Gzip(Bytes.Random(500, 3, 4));
        for (var length = 2; length < whole.Length; length++)
        {
            var error = Assert.Throws<OmniException>(() => Bytes.Decompress(whole[..length]));
            Assert.Equal("OH1002", error.Code);
            Assert.Contains($"byte {length} ", error.Message, StringComparison.Ordinal);
            Assert.Equal("x.gz", error.Place);
        }
    }

    [Fact]
    public void EveryTruncationOfASecondMemberIsNoticed()
    {
        var first = Bytes.Gzip("ACGU");
        var second = Bytes.Gzip(Bytes.Random(200, 4, 4));
        for (var length = 1; length < second.Length; length++)
            Assert.Equal("OH1002", Assert.Throws<OmniException>(() => Bytes.Decompress([.. first, .. second[..length]])).Code);
    }

    [Fact]
    public void TruncationOfALargeFileIsNoticed()
    {
        var whole = Bytes.Gzip(Bytes.Random(1 << 20, 5));
        Assert.Equal("OH1002", Assert.Throws<OmniException>(() => Bytes.Decompress(whole[..(whole.Length / 2)])).Code);
    }

    [Fact]
    public void CorruptBytesNeverPass()
    {
        var whole = Bytes.Gzip(Bytes.Random(100_000, 6));
        var random = new Xoshiro256(7);
        for (var i = 0; i < 50; i++)
        {
            var bad = (byte[])whole.Clone();
            bad[20 + random.Next(bad.Length - 20)] ^= (byte)(1 << random.Next(8));
            Assert.Contains(Assert.Throws<OmniException>(() => Bytes.Decompress(bad)).Code, new[] { "OH1002", "OH1003" });
        }
    }

    [Fact]
    public void TheContentDecidesNotTheExtension()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("plain.gz", "ACGU");
        Assert.Equal("ACGU", Encoding.ASCII.GetString(Bytes.ReadAll(CompressedInput.Open(path))));
        File.WriteAllBytes(path[..^3], Bytes.Gzip("GGCC"));
        Assert.Equal("GGCC", Encoding.ASCII.GetString(Bytes.ReadAll(CompressedInput.Open(path[..^3]))));
    }

    [Fact]
    public void FormatsThatAreNotReadAreNamed()
    {
        var error = Assert.Throws<OmniException>(() => Bytes.Decompress([0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3]));
        Assert.Equal("OH1004", error.Code);
        Assert.Contains("zstd", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileAndAFolderAreToldApart()
    {
        Assert.Contains(
            "does not exist", Assert.Throws<OmniException>(() => CompressedInput.Open("/nowhere/x.fa")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "folder", Assert.Throws<OmniException>(() => CompressedInput.Open(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }
}
