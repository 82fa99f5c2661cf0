using System.Buffers.Binary;
using OmniHelix.TestKit.TensorBoard;
using OmniHelix.Training.TensorBoard;

namespace OmniHelix.Training.Tests.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(Action<EventFileWriter> fill)
    {
        using var writer = new EventFileWriter(folder.Path);
        fill(writer);
        return writer.FilePath;
    }

    private string WriteBytes(params byte[][] parts)
    {
        var path = folder["events.out.tfevents.1.x"];
        File.WriteAllBytes(path, [.. parts.SelectMany(p => p)]);
        return path;
    }

    private static EventFileException ErrorOf(string path) =>
        Assert.Throws<EventFileException>(() => EventFileReader.Read(path).Count());

    [Fact]
    public void ReadsBackScalars()
    {
        var path = Write(w => w.AddScalar("train/loss", 0.25, 3));
        var events = EventFileReader.Read(path).Select(r => r.Event).ToList();
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal((3L, "train/loss", 0.25f), (events[1].Step, events[1].Values![0].Tag, events[1].Values![0].Scalar!.Value));
    }

    [Fact]
    public void EveryRecordIsReadableBeforeTheFileIsClosed()
    {
        using var writer = new EventFileWriter(folder.Path);
        writer.AddScalar("a", 1, 1);
        Assert.Equal(2, EventFileReader.Read(writer.FilePath).Count());
    }

    [Fact]
    public void TwoWritersOfOneSecondDoNotShareAFile()
    {
        using var first = new EventFileWriter(folder.Path);
        using var second = new EventFileWriter(folder.Path);
        Assert.NotEqual(first.FilePath, second.FilePath);
    }

    [Fact]
    public void EveryTruncationIsFoundAtTheRecordItTears()
    {
        var path = Write(w => w.AddScalar("loss", 1, 1));
        var bytes = File.ReadAllBytes(path);
        var second = EventFileReader.Read(path).Last().Offset;
        for (var length = 1; length < bytes.Length; length++)
        {
            if (length == second) continue;
            var torn = WriteBytes(bytes[..length]);
            var e = ErrorOf(torn);
            Assert.Equal((EventFileDamage.Truncated, length < second ? 0 : second), (e.Damage, e.Offset));
        }
    }

    [Fact]
    public void EveryFlippedBitIsFound()
    {
        var bytes = File.ReadAllBytes(Write(w => w.AddScalar("loss", 1, 1)));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var bad = bytes.ToArray();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(EventFileDamage.Corrupt, ErrorOf(WriteBytes(bad)).Damage);
        }
    }

    [Fact]
    public void AnEmptyFileHasNoRecords() => Assert.Empty(EventFileReader.Read(WriteBytes()));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1L << 40)]
    public void AHugeLengthWithARightChecksumAllocatesNothing(long length)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Crc32C.Masked(header.AsSpan(0, 8)));
        Assert.Equal(EventFileDamage.Truncated, ErrorOf(WriteBytes(header, new byte[100])).Damage);
    }

    [Theory]
    [InlineData("09000000")]
    [InlineData("2AFFFFFFFF0F")]
    [InlineData("00")]
    [InlineData("1A02C3")]
    public void ARecordThatIsNoEventIsRefused(string hex) =>
        Assert.Equal(EventFileDamage.NoEvent, ErrorOf(WriteBytes(EventFileWriter.Frame(Convert.FromHexString(hex)))).Damage);

    [Fact]
    public void RandomRecordsNeverCrashTheReader()
    {
        var random = new Xoshiro256(11);
        var read = 0;
        for (var i = 0; i < 400; i++)
        {
            var message = new byte[random.Next(40)];
            for (var k = 0; k < message.Length; k++) message[k] = (byte)random.Next(256);
            if (message.Length > 0) message[0] = (byte)(random.Next(2) == 0 ? 0x2A : 0x09);
            try
            {
                read += EventFileReader.Read(WriteBytes(EventFileWriter.Frame(message))).Count();
            }
            catch (EventFileException e)
            {
                Assert.Equal(EventFileDamage.NoEvent, e.Damage);
            }
        }
        Assert.InRange(read, 1, 399);
    }

    [Fact]
    public void AFieldOfAnUnknownKindIsPassedOver()
    {
        // Field 4 (a graph), then step 7.
        var record = Assert.Single(EventFileReader.Read(WriteBytes(EventFileWriter.Frame(Convert.FromHexString("2203010203" + "1007")))));
        Assert.Equal(7, record.Event.Step);
    }
}
