using System.Text.Json;
using System.Text.Json.Nodes;

namespace OmniHelix.Data.Columns;

/// <summary>
/// Descriptions of columns as the <c>datasets</c> library of Hugging Face has them, in the metadata of Parquet and Arrow files: <c>{"info":
/// {"features": {"label": {"names": […], "_type": "ClassLabel"}}}}</c>.
/// </summary>
internal static class HuggingFaceFeatures
{
    /// <summary>Name of the entry.</summary>
    public const string Key = "huggingface";

    /// <summary>
    /// Names of the classes of every column that has some. The entry belongs to another program: one that is not understood names no
    /// classes.
    /// </summary>
    public static Dictionary<string, IReadOnlyList<string>> ClassNames(string entry)
    {
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(entry);
            if (!Property(json.RootElement, "info", out var info) || !Property(info, "features", out var features)
                || features.ValueKind != JsonValueKind.Object) return names;
            foreach (var feature in features.EnumerateObject())
                if (Property(feature.Value, "names", out var classes) && classes.ValueKind == JsonValueKind.Array
                    && classes.EnumerateArray().All(c => c.ValueKind == JsonValueKind.String))
                    names[feature.Name] = [.. classes.EnumerateArray().Select(c => c.GetString()!)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            names.Clear();
        }
        return names;
    }

    /// <summary>The entry for these columns.</summary>
    public static string Entry(IReadOnlyList<TableColumn> columns) =>
        new JsonObject { ["info"] = new JsonObject { ["features"] = Of(columns) } }.ToJsonString();

    /// <summary>One description a column.</summary>
    public static JsonObject Of(IReadOnlyList<TableColumn> columns) =>
        new(columns.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)(c.ClassNames is { } names
        ? new JsonObject { ["names"] = new JsonArray([.. names.Select(n => (JsonNode)n)]), ["_type"] = "ClassLabel" }
        : Of(c.Type)))));

    // What the library calls a sequence of structs is a struct of lists; a list in brackets is a list.
    private static JsonNode Of(TableType type) => type.Kind switch
    {
        TableKind.List when type.Element!.Kind == TableKind.Struct => new JsonArray(Of(type.Element)),
        TableKind.List => new JsonObject { ["feature"] = Of(type.Element!), ["_type"] = "Sequence" },
        TableKind.Struct => Of(type.Fields),
        _ => new JsonObject { ["dtype"] = Name(type), ["_type"] = "Value" },
    };

    private static string Name(TableType type) => type.Kind switch
    {
        TableKind.Text or TableKind.Json => "string",
        TableKind.Bytes => "binary",
        TableKind.Boolean => "bool",
        TableKind.Float => "float32",
        TableKind.Double => "float64",
        TableKind.Date => "date32",
        TableKind.Timestamp => "timestamp[us]",
        TableKind.Decimal => FormattableString.Invariant($"decimal128({type.Width}, {type.Scale})"),
        var plain => plain.ToString().ToLowerInvariant(),
    };

    private static bool Property(JsonElement value, string name, out JsonElement found)
    {
        found = default;
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out found);
    }
}
