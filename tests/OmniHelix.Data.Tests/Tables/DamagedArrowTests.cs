using System.Buffers.Binary;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Arrow;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>
/// Arrow files that lie. What they claim is checked before it is believed; no claim costs memory or time that the file itself does not
/// have.
/// </summary>
public sealed class DamagedArrowTests : IDisposable
{
    private const byte Int = 2, Utf8 = 5, List = 12, FixedList = 16;

    private static readonly string Foreign = SourceTree.PathOf("tests", "OmniHelix.Data.Tests", "data", "arrow");

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("types.arrow")]
    [InlineData("types.arrows")]
    [InlineData("lz4.feather")]
    [InlineData("zstd.arrows")]
    [InlineData("dictionaries.arrows")]
    [InlineData("views.arrows")]
    public void ACutFileIsNeverAShorterOneAndAChangedByteNeverMoreThanAnError(string name)
    {
        var whole = File.ReadAllBytes(Path.Combine(Foreign, name));
        for (var length = 0; length < whole.Length; length += length < 1000 ? 1 : 37)
        {
            var error = Error(name, whole[..length]);
            Assert.Contains(error.Code, new[] { "OH1225", "OH1226" });
            Assert.Contains(", byte ", error.Place, StringComparison.Ordinal);
        }
        var random = new Xoshiro256(1);
        for (var i = 0; i < 500; i++)
        {
            var changed = whole.ToArray();
            changed[random.Next(whole.Length)] = (byte)random.Next(256);
            var path = Write(name, changed);
            try
            {
                Assert.InRange(Table.Open(path).Rows().Count(), 0, 1000);
            }
            catch (OmniException e)
            {
                Assert.StartsWith("OH12", e.Code, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AStreamEndsWithItsMark()
    {
        var whole = File.ReadAllBytes(Path.Combine(Foreign, "dictionaries.arrows"));
        Assert.Contains("no end mark", Error("a.arrows", whole[..^8]).Message, StringComparison.Ordinal);
        Assert.Contains("3 bytes follow", Error("a.arrows", [.. whole, 1, 2, 3]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, -8, "outside")]
    [InlineData(3, 0, long.MaxValue, "outside")]
    [InlineData(3, 1L << 40, 12, "outside")]
    [InlineData(3, -8, 12, "outside")]
    [InlineData(3, 0, 8, "12 are needed")]
    [InlineData(-1, 0, 12, "-1 rows")]
    [InlineData(4, 0, 12, "3 values in a batch of 4 rows")]
    public void NumbersOutsideTheBodyAreRefused(long rows, long offset, long length, string message) =>
        Assert.Contains(
            message,
            Error("a.arrows", Stream([Field("n", Int, Whole(32))], Batch(rows, [3, 0], [0, 0, offset, length]), new byte[16])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(new long[] { 3, 4 }, "4 of them missing")]
    [InlineData(new long[] { 3, -1 }, "-1 of them missing")]
    [InlineData(new long[] { -3, 0 }, "-3 values")]
    [InlineData(new long[] { 3, 1 }, "0 bytes where 1 are needed")]
    [InlineData(new long[] { }, "missing in a batch")]
    [InlineData(new long[] { 3, 0, 3, 0 }, "more counts")]
    public void CountsThatContradictEachOtherAreRefused(long[] counts, string message) =>
        Assert.Contains(
            message, Error("a.arrows", Stream([Field("n", Int, Whole(32))], Batch(3, counts, [0, 0, 0, 12]), new byte[16])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void BuffersDoNotOverlap() =>
        Assert.Contains(
            "overlaps",
            Error("a.arrows", Stream(
                [Field("a", Int, Whole(32)), Field("b", Int, Whole(32))], Batch(2, [2, 0, 2, 0], [0, 0, 0, 8, 8, 0, 4, 8]),
                new byte[16])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 2, 1, 3)]
    [InlineData(0, 1, 2, 5)]
    [InlineData(-1, 1, 2, 4)]
    [InlineData(3, 1, 2, 2)]
    [InlineData(0, 9, 2, 4)]
    public void OffsetsOfTextsRiseAndStayInside(int a, int b, int c, int d)
    {
        var body = new byte[24];
        foreach (var (offset, i) in new[] { a, b, c, d }.Select((o, i) => (o, i)))
            BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4 * i), offset);
        Assert.Contains(
            "offsets", Error("a.arrows", Stream([Field("s", Utf8, new())], Batch(3, [3, 0], [0, 0, 0, 16, 16, 4]), body)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 1, 0, 1, "buffer 1 of 1")]
    [InlineData(13, -1, 0, 1, "buffer -1 of 1")]
    [InlineData(13, 0, -4, 1, "at -4")]
    [InlineData(13, 0, 4, 1, "needs 13 bytes from 4")]
    [InlineData(-1, 0, 0, 1, "-1 bytes")]
    [InlineData(13, 0, 0, 2, "not counted")]
    [InlineData(13, 0, 0, -1, "not counted")]
    public void ViewsStayInsideTheirBuffers(int length, int buffer, int start, long buffers, string message)
    {
        var body = new byte[32];
        BinaryPrimitives.WriteInt32LittleEndian(body, length);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(8), buffer);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(12), start);
        var batch = Batch(1, [1, 0], [0, 0, 0, 16, 16, 16]).With(4, Bytes([buffers]), 1);
        Assert.Contains(message, Error("a.arrows", Stream([Field("v", 24, new())], batch, body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextIsValidUtf8ValueByValue()
    {
        // An é torn in two: valid as a whole only.
        var body = new byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(8), 2);
        "é"u8.CopyTo(body.AsSpan(16));
        Assert.Contains(
            "UTF-8", Error("a.arrows", Stream([Field("s", Utf8, new())], Batch(2, [2, 0], [0, 0, 0, 12, 16, 2]), body)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersOfADictionaryStayInsideAndItComesFirst()
    {
        FlatNode[] fields = [Field("s", Utf8, new()).With(4, new FlatNode().With(0, 5L).With(1, Whole(8)))];
        var values = new FlatNode().With(0, 5L).With(1, Batch(1, [1, 0], [0, 0, 0, 8, 8, 1]));
        byte[] texts = [0, 0, 0, 0, 1, 0, 0, 0, (byte)'A', 0, 0, 0, 0, 0, 0, 0];
        var rows = Batch(2, [2, 0], [0, 0, 0, 2]);
        Assert.Contains(
            "number 1 of a dictionary of 1",
            Error("a.arrows", Stream(fields, [(2, values, texts), (3, rows, [0, 1, 0, 0, 0, 0, 0, 0])])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "of a dictionary of 1", Error("a.arrows", Stream(fields, [(2, values, texts), (3, rows, [255, 0, 0, 0, 0, 0, 0, 0])])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not come before", Error("a.arrows", Stream(fields, [(3, rows, [0, 0, 0, 0, 0, 0, 0, 0])])).Message,
            StringComparison.Ordinal);
        var inOrder = Write("a.arrows", Stream(fields, [(2, values, texts), (3, rows, [0, 0, 0, 0, 0, 0, 0, 0])]));
        Assert.Equal(2, Table.Open(inOrder).Rows().Count(r => (string?)r["s"] == "A"));
    }

    [Fact]
    public void TypesNestedWithoutEndAreRefused()
    {
        var field = Field("n", Int, Whole(32));
        for (var i = 0; i < 500; i++) field = Field("l", List, new(), field);
        Assert.Contains("64 deep", Error("a.arrows", Stream([field], Batch(0, [], []), [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsThatNeedNoBytesHaveALimit()
    {
        Assert.Contains(
            "claims", Error("a.arrows", Stream([Field("n", 1, new())], Batch(1L << 40, [1L << 40, 0], []), [])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "values",
            Error("a.arrows", Stream(
                [Field("n", FixedList, new FlatNode().With(0, int.MaxValue), Field("i", 1, new()))],
                Batch(1, [1, 0, int.MaxValue, 0], [0, 0]), [])).Message,
            StringComparison.Ordinal);
        Assert.Equal(1000, Table.Open(
            Write("a.arrows", Stream([Field("n", 1, new())], Batch(1000, [1000, 0], []), []))).Rows().Count(r => r["n"] is null));
    }

    [Fact]
    public void ACompressedBufferCannotClaimMoreThanItCouldHold()
    {
        var batch = Batch(3, [3, 0], [0, 0, 0, 16]).With(3, new FlatNode().With(0, (byte)1));
        var body = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(body, 1 << 30);
        Assert.Contains(
            "claims to hold 1073741824", Error("a.arrows", Stream([Field("n", Int, Whole(32))], batch, body)).Message,
            StringComparison.Ordinal);
        BinaryPrimitives.WriteInt64LittleEndian(body, 12);
        Assert.Contains(
            "cannot be decompressed (Zstd)", Error("a.arrows", Stream([Field("n", Int, Whole(32))], batch, body)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "unknown codec 7",
            Error("a.arrows", Stream(
                [Field("n", Int, Whole(32))], Batch(3, [3, 0], [0, 0, 0, 16]).With(3, new FlatNode().With(0, (byte)7)), body)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, "a union")]
    [InlineData(18, "a duration")]
    [InlineData(25, "a view of lists")]
    public void TypesThatAreNotReadAreNamed(byte kind, string message)
    {
        var error = Error("a.arrows", Stream([Field("x", kind, new())], Batch(0, [], []), []));
        Assert.Equal("OH1226", error.Code);
        Assert.Contains("the column 'x' is " + message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetadataThatRefersToItselfIsRefused()
    {
        // An offset of 0 leads back to itself, one of 0xFFFFFFF0 backwards; and a table shared by all, which would unfold to 2 to the power
        // of 30.
        foreach (var offset in new uint[] { 0, 3, 0xFFFFFFF0 })
        {
            var bytes = Stream([Field("n", Int, Whole(32))], Batch(0, [0, 0], [0, 0, 0, 0]), []);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), offset);
            Assert.Contains("leads nowhere", Error("a.arrows", bytes).Message, StringComparison.Ordinal);
        }
        Assert.Contains(
            "again and again", Assert.Throws<OmniException>(() => Unfold(new FlatBuffer(Shared(), "x", 0).Root, 0)).Message,
            StringComparison.Ordinal);

        static void Unfold(FlatTable table, int depth)
        {
            if (depth > 40) return;
            foreach (var child in table.Tables(0)) Unfold(child, depth + 1);
        }
    }

    // Tables of 16 bytes, each with a vector that names the next one twice.
    private static byte[] Shared()
    {
        var bytes = new byte[12 + 40 * 24];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 12);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), 6);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), 8);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), 4);
        for (var i = 0; i < 40; i++)
        {
            var at = 12 + 24 * i;
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), at - 4);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 4), 4);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 8), i < 39 ? 2 : 0);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 12), 12);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 16), 8);
        }
        return bytes;
    }

    private static FlatNode Field(string name, byte kind, FlatNode type, params FlatNode[] children) =>
        new FlatNode().With(0, name).With(1, (byte)1).With(2, kind).With(3, type).With(5, children);

    private static FlatNode Whole(int bits) => new FlatNode().With(0, bits).With(1, (byte)1);

    private static FlatNode Batch(long rows, long[] counts, long[] buffers) =>
        new FlatNode().With(0, rows).With(1, Bytes(counts), counts.Length / 2).With(2, Bytes(buffers), buffers.Length / 2);

    private static byte[] Bytes(long[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    private static byte[] Stream(FlatNode[] fields, FlatNode batch, byte[] body) => Stream(fields, [(3, batch, body)]);

    private static byte[] Stream(FlatNode[] fields, (byte Kind, FlatNode Header, byte[] Body)[] batches) =>
        [
            .. Message(1, new FlatNode().With(1, fields), []), .. batches.SelectMany(b => Message(b.Kind, b.Header, b.Body)), 255, 255, 255,
            255, 0, 0, 0, 0];

    private static byte[] Message(byte kind, FlatNode header, byte[] body)
    {
        var message = new FlatNode().With(0, (short)4).With(1, kind).With(2, header).With(3, (long)body.Length).ToBytes();
        return [255, 255, 255, 255, .. BitConverter.GetBytes(message.Length), .. message, .. body];
    }

    private OmniException Error(string name, byte[] content) =>
        Assert.Throws<OmniException>(() => Table.Open(Write(name, content)).Rows().Count());

    private string Write(string name, byte[] content)
    {
        var path = scratch[name];
        File.WriteAllBytes(path, content);
        return path;
    }
}
