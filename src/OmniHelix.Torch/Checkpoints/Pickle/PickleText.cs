using System.Globalization;
using System.Numerics;
using System.Text;

namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>Literals of pickles; null means malformed.</summary>
internal static class PickleText
{
    // 64 bytes, the limit of binary integers, have 155 decimal digits.
    private const int MaxDigits = 156;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static string? Utf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Decimal text; <c>00</c> and <c>01</c> are the booleans of protocol 0.</summary>
    public static object? Int(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("00"u8)) return false;
        if (line.SequenceEqual("01"u8)) return true;
        return line.Length <= MaxDigits && BigInteger.TryParse(
            Encoding.ASCII.GetString(line), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Narrow(value)
            : null;
    }

    /// <summary>Decimal text that may end in L.</summary>
    public static object? Long(ReadOnlySpan<byte> line)
    {
        if (line is [.. var digits, (byte)'L']) line = digits;
        return line.Length <= MaxDigits && BigInteger.TryParse(
            Encoding.ASCII.GetString(line), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? Narrow(value)
            : null;
    }

    public static object? Float(ReadOnlySpan<byte> line) => Encoding.ASCII.GetString(line) switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        var text => double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out var value)
            ? value
            : null,
    };

    public static object Narrow(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;

    /// <summary>A Python 2 string literal in quotes with backslash escapes.</summary>
    public static string? Quoted(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[0] is not ((byte)'\'' or (byte)'"') || line[^1] != line[0]) return null;
        line = line[1..^1];
        var bytes = new List<byte>(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                bytes.Add(line[i]);
                continue;
            }
            if (++i == line.Length) return null;
            if (line[i] == 'x')
            {
                if (Hex(line, i + 1, 2) is not { } value) return null;
                bytes.Add((byte)value);
                i += 2;
                continue;
            }
            var at = "\\'\"nrtabfv"u8.IndexOf(line[i]);
            if (at < 0) return null;
            bytes.Add("\\'\"\n\r\t\a\b\f\v"u8[at]);
        }
        return Utf8([.. bytes]);
    }

    /// <summary>Latin-1 with <c>\uXXXX</c> and <c>\UXXXXXXXX</c>.</summary>
    public static string? RawUnicode(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] == '\\' && i + 1 < line.Length ? line[i + 1] switch { (byte)'u' => 4, (byte)'U' => 8, _ => 0 } : 0;
            if (digits == 0)
            {
                text.Append((char)line[i]);
                continue;
            }
            if (Hex(line, i + 2, digits) is not { } point || point > 0x10FFFF) return null;
            if (point > 0xFFFF) text.Append(char.ConvertFromUtf32((int)point));
            else text.Append((char)point);
            i += digits + 1;
        }
        return text.ToString();
    }

    /// <summary>A value as it appears in an error message.</summary>
    public static string Show(object? value) => value switch
    {
        string { Length: > 100 } text => $"'{text[..100]}…'",
        string text => $"'{text}'",
        null => "None",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static uint? Hex(ReadOnlySpan<byte> line, int at, int digits) =>
        at + digits <= line.Length
            && uint.TryParse(line.Slice(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
