using System.Text.Json;
using OmniHelix.Data.Native;

namespace OmniHelix.Data.Tables;

/// <summary>Names of classes in the <c>huggingface</c> entry of a Parquet file's metadata: <c>{"info": {"features": {"label": {"names": […], "_type": "ClassLabel"}}}}</c>.</summary>
internal static class ParquetClassLabels
{
    public const string Key = "huggingface";

    public static Dictionary<string, IReadOnlyList<string>> Read(DuckDbConnection connection, string quotedPath)
    {
        var names = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        using var rows = connection.Query($"SELECT value FROM parquet_kv_metadata({quotedPath}) WHERE decode(key) = '{Key}'");
        if (rows.Next() is not { } found || !TryParse(((TextData)found.Data[0]).Utf8(0).ToArray(), out var json)) return names;
        using (json)
        {
            if (!Property(json!.RootElement, "info", out var info) || !Property(info, "features", out var features) || features.ValueKind != JsonValueKind.Object) return names;
            foreach (var feature in features.EnumerateObject())
                if (Property(feature.Value, "names", out var classes) && classes.ValueKind == JsonValueKind.Array && classes.EnumerateArray().All(c => c.ValueKind == JsonValueKind.String))
                    names[feature.Name] = [.. classes.EnumerateArray().Select(c => c.GetString()!)];
        }
        return names;
    }

    /// <summary>The entry for columns of which some have class names; null when none has.</summary>
    public static string? Write(IReadOnlyList<TableColumn> columns)
    {
        if (columns.All(c => c.ClassNames is null)) return null;
        var features = columns.Where(c => c.ClassNames is not null).ToDictionary(c => c.Name, c => new Dictionary<string, object> { ["names"] = c.ClassNames!, ["_type"] = "ClassLabel" });
        return JsonSerializer.Serialize(new Dictionary<string, object> { ["info"] = new Dictionary<string, object> { ["features"] = features } });
    }

    private static bool Property(JsonElement value, string name, out JsonElement found)
    {
        found = default;
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out found);
    }

    // The entry belongs to another program: one that is not understood names no classes.
    private static bool TryParse(byte[] text, out JsonDocument? json)
    {
        try
        {
            json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }
}
