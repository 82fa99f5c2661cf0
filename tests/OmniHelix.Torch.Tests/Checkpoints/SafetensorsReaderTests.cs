using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Torch.Tests.Checkpoints;

public sealed class SafetensorsReaderTests : CheckpointFixture
{
    [Fact]
    public void TensorsAreReadInPlaceWithNamesInHeaderOrder()
    {
        const string Header = """
            {"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"I16","shape":[],"data_offsets":[8,10]}}
            """;
        using var checkpoint = Checkpoint.Open(PutSafetensors(Header, 10));
        Assert.Equal(["b", "a"], checkpoint.Names);
        Assert.True(checkpoint.TryGet("b", out var b));
        Assert.Equal((DType.Float32, 8), (b.Type, b.ByteLength));
        Assert.Equal([2L], b.Shape);
        var a = checkpoint.Get("a");
        Assert.Empty(a.Shape);
        Assert.Equal(b.Address + 8, a.Address);
        Assert.False(checkpoint.TryGet("c", out _));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype 'F33'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "the file has 5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "begins at 4, expected 0")]
    [
        InlineData(
            """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6,
            "gap or overlap")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "occurs twice")]
    [
        InlineData(
            """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2,
            "occurs twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1e0],"data_offsets":[0,1]}}""", 1, "plain integers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1, "plain integers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9007199254740993],"data_offsets":[0,1]}}""", 1, "plain integers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9007199254740992,9007199254740992,0],"data_offsets":[0,0]}}""", 0, "overflows")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", 1, "whole number of bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", 1, "'more'")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "strings to strings")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "'a' occurs twice")]
    [InlineData("""{"a":[[[[[1]]]]]}""", 0, "must be an object")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}} {}""", 1, "JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}""", 1, "JSON")]
    [InlineData(""" {}""", 0, "must begin with '{'")]
    [InlineData("", 0, "must begin with '{'")]
    public void EveryRuleOfTheFormatIsChecked(string header, int dataBytes, string message)
    {
        var path = PutSafetensors(header, dataBytes);
        var error = Assert.Throws<OmniException>(() => Checkpoint.Open(path));
        Assert.Equal("OH3010", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path + ", byte ", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    [InlineData(100_000_001UL)]
    [InlineData(int.MaxValue + 1UL)]
    [InlineData(3UL)]
    public void ImpossibleHeaderLengthsAreRefusedWithoutAllocating(ulong length)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("OH3010", Assert.Throws<OmniException>(() => Checkpoint.Open(Put("x.safetensors", bytes))).Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void TheHeaderLimitCanBeLowered()
    {
        var path = PutSafetensors("{}", 0);
        Checkpoint.Open(path, new CheckpointOptions { MaxHeaderBytes = 2 }).Dispose();
        Assert.Contains("the limit is 1", Assert.Throws<OmniException>(
            () => Checkpoint.Open(path, new CheckpointOptions { MaxHeaderBytes = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongNamesAndManyDimensionsAreRefused()
    {
        string Header(int nameLength, int rank)
        {
            var name = new string('n', nameLength);
            var shape = string.Join(',', Enumerable.Repeat(1, rank));
            return $$$"""{"{{{name}}}":{"dtype":"U8","shape":[{{{shape}}}],"data_offsets":[0,1]}}""";
        }

        Checkpoint.Open(PutSafetensors(Header(1024, 64), 1)).Dispose();
        Assert.Throws<OmniException>(() => Checkpoint.Open(PutSafetensors(Header(1025, 1), 1)));
        Assert.Throws<OmniException>(() => Checkpoint.Open(PutSafetensors(Header(1, 65), 1)));
    }

    [Fact]
    public void SubByteTypesAreListedButCannotBeRead()
    {
        using var checkpoint = Checkpoint.Open(PutSafetensors("""{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}""", 1));
        Assert.Equal(["a"], checkpoint.Names);
        Assert.Equal("OH3014", Assert.Throws<OmniException>(() => checkpoint.Get("a")).Code);
    }

    [Fact]
    public void AWrongNameSuggestsTheNearestOne()
    {
        using var checkpoint = Checkpoint.Open(PutSafetensors("""{"encoder.weight":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1));
        var error = Assert.Throws<OmniException>(() => checkpoint.Get("encoder.wieght"));
        Assert.Equal("OH3004", error.Code);
        Assert.Contains("'encoder.weight'", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void ADisposedCheckpointCannotBeRead()
    {
        var checkpoint = Checkpoint.Open(PutSafetensors("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1));
        checkpoint.Dispose();
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => checkpoint.Get("a"));
    }

    [Fact]
    public void EveryBrokenReferenceFileIsRefused()
    {
        var files = Directory.GetFiles(Path.Combine(Goldens, "safetensors-bad"), "*.safetensors");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("OH3010", Assert.Throws<OmniException>(() => Checkpoint.Open(file)).Code));
    }

    [Fact]
    public void ContentsAreTheFilesOwnBytes()
    {
        var bytes = PutAndRead("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8);
        MemoryMarshal.Cast<byte, float>(bytes.AsSpan(bytes.Length - 8))[1] = 1.5f;
        using var checkpoint = Checkpoint.Open(Put("x.safetensors", bytes));
        Assert.Equal([0f, 1.5f], MemoryMarshal.Cast<byte, float>(checkpoint.Get("a").Bytes).ToArray());
    }

    private byte[] PutAndRead(string header, int dataBytes) => File.ReadAllBytes(PutSafetensors(header, dataBytes));
}
