using System.Buffers.Binary;
using System.Text;
using OmniHelix.Torch.Checkpoints.Memory;

namespace OmniHelix.Torch.Checkpoints.Zip;

/// <summary>
/// The central directory of a zip file, read strictly: sizes come from it alone, local headers must agree, entries must not overlap, and
/// names, flags and methods that a weights file has no use for are refused.
/// </summary>
internal sealed class ZipDirectory
{
    private const int MaxEntries = 1_000_000;
    private const int MaxRatio = 1000;
    private const uint EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50;
    private const uint CentralSignature = 0x02014b50, LocalSignature = 0x04034b50;
    private const int EndSize = 22, End64Size = 56, Locator64Size = 20, CentralSize = 46, LocalSize = 30;
    private const int EncryptedFlags = 0x2041, DescriptorFlag = 0x8;
    private const uint Zip64Marker = uint.MaxValue;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly MappedFile file;
    private readonly Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);

    private ZipDirectory(MappedFile file) => this.file = file;

    public IReadOnlyDictionary<string, ZipEntry> Entries => entries;

    public static ZipDirectory Read(MappedFile file)
    {
        var directory = new ZipDirectory(file);
        var (count, start, end) = directory.FindDirectory();
        directory.ReadEntries(count, start, end);
        directory.CheckOverlap(start);
        return directory;
    }

    private (long Count, long Start, long End) FindDirectory()
    {
        var end = FindEnd();
        var record = file.Bytes(end, EndSize);
        long count = U16(record, 10), size = U32(record, 12), start = U32(record, 16);
        if (U16(record, 4) is not (0 or 0xFFFF) || U16(record, 6) is not (0 or 0xFFFF))
            throw Error(end, "archives in several parts are not supported");
        var directoryEnd = end;

        if (end >= Locator64Size && U32(file.Bytes(end - Locator64Size, 4), 0) == Locator64Signature)
        {
            var at = U64(file.Bytes(end - Locator64Size, Locator64Size), 8);
            if (at > (ulong)(end - Locator64Size) || end - Locator64Size - (long)at < End64Size)
                throw Error(end, "the zip64 end record lies outside the file");
            var record64 = file.Bytes((long)at, End64Size);
            if (U32(record64, 0) != End64Signature || U32(record64, 16) != 0 || U32(record64, 20) != 0)
                throw Error((long)at, "the zip64 end record is damaged");
            ulong count64 = U64(record64, 32), size64 = U64(record64, 40), start64 = U64(record64, 48);
            if (!Agrees(count, 0xFFFF, count64) || !Agrees(size, Zip64Marker, size64) || !Agrees(start, Zip64Marker, start64))
                throw Error(end, "the two end records contradict each other");
            count = Bounded(count64);
            size = Bounded(size64);
            start = Bounded(start64);
            directoryEnd = (long)at;
        }
        if (count > MaxEntries) throw Error(end, $"the directory claims {count} entries, the limit is {MaxEntries}");
        if (size > directoryEnd || start != directoryEnd - size)
            throw Error(end, $"the directory is said to be {size} bytes at {start}, expected it to end at {directoryEnd}");
        return (count, start, directoryEnd);
    }

    private static long Bounded(ulong value) => (long)Math.Min(value, long.MaxValue);

    private static bool Agrees(long value, long marker, ulong value64) => value == marker || (ulong)value == value64;

    private long FindEnd()
    {
        var most = (int)Math.Min(file.Length, EndSize + ushort.MaxValue);
        var tail = file.Bytes(file.Length - most, most);
        for (var i = most - EndSize; i >= 0; i--)
            if (U32(tail, i) == EndSignature && i + EndSize + U16(tail, i + 20) == most) return file.Length - most + i;
        throw Error(file.Length, "the zip directory is missing: the file is cut off or has foreign bytes at its end");
    }

    private void ReadEntries(long count, long start, long end)
    {
        var at = start;
        for (var i = 0; i < count; i++)
        {
            if (end - at < CentralSize) throw Error(at, $"the directory ends after {i} of {count} entries");
            var fixedPart = file.Bytes(at, CentralSize);
            if (U32(fixedPart, 0) != CentralSignature) throw Error(at, "expected a directory entry here");
            int nameLength = U16(fixedPart, 28), extraLength = U16(fixedPart, 30), commentLength = U16(fixedPart, 32);
            var length = CentralSize + nameLength + extraLength + commentLength;
            if (end - at < length) throw Error(at, "a directory entry runs past the directory");
            ReadEntry(at, file.Bytes(at, length), nameLength, extraLength);
            at += length;
        }
        if (at != end) throw Error(at, $"the directory holds more than the {count} entries it claims");
    }

    private void ReadEntry(long at, ReadOnlySpan<byte> entry, int nameLength, int extraLength)
    {
        var nameBytes = entry.Slice(CentralSize, nameLength);
        var name = CheckName(at, nameBytes);
        int flags = U16(entry, 8), method = U16(entry, 10);
        var crc = U32(entry, 16);
        ulong stored = U32(entry, 20), length = U32(entry, 24), header = U32(entry, 42);
        ReadZip64(at, entry.Slice(CentralSize + nameLength, extraLength), ref length, ref stored, ref header);

        if ((flags & EncryptedFlags) != 0) throw Error(at, $"'{name}' is encrypted");
        if (method is not (0 or 8)) throw Error(at, $"'{name}' uses compression method {method}; stored and deflated are supported");
        if ((U32(entry, 38) >> 28) == 0xA) throw Error(at, $"'{name}' is a symbolic link");
        if (header > (ulong)file.Length || stored > (ulong)file.Length) throw Error(at, $"'{name}' lies outside the file");
        if (method == 0 && stored != length) throw Error(at, $"'{name}' is stored with {stored} bytes but claims {length}");
        if (method == 8 && length / MaxRatio > stored)
            throw Error(at, $"'{name}' claims to inflate {stored} bytes to {length}; a ratio over {MaxRatio} is refused");

        var data = CheckLocalHeader((long)header, nameBytes, new ZipHeader(name, flags, method, crc, stored, length));
        if (name.EndsWith('/') && length == 0) return;
        if (!entries.TryAdd(name, new ZipEntry(name, method == 8, crc, (long)stored, (long)length, (long)header, data)))
            throw Error(at, $"the name '{name}' occurs twice");
    }

    private string CheckName(long at, ReadOnlySpan<byte> bytes)
    {
        string name;
        try
        {
            name = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Error(at, "an entry name is not UTF-8", e);
        }
        var parts = name.TrimEnd('/').Split('/');
        if (name.Any(char.IsControl) || name.Contains('\\', StringComparison.Ordinal) || (name.Length > 1 && name[1] == ':')
            || parts.Any(p => p is "" or "." or ".."))
            throw Error(at, $"the entry name '{Shown(name)}' is empty, absolute or leaves its folder");
        return name;
    }

    private static string Shown(string name) => new([.. name.Select(c => char.IsControl(c) ? '?' : c)]);

    private void ReadZip64(long at, ReadOnlySpan<byte> extra, ref ulong length, ref ulong stored, ref ulong header)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), size = U16(extra, 2);
            if (size > extra.Length - 4) throw Error(at, "an extra field runs past its entry");
            if (id == 1)
            {
                var field = extra.Slice(4, size);
                Widen(at, ref length, ref field);
                Widen(at, ref stored, ref field);
                Widen(at, ref header, ref field);
            }
            extra = extra[(4 + size)..];
        }
    }

    private void Widen(long at, ref ulong value, ref ReadOnlySpan<byte> field)
    {
        if (value != Zip64Marker) return;
        if (field.Length < 8) throw Error(at, "a zip64 field is too short");
        value = U64(field, 0);
        field = field[8..];
    }

    // Returns where the data starts. With a data descriptor the local sizes may be left at zero.
    private long CheckLocalHeader(long at, ReadOnlySpan<byte> nameBytes, ZipHeader central)
    {
        var name = central.Name;
        if (file.Length - at < LocalSize) throw Error(at, $"the local header of '{name}' is cut off");
        var local = file.Bytes(at, LocalSize);
        if (U32(local, 0) != LocalSignature) throw Error(at, $"expected the local header of '{name}' here");
        int nameLength = U16(local, 26), extraLength = U16(local, 28);
        var data = at + LocalSize + nameLength + extraLength;
        if (data > file.Length || file.Length - data < (long)central.StoredLength)
            throw Error(at, $"'{name}' runs past the end of the file");
        if (!file.Bytes(at + LocalSize, nameLength).SequenceEqual(nameBytes))
            throw Error(at, $"the local name of '{name}' differs from the directory");
        if (((U16(local, 6) ^ central.Flags) & (EncryptedFlags | DescriptorFlag)) != 0 || U16(local, 8) != central.Method)
            throw Error(at, $"the local header of '{name}' contradicts the directory");

        var crc = U32(local, 14);
        ulong stored = U32(local, 18), length = U32(local, 22), unused = 0;
        if (stored == Zip64Marker || length == Zip64Marker)
            ReadZip64(at, file.Bytes(at + LocalSize + nameLength, extraLength), ref length, ref stored, ref unused);
        var mayBeZero = (central.Flags & DescriptorFlag) != 0;
        if (!Agree(stored, central.StoredLength, mayBeZero) || !Agree(length, central.Length, mayBeZero)
            || !Agree(crc, central.Crc, mayBeZero))
            throw Error(at, $"size or checksum in the local header of '{name}' contradict the directory");
        return data;
    }

    private static bool Agree(ulong local, ulong central, bool mayBeZero) => local == central || (mayBeZero && local == 0);

    private void CheckOverlap(long directoryStart)
    {
        long cursor = 0;
        foreach (var entry in entries.Values.OrderBy(e => e.HeaderOffset))
        {
            if (entry.HeaderOffset < cursor) throw Error(entry.HeaderOffset, $"'{entry.Name}' overlaps another entry");
            cursor = entry.DataOffset + entry.StoredLength;
        }
        if (cursor > directoryStart) throw Error(cursor, "an entry overlaps the directory");
    }

    private OmniException Error(long offset, string message, Exception? inner = null) =>
        new(
            "OH3100", message, $"{file.Path}, byte {offset}",
            "The file is damaged or was made to mislead: download it again, or convert it to safetensors where you trust it.", inner);

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
