using System.Buffers.Binary;
using System.Text;

namespace OmniHelix.Data.Tests;

public sealed class NpyFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("(3,)", 3L)]
    [InlineData("(2, 3)", 2L, 3L)]
    [InlineData("(0, 3)", 0L, 3L)]
    [InlineData("()")]
    [InlineData("(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)", 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L)]
    public void HeaderAndNumbersFollowTheFormat(string tuple, params long[] shape)
    {
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => i + 0.5f).ToArray();
        var path = Path.Combine(scratch.Folder, "x.npy");
        NpyFile.Write(path, values, shape);
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        Assert.Equal(0, start % 64);
        var header = Encoding.Latin1.GetString(bytes[10..start]);
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        Assert.Equal($"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple}, }}", header.TrimEnd());
        Assert.Equal(values, bytes[start..].Chunk(4).Select(b => BinaryPrimitives.ReadSingleLittleEndian(b)));
    }

    [Fact]
    public void ValuesMustFillTheShape() => Assert.Throws<ArgumentException>(() => NpyFile.Write(Path.Combine(scratch.Folder, "x.npy"), new float[5], 2, 3));
}
