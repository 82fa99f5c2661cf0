using System.Text.Json;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Json;

/// <summary>
/// The narrowest type that holds every value of a JSON field exactly: nothing, then true/false, whole numbers, numbers, text, lists and
/// structs; whatever mixes is JSON, but single values of a record that mix are text.
/// </summary>
/// <param name="depth">0 for records, 1 for their fields, more for what is in these.</param>
internal sealed class JsonSchema(int depth = 0)
{
    private const int MostFields = 4096;
    private const long LargestExact = 1L << 53;

    private readonly Dictionary<string, JsonSchema> fields = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private TableKind? kind;
    private bool isNumberMixed;
    private JsonSchema? element;

    public TableType Type => kind switch
    {
        null => TableType.Text,
        TableKind.List => TableType.ListOf(element!.Type),
        // A struct has to have a field.
        TableKind.Struct => order.Count == 0 ? TableType.Json : TableType.StructOf(Columns),
        TableKind.Double when isNumberMixed => TableType.Json,
        var plain => new TableType(plain.Value),
    };

    /// <summary>Fields of the objects seen.</summary>
    public IReadOnlyList<TableColumn> Columns => [.. order.Select(name => new TableColumn(name, fields[name].Type))];

    public void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined: break;
            case JsonValueKind.True or JsonValueKind.False: Meet(TableKind.Boolean); break;
            case JsonValueKind.String: Meet(TableKind.Text); break;
            case JsonValueKind.Number: AddNumber(value); break;
            case JsonValueKind.Array:
                if (!Meet(TableKind.List)) break;
                element ??= new JsonSchema(depth + 1);
                foreach (var item in value.EnumerateArray()) element.Add(item);
                break;
            default:
                if (Meet(TableKind.Struct))
                    foreach (var property in value.EnumerateObject()) Field(property.Name, property.Value);
                break;
        }
    }

    public void Field(string name, JsonElement value)
    {
        if (!fields.TryGetValue(name, out var field))
        {
            if (order.Count == MostFields)
            {
                // Objects used as dictionaries.
                kind = TableKind.Json;
                return;
            }
            fields.Add(name, field = new JsonSchema(depth + 1));
            order.Add(name);
        }
        field.Add(value);
    }

    private bool Meet(TableKind other)
    {
        kind = kind is null || kind == other ? other
            : IsSingle(kind.Value) && IsSingle(other) && depth == 1 ? TableKind.Text
            : TableKind.Json;
        return kind == other;
    }

    private static bool IsSingle(TableKind kind) => kind is TableKind.Boolean or TableKind.Int64 or TableKind.Double or TableKind.Text;

    // Whole numbers beside fractions become fractions as long as double precision holds them.
    private void AddNumber(JsonElement value)
    {
        var isInteger = value.TryGetInt64(out var integer) && value.GetRawText() != "-0";
        if (!isInteger && !(value.TryGetDouble(out var number) && double.IsFinite(number)
            && (Math.Abs(number) < LargestExact || value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'))))
            isNumberMixed = true;
        // Double precision holds some whole numbers beyond 2^53, and writes those under 10^17 without an exponent.
        if (isInteger && (Int128)(double)integer != integer) isNumberMixed = true;
        if (isInteger && kind == TableKind.Double) return;
        if (!isInteger && kind == TableKind.Int64) kind = TableKind.Double;
        Meet(isInteger ? TableKind.Int64 : TableKind.Double);
    }
}
