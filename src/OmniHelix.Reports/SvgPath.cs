using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>Numbers in SVG: two decimals, no trailing zeros.</summary>
internal static class SvgPath
{
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Format(FormattableString text) => text.ToString(SvgNumbers.Instance);

    private sealed class SvgNumbers : IFormatProvider, ICustomFormatter
    {
        public static readonly SvgNumbers Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            double number => Number(number),
            IFormattable other => other.ToString(format, CultureInfo.InvariantCulture),
            _ => arg?.ToString() ?? "",
        };
    }
}
