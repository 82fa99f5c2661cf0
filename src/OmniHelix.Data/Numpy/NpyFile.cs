namespace OmniHelix.Data.Numpy;

/// <summary>
/// Arrays in NumPy's <c>.npy</c> format. Read: versions 1.0 to 3.0, both byte orders and both storage orders. Written: version 1.0,
/// row-major, little-endian.
/// </summary>
public static class NpyFile
{
    /// <summary>Reads an array.</summary>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1220 no <c>.npy</c> file; OH1221 malformed header; OH1222 a type
    /// that is not read: pickled objects, structures, dates; OH1223 too few or too many bytes.</exception>
    public static NpyArray Read(string path)
    {
        using var stream = Open(path);
        return NpyArray.Read(stream, stream.Length, stream.Length, path);
    }

    /// <summary>Writes an array.</summary>
    /// <param name="path">The file; written whole or not at all.</param>
    /// <param name="array">What to write.</param>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string path, NpyArray array) => AtomicFile.Write(path, array.Write);

    /// <summary>Writes what stands before the numbers, for arrays that are written in pieces.</summary>
    /// <param name="stream">At its start.</param>
    /// <param name="type">NumPy's <c>descr</c>, such as <c>&lt;f4</c>.</param>
    /// <param name="shape">Dimensions; the numbers follow in row-major order.</param>
    public static void WriteHeader(Stream stream, string type, ReadOnlySpan<long> shape) => NpyHeader.Write(stream, type, shape);

    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException(
                "OH1001",
                $"cannot open the file: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}",
                path, null, e);
        }
    }
}
