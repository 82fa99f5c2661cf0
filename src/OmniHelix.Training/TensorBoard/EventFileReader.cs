using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;

namespace OmniHelix.Training.TensorBoard;

/// <summary>One record of an event file and where it stands.</summary>
/// <param name="Offset">First byte of the record in the file.</param>
/// <param name="Length">Bytes of the event.</param>
/// <param name="LengthCrc">Masked checksum of the length.</param>
/// <param name="DataCrc">Masked checksum of the event.</param>
/// <param name="Event">The event.</param>
public sealed record EventRecord(long Offset, long Length, uint LengthCrc, uint DataCrc, TensorBoardEvent Event);

/// <summary>Reads TensorBoard event files and checks every checksum.</summary>
public static class EventFileReader
{
    internal const int HeaderBytes = sizeof(long) + sizeof(uint);
    internal const int FooterBytes = sizeof(uint);

    /// <summary>The records in file order.</summary>
    /// <exception cref="OmniException">
    /// While enumerating: OH5150 when the file ends inside a record (its byte offset is the place), OH5151 when a checksum does not match, OH5152 when
    /// a record is no event, OH6002 when the file cannot be read. Records before the bad one have been returned.
    /// </exception>
    public static IEnumerable<EventRecord> Read(string path)
    {
        using var stream = Open(path);
        var header = new byte[HeaderBytes];
        var footer = new byte[FooterBytes];
        for (long offset = 0; offset < stream.Length;)
        {
            if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) throw Truncated(path, offset, stream.Length);
            var length = BinaryPrimitives.ReadInt64LittleEndian(header);
            var lengthCrc = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(sizeof(long)));
            if (lengthCrc != Crc32C.Masked(header.AsSpan(0, sizeof(long)))) throw Corrupt(path, offset, "length");
            // The length is checked against the file before anything of its size is allocated.
            if (length < 0 || length > stream.Length - offset - HeaderBytes - FooterBytes) throw Truncated(path, offset, stream.Length);
            if (length > Array.MaxLength) throw NotAnEvent(path, offset, null);
            var data = new byte[length];
            stream.ReadExactly(data);
            stream.ReadExactly(footer);
            var dataCrc = BinaryPrimitives.ReadUInt32LittleEndian(footer);
            if (dataCrc != Crc32C.Masked(data)) throw Corrupt(path, offset, "data");
            yield return new EventRecord(offset, length, lengthCrc, dataCrc, Decode(data, path, offset));
            offset += HeaderBytes + length + FooterBytes;
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH6002", $"cannot read: {e.Message}", path, "Name an event file.", e);
        }
    }

    private static TensorBoardEvent Decode(byte[] data, string path, long offset)
    {
        try
        {
            return EventDecoding.Decode(data);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw NotAnEvent(path, offset, e);
        }
    }

    private static OmniException Truncated(string path, long offset, long size) => new("OH5150",
        string.Create(CultureInfo.InvariantCulture, $"the file ends inside a record: {size} bytes, the record at byte {offset} is not complete"), Place(path, offset),
        "The writer was interrupted or the copy is incomplete; the records before this one are good.");

    private static OmniException Corrupt(string path, long offset, string part) => new("OH5151",
        $"the checksum of the record's {part} does not match", Place(path, offset), "The file was damaged after it was written; copy it again.");

    private static OmniException NotAnEvent(string path, long offset, Exception? cause) => new("OH5152",
        "the record is not a TensorBoard event", Place(path, offset), "The checksums are right, so another program wrote this file.", cause);

    private static string Place(string path, long offset) => string.Create(CultureInfo.InvariantCulture, $"{path}: byte {offset}");
}
