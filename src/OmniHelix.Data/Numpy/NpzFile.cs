using System.IO.Compression;

namespace OmniHelix.Data.Numpy;

/// <summary>Named arrays in a zip archive, NumPy's <c>.npz</c>, stored or deflated.</summary>
public static class NpzFile
{
    private const string Ending = ".npy";
    private const int MostArrays = 1_000_000;
    private const long MostShrunk = 1000;

    /// <summary>Reads all arrays, in the order of the archive.</summary>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1224 no zip archive, a damaged one, or one that is not trusted:
    /// names with folders or <c>..</c>, names that repeat, more than 1000 bytes out of one; what <see cref="NpyFile.Read"/>
    /// reports.</exception>
    public static IReadOnlyList<KeyValuePair<string, NpyArray>> Read(string path)
    {
        using var stream = NpyFile.Open(path);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            if (zip.Entries.Count > MostArrays) throw Refused($"it has {zip.Entries.Count} entries", path);
            var arrays = new List<KeyValuePair<string, NpyArray>>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                var name = NameOf(entry, path);
                if (!names.Add(name)) throw Refused($"two arrays are called '{name}'", path);
                arrays.Add(new(name, Read(entry, $"{path}, array '{name}'")));
            }
            return arrays;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException)
        {
            throw new OmniException("OH1224", $"is a damaged archive: {e.Message.TrimEnd('.')}", path, "Copy or write it again.", e);
        }
    }

    /// <summary>Writes arrays.</summary>
    /// <param name="path">The file; written whole or not at all.</param>
    /// <param name="arrays">Names and arrays.</param>
    /// <param name="compress">Deflated rather than stored.</param>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compress = false) =>
        WriteParts(path, arrays.Select(array => KeyValuePair.Create<string, Action<Stream>>(array.Key, array.Value.Write)), compress);

    /// <summary>Writes arrays that are too large to be held, each by what writes it as an <c>.npy</c> file.</summary>
    /// <param name="path">The file; written whole or not at all.</param>
    /// <param name="arrays">Names, and what writes them.</param>
    /// <param name="compress">Deflated rather than stored.</param>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void WriteParts(string path, IEnumerable<KeyValuePair<string, Action<Stream>>> arrays, bool compress = false) =>
        AtomicFile.Write(path, stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, write) in arrays)
        {
            var entry = zip.CreateEntry(name + Ending, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            // The clock does not belong into results.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var content = entry.Open();
            write(content);
        }
    });

    private static string NameOf(ZipArchiveEntry entry, string path)
    {
        var name = entry.FullName;
        if (name.AsSpan().ContainsAny("/\\:\0") || name is "" or "." or "..") throw Refused($"the name '{name}' leads into a folder", path);
        if (entry.IsEncrypted) throw Refused($"'{name}' is encrypted", path);
        return name.EndsWith(Ending, StringComparison.Ordinal) ? name[..^Ending.Length] : throw Refused($"'{name}' is no .npy array", path);
    }

    private static NpyArray Read(ZipArchiveEntry entry, string place)
    {
        if (entry.Length / MostShrunk > entry.CompressedLength)
            throw Refused($"{entry.CompressedLength} bytes claim to become {entry.Length}", place);
        using var content = entry.Open();
        var array = NpyArray.Read(content, entry.Length, entry.CompressedLength, place);
        if (content.ReadByte() >= 0) throw new InvalidDataException($"'{entry.FullName}' is longer than the archive says");
        return array;
    }

    private static OmniException Refused(string what, string place) => new("OH1224", $"the archive is not read: {what}", place);
}
