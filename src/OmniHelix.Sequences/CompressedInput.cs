namespace OmniHelix.Sequences;

/// <summary>
/// Opens plain or gzip input for reading. The first bytes decide, never the extension; <c>-</c> is standard input. Gzip may have several members (bgzip too), and a
/// file that ends too early is an error, not a short result.
/// </summary>
public static class CompressedInput
{
    /// <summary>Opens <paramref name="path"/>; reading ends with decompressed bytes.</summary>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1004 a compression that is not read; while reading OH1002 truncated, OH1003 corrupt gzip data.</exception>
    public static Stream Open(string path)
    {
        if (path == "-") return Decompress(Console.OpenStandardInput(), "standard input");
        try
        {
            if (Directory.Exists(path)) throw new OmniException("OH1001", "is a folder, but a file was expected", path);
            return Decompress(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH1001", $"cannot open the file: {(e is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : e.Message)}", path, null, e);
        }
    }

    /// <summary>The same for a stream that is already open; the result owns it.</summary>
    /// <param name="source">Compressed or plain bytes.</param>
    /// <param name="name">Used in errors.</param>
    public static Stream Decompress(Stream source, string name)
    {
        try
        {
            var head = new byte[6];
            var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var start = head.AsSpan(0, length);
            var whole = new RewoundStream(start.ToArray(), source);
            if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return new GzipInput(whole, name);
            if (UnreadFormat(start) is { } format)
                throw new OmniException("OH1004", $"is compressed with {format}, which is not read", name, "Decompress it first, or compress it with gzip.");
            return whole;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static string? UnreadFormat(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])) return "zstd";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0])) return "xz";
        if (start.StartsWith("BZh"u8)) return "bzip2";
        return start.StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K', 3, 4]) ? "zip" : null;
    }
}
