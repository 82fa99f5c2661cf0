using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Json;

/// <summary>Values of columns as JSON.</summary>
internal static class JsonValueWriter
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="OmniException">OH6601: the value has no form in JSON.</exception>
    public static void Write(Utf8JsonWriter json, ColumnData data, int row, string place)
    {
        if (data.IsNull(row))
        {
            json.WriteNullValue();
            return;
        }
        switch (data)
        {
            case TextData { Type.Kind: TableKind.Json } raw: json.WriteRawValue(raw.Utf8(row)); break;
            case TextData { Type.Kind: TableKind.Text } text: json.WriteStringValue(text.Utf8(row)); break;
            case NumberData number: WriteNumber(json, number, row, place); break;
            case ListData list:
                json.WriteStartArray();
                var (start, length) = list.Range(row);
                for (var i = start; i < start + length; i++) Write(json, list.Items, i, place);
                json.WriteEndArray();
                break;
            case StructData fields:
                json.WriteStartObject();
                for (var i = 0; i < fields.Fields.Count; i++)
                {
                    json.WritePropertyName(fields.Type.Fields[i].Name);
                    Write(json, fields.Fields[i], row, place);
                }
                json.WriteEndObject();
                break;
            default: throw Impossible("bytes have", place);
        }
    }

    public static OmniException Impossible(string what, string place) =>
        new("OH6601", $"{what} no form in this file", place, "Leave the column out, or write Parquet.");

    private static void WriteNumber(Utf8JsonWriter json, NumberData number, int row, string place)
    {
        switch (number.Type.Kind)
        {
            case TableKind.Boolean: json.WriteBooleanValue(number.Int64(row) != 0); break;
            case TableKind.UInt64: json.WriteNumberValue(number.As<ulong>()[row]); break;
            case TableKind.Float or TableKind.Double when !double.IsFinite(number.Double(row)):
                throw Impossible($"{number.Double(row).ToString(CultureInfo.InvariantCulture)} has", place);
            case TableKind.Float: json.WriteNumberValue(number.As<float>()[row]); break;
            case TableKind.Double: json.WriteNumberValue(number.As<double>()[row]); break;
            case TableKind.Decimal: json.WriteRawValue(Convert.ToString(number[row], CultureInfo.InvariantCulture)!); break;
            case TableKind.Date:
                json.WriteStringValue(((DateOnly)number[row]!).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case TableKind.Timestamp: json.WriteStringValue(Time((DateTime)number[row]!)); break;
            default: json.WriteNumberValue(number.Int64(row)); break;
        }
    }

    /// <summary><c>2024-01-02T03:04:05.678901</c>, the fraction only as long as needed.</summary>
    public static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
}
