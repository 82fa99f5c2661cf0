using System.Text.Json.Nodes;
using OmniHelix.Data.Records;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.Structures;

/// <summary>Fields of records beside their sequence.</summary>
internal static class RecordField
{
    // A structure file gives a label; predictions and tables of this program call it structure.
    private static readonly string[] StructureNames = ["structure", "label", "dot_bracket", "labels"];

    /// <summary>The value of a field; null where it has none.</summary>
    /// <exception cref="OmniException">OH1203: the record has no such field.</exception>
    public static JsonNode? Of(Example example, string name)
    {
        string[] fields = [.. example.Metadata?.Select(field => field.Key) ?? []];
        return Find(fields, name) is { } key
            ? example.Metadata![key]
            : throw new OmniException(
                "OH1203", $"the record has no field '{name}'; beside the sequence it has {Words(fields)}", example.Place,
                NearestName.Ask(name, fields));
    }

    /// <summary>The structure of a record.</summary>
    /// <param name="example">The record.</param>
    /// <param name="name">Its field; null for the usual names.</param>
    /// <exception cref="OmniException">
    /// The record's own error; OH1203 it has no such field; OH1801, OH1802 the text is no structure; OH1814 the field is empty.
    /// </exception>
    public static SecondaryStructure Structure(Example example, string? name)
    {
        if (example.Error is { } error) throw error;
        string[] fields = [.. example.Metadata?.Select(field => field.Key) ?? []];
        var key = name ?? StructureNames.Select(usual => Find(fields, usual)).FirstOrDefault(found => found is not null)
            ?? throw new OmniException(
                "OH1203", $"the record has no field '{StructureNames[0]}'; beside the sequence it has {Words(fields)}", example.Place,
                "Name the field of the structures: --structure-field.");
        var text = Of(example, key) switch
        {
            JsonArray signs => string.Concat(signs.Select(sign => sign?.ToString())),
            var value => value?.ToString().Trim(),
        };
        return text is { Length: > 0 }
            ? SecondaryStructure.Parse(text, example.Place)
            : throw new OmniException("OH1814", $"the field '{key}' holds no structure", example.Place);
    }

    private static string? Find(string[] fields, string name) => fields.FirstOrDefault(field => field == name)
        ?? fields.FirstOrDefault(field => string.Equals(field, name, StringComparison.OrdinalIgnoreCase));

    private static string Words(string[] fields) => fields.Length == 0 ? "none" : string.Join(", ", fields);
}
