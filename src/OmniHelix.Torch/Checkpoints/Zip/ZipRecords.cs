using System.IO.Compression;
using System.IO.Hashing;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints.Zip;

/// <summary>
/// Contents of archive entries: in place when stored, inflated into owned memory otherwise; checksums verified on first use.
/// </summary>
internal sealed unsafe class ZipRecords(MappedFile file, NativeBuffers buffers)
{
    // A span holds no more than 2 GiB.
    private const int MostAtOnce = 1 << 30;

    private readonly Dictionary<string, nint> ready = new(StringComparer.Ordinal);

    /// <summary>The address of the contents, <see cref="ZipEntry.Length"/> bytes.</summary>
    public nint Read(ZipEntry entry)
    {
        if (ready.TryGetValue(entry.Name, out var known)) return known;
        var address = entry.Deflated ? Inflate(entry) : file.Address(entry.DataOffset, entry.Length);
        if (entry.Crc != 0 && Checksum(address, entry.Length) != entry.Crc)
            throw Error(entry, "the checksum is wrong: the contents are damaged");
        return ready[entry.Name] = address;
    }

    private nint Inflate(ZipEntry entry)
    {
        var address = buffers.Allocate(entry.Length, $"record '{entry.Name}'");
        using var stored = new UnmanagedMemoryStream((byte*)file.Address(entry.DataOffset, entry.StoredLength), entry.StoredLength);
        using var inflate = new DeflateStream(stored, CompressionMode.Decompress);
        try
        {
            long done = 0;
            while (done < entry.Length)
            {
                var got = inflate.Read(new Span<byte>((void*)(address + (nint)done), (int)Math.Min(MostAtOnce, entry.Length - done)));
                if (got == 0) throw Error(entry, $"inflates to {done} bytes, {entry.Length} were promised");
                done += got;
            }
            if (inflate.ReadByte() >= 0) throw Error(entry, $"inflates to more than the {entry.Length} bytes promised");
        }
        catch (InvalidDataException e)
        {
            throw Error(entry, "the deflated data is damaged", e);
        }
        return address;
    }

    private static uint Checksum(nint address, long length)
    {
        var crc = new Crc32();
        for (long done = 0; done < length; done += MostAtOnce)
            crc.Append(new ReadOnlySpan<byte>((void*)(address + (nint)done), (int)Math.Min(MostAtOnce, length - done)));
        return crc.GetCurrentHashAsUInt32();
    }

    private OmniException Error(ZipEntry entry, string message, Exception? inner = null) =>
        new("OH3101", $"record '{entry.Name}': {message}", $"{file.Path}, byte {entry.DataOffset}", "Download the file again.", inner);
}
