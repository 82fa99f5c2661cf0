namespace OmniHelix.Sequences.Files;

/// <summary>What the first bytes of files have in common.</summary>
public static class FileStart
{
    /// <summary>Text without the byte order mark and the blanks before it.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> start)
    {
        var mark = "\uFEFF"u8;
        return (start.StartsWith(mark) ? start[mark.Length..] : start).TrimStart(" \t\r\n"u8);
    }

    /// <summary>The name of the first file of a zip archive; empty for anything else.</summary>
    public static ReadOnlySpan<byte> FirstNameOfZip(ReadOnlySpan<byte> start)
    {
        // Its length stands at byte 26 of the header, the name behind byte 30.
        const int header = 30, length = 26;
        if (start.Length < header || !start.StartsWith("PK\x03\x04"u8)) return [];
        var name = start[header..];
        return name[..Math.Min(name.Length, start[length] | start[length + 1] << 8)];
    }
}
