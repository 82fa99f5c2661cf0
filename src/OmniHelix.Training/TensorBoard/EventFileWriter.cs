using System.Buffers.Binary;
using System.Globalization;

namespace OmniHelix.Training.TensorBoard;

/// <summary>
/// Writes a TensorBoard event file: records of length, checksum of the length, data, checksum of the data. Each event reaches the operating
/// system before the call returns, so a killed run loses nothing but a torn last record. The file grows; it is never rewritten.
/// </summary>
public sealed class EventFileWriter : IDisposable
{
    private const int HeaderBytes = sizeof(long) + sizeof(uint), FooterBytes = sizeof(uint);

    private readonly FileStream stream;
    private readonly TimeProvider time;

    /// <summary>Starts a new event file in a folder, which is created. TensorBoard joins all event files of a folder.</summary>
    /// <exception cref="OmniException">OH6001 or OH6002 when it cannot be written.</exception>
    public EventFileWriter(string folder, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        var now = Now();
        var stem = Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)now}.{Environment.MachineName}.{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(folder);
            stream = OpenNew(stem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, stem);
        }
        Write(new TensorBoardEvent(now, FileVersion: "brain.Event:2", Writer: "omnihelix"));
    }

    /// <summary>The file written.</summary>
    public string FilePath => stream.Name;

    /// <summary>Adds a scalar.</summary>
    public void AddScalar(string tag, double value, long step) => Write(new(Now(), step, Values: [new(tag) { Scalar = (float)value }]));

    /// <summary>Adds any event.</summary>
    /// <exception cref="OmniException">OH6001 or OH6002 when it cannot be written.</exception>
    public void Write(TensorBoardEvent e)
    {
        try
        {
            stream.Write(Frame(EventEncoding.Encode(e)));
        }
        catch (IOException cause)
        {
            throw AtomicFile.Translate(cause, FilePath);
        }
    }

    /// <summary>Flushes to disk and closes.</summary>
    public void Dispose()
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
    }

    /// <summary>The bytes of one record.</summary>
    internal static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var record = new byte[HeaderBytes + data.Length + FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), Crc32C.Masked(record.AsSpan(0, sizeof(long))));
        data.CopyTo(record.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + data.Length), Crc32C.Masked(data));
        return record;
    }

    // Two writers of one second must not share a file. Without a buffer each record is one call to the system.
    private static FileStream OpenNew(string stem)
    {
        for (var i = 0; ; i++)
        {
            var path = i == 0 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}.{i}");
            if (!File.Exists(path)) return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
    }

    private double Now() => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
}
