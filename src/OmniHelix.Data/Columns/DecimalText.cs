using System.Globalization;
using System.Text;

namespace OmniHelix.Data.Columns;

/// <summary>Numbers as they are written: which of them double precision holds without losing a digit.</summary>
internal static class DecimalText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a finite number, and says whether the shortest form of what was read is the same number.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
        && (IsShort(text) || Parts(Encoding.ASCII.GetString(text)) == Parts(value.ToString("R", CultureInfo.InvariantCulture)));

    // Fifteen digits always come back.
    private static bool IsShort(ReadOnlySpan<byte> text) => text.Length <= 15 && !text.ContainsAny((byte)'e', (byte)'E');

    // The digits without zeros around them, and the power of ten of the last: 1.50, 15e-1 and 1.5 are the same.
    private static (string Digits, int Power) Parts(string number)
    {
        var at = number.AsSpan().IndexOfAny('e', 'E');
        // An exponent that is no number of ours belongs to a number that was read as 0, whose digits tell.
        var power = 0;
        if (at >= 0) _ = int.TryParse(number.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power);
        var mantissa = (at < 0 ? number : number[..at]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0) power -= mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var kept = digits.TrimEnd('0');
        return (kept, kept.Length == 0 ? 0 : power + digits.Length - kept.Length);
    }
}
