using System.Buffers.Binary;
using System.IO.Compression;
using OmniHelix.Data.Numpy;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>What a damaged table or array file claims takes no memory before it is checked.</summary>
public sealed class ClaimedSizesTests : IDisposable
{
    private static readonly string Goldens = Path.Combine("tests", "goldens", "files");
    private static readonly string Foreign = Path.Combine("tests", "OmniHelix.Data.Tests", "data", "arrow");

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    public static TheoryData<string> ArrowFiles =>
        [.. Files(Foreign, "*.arrow*"), .. Files(Foreign, "*.feather"), .. Files(Path.Combine(Goldens, "parquet"), "*.arrow")];

    [Theory]
    [MemberData(nameof(ArrowFiles))]
    public void OfArrowFiles(string file) => CostNoMemory(file, path =>
    {
        foreach (var chunk in Table.Open(path).Chunks()) Assert.InRange(chunk.Rows, 1, 2048);
    });

    [Theory]
    [InlineData("version2.npy")]
    [InlineData("fortran_3d.npy")]
    [InlineData("unicode.npy")]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void OfNumpyFiles(string file) => CostNoMemory(Path.Combine(Goldens, "numpy", file), path =>
    {
        if (path.EndsWith(".npz", StringComparison.Ordinal)) NpzFile.Read(path);
        else NpyFile.Read(path);
    });

    // What DuckDB takes itself is not counted here; it has a limit of its own.
    [Fact]
    public void OfAParquetFile() => CostNoMemory(Path.Combine(Goldens, "parquet", "byte_stream_split.parquet"), path =>
    {
        foreach (var chunk in Table.Open(path).Chunks()) Assert.InRange(chunk.Rows, 1, 2048);
    }, copies: 40);

    [Fact]
    public void OfAnArchiveWhoseArrayIsAThousandTimesAsLargeAsWhatIsThere()
    {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (60000000,), }\n"u8.ToArray();
        byte[] array = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. new byte[70_000]];
        var random = new Xoshiro256(1);
        foreach (ref var number in array.AsSpan(array.Length - 70_000)) number = (byte)random.Next(256);
        var archive = Archive("x.npy", array);
        var claimed = array.Length - 70_000 + 60_000_000;
        // The size of the contents: 24 bytes into the entry of the directory, which begins with PK and 1, 2.
        var entry = archive.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(entry + 24), claimed);
        var path = scratch["x.npz"];
        File.WriteAllBytes(path, archive);
        Assert.Equal("OH1224", Assert.Throws<OmniException>(() => NpzFile.Read(path)).Code);
        Assert.InRange(LyingNumbers.Taken(_ => NpzFile.Read(path), archive), 1, LyingNumbers.Allowed(archive.Length));
    }

    private static byte[] Archive(string name, byte[] content)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open()) entry.Write(content);
        return stream.ToArray();
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        from file in Directory.EnumerateFiles(SourceTree.PathOf(folder), pattern)
        orderby Path.GetFileName(file)
        select Path.GetRelativePath(SourceTree.Root, file);

    private void CostNoMemory(string file, Action<string> read, int copies = 400)
    {
        var path = scratch[Path.GetFileName(file)];
        LyingNumbers.CostNoMemory(File.ReadAllBytes(SourceTree.PathOf(file)), bytes =>
        {
            File.WriteAllBytes(path, bytes);
            read(path);
        }, copies);
    }
}
