using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Columns;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>
/// A value of a table against how the reference files write it: dates, times and decimals as text, <c>{"$bytes": hex}</c>, nan and inf as
/// text. Exact.
/// </summary>
internal static class ValueComparison
{
    public static void Compare(string key, object? got, TableType type, JsonElement expected, GoldenCheck check)
    {
        if (got is null || expected.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            check.Equal($"{key} is missing", got is null, expected.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined);
            return;
        }
        switch (type.Kind)
        {
            case TableKind.Json:
                using (var json = JsonDocument.Parse((string)got)) check.Equal(
                    key,
                    JsonElement.DeepEquals(json.RootElement, expected) ? expected.GetRawText() : (string)got,
                    expected.GetRawText());
                break;
            case TableKind.Float:
                check.Equal(key, (float)got, (float)GoldenJson.Number(expected));
                break;
            case TableKind.Double:
                check.Equal(key, Bits((double)got), Bits(GoldenJson.Number(expected)));
                break;
            case TableKind.List:
                var items = (object?[])got;
                check.Equal($"{key} length", items.Length, expected.GetArrayLength());
                for (var i = 0; i < Math.Min(items.Length, expected.GetArrayLength()); i++)
                    Compare($"{key}[{i}]", items[i], type.Element!, expected[i], check);
                break;
            case TableKind.Struct:
                var fields = (KeyValuePair<string, object?>[])got;
                for (var i = 0; i < fields.Length; i++)
                    Compare(
                        $"{key}.{fields[i].Key}",
                        fields[i].Value,
                        type.Fields[i].Type,
                        expected.TryGetProperty(fields[i].Key, out var field) ? field : default,
                        check);
                break;
            default:
                check.Equal(key, Text(got), expected.ValueKind switch
                {
                    JsonValueKind.String => expected.GetString()!,
                    JsonValueKind.Object => expected.GetProperty("$bytes").GetString()!,
                    _ => expected.GetRawText(),
                });
                break;
        }
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
