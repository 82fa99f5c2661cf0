using System.Buffers.Text;
using System.Text;

namespace OmniHelix.Sequences.Tabix;

/// <summary>Finds contig and positions in a line.</summary>
internal static class TabixLine
{
    /// <summary>Reads a record line; false for one that is none, or whose positions are no numbers.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="format">Says which columns.</param>
    /// <param name="contig">The contig's name.</param>
    /// <param name="start">First base, from 0.</param>
    /// <param name="end">The base after the last.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, TabixFormat format, out ReadOnlySpan<byte> contig, out long start, out long end)
    {
        contig = default;
        start = 0;
        end = 0;
        if (line.IsEmpty || line[0] == format.Comment) return false;
        if (!TryColumn(line, format.Sequence, out contig) || !TryNumber(line, format.Begin, out start)) return false;
        if (!format.ZeroBased) start--;
        if (format.IsVcf) end = Math.Max(start + (TryColumn(line, 4, out var reference) ? reference.Length : 1), VcfEnd(line));
        else if (format.End > 0 && format.End != format.Begin)
        {
            if (!TryNumber(line, format.End, out end)) return false;
        }
        else end = start + 1;
        // A feature without length lies between two bases, and is found as if it covered the first.
        end = Math.Max(end, start + 1);
        return true;
    }

    private static long VcfEnd(ReadOnlySpan<byte> line)
    {
        if (!TryColumn(line, 8, out var info)) return 0;
        foreach (var range in info.Split((byte)';'))
            if (info[range].StartsWith("END="u8) && Utf8Parser.TryParse(info[range][4..], out long end, out _)) return end;
        return 0;
    }

    private static bool TryNumber(ReadOnlySpan<byte> line, int column, out long number)
    {
        number = 0;
        return TryColumn(line, column, out var text) && Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
    }

    private static bool TryColumn(ReadOnlySpan<byte> line, int column, out ReadOnlySpan<byte> text)
    {
        text = line;
        for (; column > 1; column--)
        {
            var tab = text.IndexOf((byte)'\t');
            if (tab < 0) return false;
            text = text[(tab + 1)..];
        }
        var end = text.IndexOf((byte)'\t');
        if (end >= 0) text = text[..end];
        return true;
    }

    public static bool Is(ReadOnlySpan<byte> contig, string name) =>
        contig.Length == Encoding.UTF8.GetByteCount(name) && Ascii.IsValid(name)
        ? Ascii.Equals(contig, name)
        : Encoding.UTF8.GetString(contig) == name;
}
