using System.Collections;
using System.Globalization;
using System.Text.Json;
using OmniHelix.Metrics;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Compares an answer with a reference that may be a number, <c>{"value": …, "warning": …}</c>, <c>{"error": …}</c>, a list or an
/// object. A reference that is no finite number, or an error, asks for an undefined value; a reference with a warning accepts the same
/// number, or an answer that says what it left out.
/// </summary>
internal static class MetricsComparison
{
    public static void Compare(GoldenCheck check, string key, object? got, JsonElement expected, Tolerance tolerance, bool warned = false)
    {
        if (expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("error", out var error)
            && expected.EnumerateObject().Count() == 1)
        {
            if (Number(got) is { } value) check.Fail(key, value.ToString("r", CultureInfo.InvariantCulture), $"undefined ({error})");
            else check.Equal(key, "undefined", "undefined");
            return;
        }
        if (expected.ValueKind == JsonValueKind.Object && expected.TryGetProperty("warning", out _)
            && expected.TryGetProperty("value", out var inner))
        {
            Compare(check, key, got, inner, tolerance, warned: true);
            return;
        }
        switch (expected.ValueKind)
        {
            case JsonValueKind.Array when got is IEnumerable list and not string:
                var items = list.Cast<object?>().ToList();
                if (items.Count != expected.GetArrayLength())
                {
                    check.Fail(key, $"{items.Count} values", $"{expected.GetArrayLength()} values");
                    return;
                }
                foreach (var (i, item) in expected.EnumerateArray()
                    .Index()) Compare(check, $"{key}[{i}]", items[i], item, tolerance, warned);
                return;
            case JsonValueKind.Object when got is IReadOnlyDictionary<string, object?> map:
                foreach (var property in expected.EnumerateObject())
                {
                    if (map.TryGetValue(property.Name, out var part))
                        Compare(check, $"{key}.{property.Name}", part, property.Value, tolerance, warned);
                    else check.Fail($"{key}.{property.Name}", "nothing", property.Value.ToString());
                }
                return;
            case JsonValueKind.Array or JsonValueKind.Object when warned && Number(got) is null:
                check.Equal(key, "undefined", "undefined");
                return;
            case JsonValueKind.Array when expected.GetArrayLength() == 1:
                Compare(check, key, got, expected[0], tolerance, warned);
                return;
            case JsonValueKind.Number or JsonValueKind.String:
                CompareNumber(check, key, got, GoldenJson.Number(expected), tolerance, warned);
                return;
            default:
                check.Fail(key, got?.ToString() ?? "undefined", expected.ToString());
                return;
        }
    }

    /// <summary>Whether two references say the same, element by element.</summary>
    public static bool Agree(JsonElement a, JsonElement b, double tolerance)
    {
        if (Unwrap(a) is not { } x || Unwrap(b) is not { } y) return Unwrap(a) is null && Unwrap(b) is null;
        if (x.ValueKind == JsonValueKind.Array || y.ValueKind == JsonValueKind.Array)
            return x.ValueKind == y.ValueKind && x.GetArrayLength() == y.GetArrayLength()
                && x.EnumerateArray().Zip(y.EnumerateArray()).All(p => Agree(p.First, p.Second, tolerance));
        double first = GoldenJson.Number(x), second = GoldenJson.Number(y);
        // Libraries mark an undefined value by nan, or by some number and a warning.
        if ((Warned(a) && !double.IsFinite(second)) || (Warned(b) && !double.IsFinite(first))) return true;
        return double.IsFinite(first) == double.IsFinite(second)
            && (!double.IsFinite(first) || Math.Abs(first - second) <= tolerance * (1 + Math.Abs(second)));
    }

    private static bool Warned(JsonElement value) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("warning", out _);

    private static JsonElement? Unwrap(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return value;
        return value.TryGetProperty("value", out var inner) ? inner : null;
    }

    private static void CompareNumber(GoldenCheck check, string key, object? got, double expected, Tolerance tolerance, bool warned)
    {
        var number = Number(got);
        if (got is not MetricValue && number is { } plain)
        {
            check.Close(key, plain, expected, tolerance);
            return;
        }
        if (!double.IsFinite(expected))
        {
            // An average over the defined parts, with the rest counted, stands in for the library's nan.
            if (number is null || (warned && got is MetricValue { Skipped: > 0 })) check.Equal(key, "undefined", "undefined");
            else check.Fail(key, number.Value.ToString("r", CultureInfo.InvariantCulture), "undefined");
        }
        else if (warned && got is null or MetricValue { Skipped: > 0 } && (number is null || tolerance.Share(number.Value, expected) > 1))
        {
            check.Equal(key, "reported", "reported");
        }
        else
        {
            check.Close(key, number ?? double.NaN, expected, tolerance);
        }
    }

    private static double? Number(object? got) => got switch
    {
        MetricValue value => value.Value,
        double value => value,
        int value => value,
        long value => value,
        _ => null,
    };
}
