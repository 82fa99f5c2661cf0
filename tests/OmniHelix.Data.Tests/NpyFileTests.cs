using System.Buffers.Binary;
using System.Text;
using OmniHelix.Data.Numpy;

namespace OmniHelix.Data.Tests;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("(3,)", 3L)]
    [InlineData("(2, 3)", 2L, 3L)]
    [InlineData("(0, 3)", 0L, 3L)]
    [InlineData("()")]
    [
        InlineData(
            "(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)", 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L,
            1L, 1L, 1L, 1L)]
    public void HeaderAndNumbersFollowTheFormat(string tuple, params long[] shape)
    {
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => i + 0.5f).ToArray();
        var path = scratch["x.npy"];
        NpyFile.Write(path, NpyArray.Of<float>(values, shape));
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
    public void ValuesMustFillTheShape() => Assert.Throws<ArgumentException>(() => NpyArray.Of<float>(new float[5], 2, 3));

    [Fact]
    public void ArraysComeBackAsTheyWereWritten()
    {
        var path = scratch["x.npy"];
        NpyFile.Write(path, NpyArray.Of<double>([1.5, double.NaN, -0.0], 3));
        Assert.Equal([1.5, double.NaN, -0.0], NpyFile.Read(path).As<double>().ToArray());
        NpyFile.Write(path, NpyArray.Of<bool>([true, false], 1, 2));
        var flags = NpyFile.Read(path);
        Assert.Equal("|b1", flags.Type.ToString());
        Assert.Equal([1L, 2L], flags.Shape);
        Assert.Equal([1, 0], flags.ToDoubles());
        NpyFile.Write(path, NpyArray.OfText(["ACGT", "é▁𝛼", ""]));
        Assert.Equal(["ACGT", "é▁𝛼", ""], NpyFile.Read(path).ToTexts());
        Assert.Throws<InvalidOperationException>(() => flags.As<byte>().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ArchivesComeBackAsTheyWereWritten(bool compress)
    {
        var path = scratch["x.npz"];
        NpzFile.Write(path, [new("a", NpyArray.Of<float>(new float[200], 10, 20)), new("b c", NpyArray.OfText(["x"]))], compress);
        var arrays = NpzFile.Read(path);
        Assert.Equal(["a", "b c"], arrays.Select(a => a.Key));
        Assert.Equal(new float[200], arrays[0].Value.As<float>().ToArray());
        var bytes = File.ReadAllBytes(path);
        NpzFile.Write(path, arrays, compress);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 3, "OH1223")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 5, "OH1223")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }", 4, "OH1223")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 4, "OH1221")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 99999999999999999999), }", 4, "OH1221")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (True,), }", 4, "OH1221")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", 4, "OH1221")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 4, "OH1221")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", 4, "OH1221")]
    [InlineData("{'descr': '<f4\\', 'fortran_order': False, 'shape': (1,), }", 4, "OH1221")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,", 4, "OH1221")]
    [InlineData("", 4, "OH1221")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "OH1222")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, "OH1222")]
    [InlineData("{'descr': '<f3', 'fortran_order': False, 'shape': (1,), }", 3, "OH1222")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (1,), }", 4, "OH1222")]
    public void HostileHeadersAreRefused(string header, int bytes, string code)
    {
        var text = Encoding.Latin1.GetBytes(header + "\n");
        var path = scratch["x.npy"];
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. new byte[bytes]]);
        var error = Assert.Throws<OmniException>(() => NpyFile.Read(path));
        Assert.Equal((code, path), (error.Code, error.Place));
    }

    [Fact]
    public void EveryTruncationOfAnArrayOrArchiveIsRefused()
    {
        foreach (var (name, codes) in new[] { ("x.npy", new[] { "OH1220", "OH1221", "OH1223" }), ("x.npz", ["OH1224"]) })
        {
            var path = scratch[name];
            var array = NpyArray.Of<int>([1, 2, 3], 3);
            if (name == "x.npy") NpyFile.Write(path, array);
            else NpzFile.Write(path, [new("a", array)], compress: true);
            var bytes = File.ReadAllBytes(path);
            for (var length = 0; length < bytes.Length; length++)
            {
                File.WriteAllBytes(path, bytes[..length]);
                Assert.Contains(
                    Assert.Throws<OmniException>(() => name == "x.npy" ? NpyFile.Read(path).Count : NpzFile.Read(path).Count).Code, codes);
            }
        }
    }
}
