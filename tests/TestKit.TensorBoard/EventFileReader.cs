using System.Buffers.Binary;
using Google.Protobuf;
using OmniHelix.Training.TensorBoard;

namespace OmniHelix.TestKit.TensorBoard;

/// <summary>One record of an event file and where it stands.</summary>
/// <param name="Offset">First byte of the record in the file.</param>
/// <param name="Length">Bytes of the event.</param>
/// <param name="LengthCrc">Masked checksum of the length.</param>
/// <param name="DataCrc">Masked checksum of the event.</param>
/// <param name="Event">The event.</param>
public sealed record EventRecord(long Offset, long Length, uint LengthCrc, uint DataCrc, TensorBoardEvent Event);

/// <summary>What is wrong with an event file.</summary>
public enum EventFileDamage
{
    /// <summary>The file ends inside a record.</summary>
    Truncated,

    /// <summary>A checksum does not match.</summary>
    Corrupt,

    /// <summary>The bytes of a record are no event.</summary>
    NoEvent,
}

/// <summary>An event file is damaged.</summary>
/// <param name="damage">How.</param>
/// <param name="offset">First byte of the bad record.</param>
/// <param name="cause">What the decoder said.</param>
public sealed class EventFileException(EventFileDamage damage, long offset, Exception? cause = null)
    : Exception(FormattableString.Invariant($"{damage} at byte {offset}"), cause)
{
    public EventFileDamage Damage => damage;

    public long Offset => offset;
}

/// <summary>Reads TensorBoard event files and checks every checksum: says whether what the program writes can be read.</summary>
public static class EventFileReader
{
    private const int HeaderBytes = sizeof(long) + sizeof(uint);
    private const int FooterBytes = sizeof(uint);

    /// <summary>The records in file order.</summary>
    /// <exception cref="EventFileException">While enumerating; records before the bad one have been returned.</exception>
    public static IEnumerable<EventRecord> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderBytes];
        var footer = new byte[FooterBytes];
        for (long offset = 0; offset < stream.Length;)
        {
            if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
                throw new EventFileException(EventFileDamage.Truncated, offset);
            var length = BinaryPrimitives.ReadInt64LittleEndian(header);
            var lengthCrc = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(sizeof(long)));
            if (lengthCrc != Crc32C.Masked(header.AsSpan(0, sizeof(long)))) throw new EventFileException(EventFileDamage.Corrupt, offset);
            // The length is checked against the file before anything of its size is allocated.
            if (length < 0 || length > stream.Length - offset - HeaderBytes - FooterBytes)
                throw new EventFileException(EventFileDamage.Truncated, offset);
            var data = new byte[length];
            stream.ReadExactly(data);
            stream.ReadExactly(footer);
            var dataCrc = BinaryPrimitives.ReadUInt32LittleEndian(footer);
            if (dataCrc != Crc32C.Masked(data)) throw new EventFileException(EventFileDamage.Corrupt, offset);
            yield return new EventRecord(offset, length, lengthCrc, dataCrc, Decode(data, offset));
            offset += HeaderBytes + length + FooterBytes;
        }
    }

    private static TensorBoardEvent Decode(byte[] data, long offset)
    {
        try
        {
            return EventDecoding.Decode(data);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new EventFileException(EventFileDamage.NoEvent, offset, e);
        }
    }
}
