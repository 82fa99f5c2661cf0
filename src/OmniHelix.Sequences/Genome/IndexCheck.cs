namespace OmniHelix.Sequences.Genome;

/// <summary>
/// Whether an index belongs to a file as it is now: every record must start behind a header of its name and end where its sequence ends.
/// </summary>
internal static class IndexCheck
{
    private const int LongestHeader = 1 << 16;

    /// <summary>Checks the places of all records.</summary>
    /// <exception cref="OmniException">OH1026: a place does not fit.</exception>
    public static void Throw(FaidxIndex index, string indexPath, string path, RandomBytes bytes)
    {
        foreach (var record in index.Records)
            if (Disagreement(record, index.HasQualities, bytes) is { } why)
                throw Stale(indexPath, path, $"'{record.Name}': {why}");
    }

    /// <summary>The error of an index that does not fit.</summary>
    public static OmniException Stale(string indexPath, string path, string why) =>
        new(
            "OH1026", $"the index does not belong to {path} as it is now: {why}", indexPath,
            "Make it again: omni genome index --overwrite.");

    private static string? Disagreement(in FaidxRecord record, bool hasQualities, RandomBytes bytes)
    {
        if (record.EndByte > bytes.Length) return $"its last base would be byte {record.EndByte}, but the file has {bytes.Length}";
        if (hasQualities && record.QualityOffset + (record.EndByte - record.Offset) > bytes.Length)
            return "its qualities would lie beyond the end of the file";
        if (record.Length == 0) return null;
        if (!StartsBehindHeader(record, bytes)) return "no header of that name stands before its first base";
        if (record.Length > record.LineBases && !EndsLine(bytes, record.Offset + record.LineBases, record.LineWidth - record.LineBases))
            return "its first line has another width";
        var after = record.EndByte;
        if (bytes.At(after) == '\r') after++;
        if (bytes.At(after) is not ('\n' or -1)) return "it goes on after its last base";
        if (hasQualities) return null;
        while (bytes.At(after) is '\n' or '\r') after++;
        return bytes.At(after) is '>' or -1 ? null : "it goes on after its last line";
    }

    private static bool StartsBehindHeader(in FaidxRecord record, RandomBytes bytes)
    {
        // The header is the line before the first base; its name is compared, and what stands behind it does not matter.
        Span<byte> piece = stackalloc byte[256];
        for (var reach = 256L; ; reach *= 2)
        {
            var from = Math.Max(0, record.Offset - reach);
            var text = reach <= piece.Length ? piece[..(int)(record.Offset - from)] : new byte[record.Offset - from];
            bytes.Copy(from, text);
            if (!text.EndsWith("\n"u8)) return false;
            var line = text[..^1];
            var start = line.LastIndexOf((byte)'\n');
            if (start < 0 && from > 0)
            {
                if (reach > LongestHeader) return false;
                continue;
            }
            var header = line[(start + 1)..];
            // The first line of a file may have a byte order mark.
            return HasName(start < 0 && header.StartsWith("\uFEFF"u8) ? header[3..] : header, record.Name);
        }
    }

    private static bool HasName(ReadOnlySpan<byte> header, string name)
    {
        if (header.IsEmpty || header[0] is not ((byte)'>' or (byte)'@')) return false;
        var text = header[1..].TrimStart(" \t\r\v\f"u8);
        var end = text.IndexOfAny(" \t\r\v\f"u8);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? text : text[..end]) == name;
    }

    private static bool EndsLine(RandomBytes bytes, long at, long width) => width switch
    {
        1 => bytes.At(at) == '\n',
        2 => bytes.At(at) == '\r' && bytes.At(at + 1) == '\n',
        _ => false,
    };
}
