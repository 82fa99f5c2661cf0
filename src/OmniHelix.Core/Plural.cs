using System.Globalization;

namespace OmniHelix;

/// <summary>The form of an English noun behind a number: 1 person, 2 people.</summary>
public static class Plural
{
    /// <summary>The singular for 1, the plural for every other number.</summary>
    /// <param name="count">The number before it.</param>
    /// <param name="one">The singular.</param>
    /// <param name="many">The plural; null for the singular with an s.</param>
    public static string Of(long count, string one, string? many = null) => count == 1 ? one : many ?? one + "s";

    /// <summary>The number and its noun: 1 record, 2 records.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">The singular.</param>
    /// <param name="many">The plural; null for the singular with an s.</param>
    /// <param name="format">How the number is written.</param>
    public static string Count(long count, string one, string? many = null, string? format = null) =>
        $"{count.ToString(format, CultureInfo.InvariantCulture)} {Of(count, one, many)}";
}
