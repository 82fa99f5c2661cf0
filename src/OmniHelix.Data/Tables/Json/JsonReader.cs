using System.Text.Json;
using System.Text.Unicode;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Tables.Json;

/// <summary>One record of a JSON file: its fields in order, or a text that stands alone.</summary>
/// <param name="Fields">Name and value; null when the record is no object. The values live until the next record.</param>
/// <param name="Value">The record when it is no object.</param>
/// <param name="Record">Number of the record, from 1.</param>
/// <param name="Line">Its line, from 1; 0 in a document.</param>
internal sealed record JsonRecord(IReadOnlyList<KeyValuePair<string, JsonElement>>? Fields, JsonElement Value, long Record, long Line)
{
    public string Place(string name) => Line > 0 ? $"{name}:{Line}" : $"{name}, record {Record}";
}

/// <summary>Records of JSON and JSONL: no duplicate keys, no NaN, nesting up to 64, UTF-8.</summary>
internal static class JsonReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>One object, or one text, a line.</summary>
    public static IEnumerable<JsonRecord> Lines(Stream stream, string name)
    {
        using var lines = new ByteLineReader(stream, name);
        var names = new JsonFieldNames();
        long record = 0;
        while (NextLine(lines) is { } document)
            using (document)
                yield return Record(document.RootElement, names, ++record, lines.LineNumber);
    }

    /// <summary>
    /// An array of records, an object that holds one, an object of columns of one length, one record, or one object a line.
    /// </summary>
    public static IEnumerable<JsonRecord> Document(Stream stream, string name)
    {
        var names = new JsonFieldNames();
        long record = 0;
        var array = new JsonArrayReader(stream, name);
        if (array.IsArray)
        {
            while (array.Next(Strict) is { } element)
                using (element)
                    yield return Record(element.RootElement, names, ++record, 0);
            yield break;
        }
        var content = array.ReadRest();
        // Not one document: one object a line.
        if (TryParse(content, name) is not { } document)
        {
            foreach (var line in Lines(new MemoryStream(content), name)) yield return line;
            yield break;
        }
        using (document)
        {
            if (Columns(document.RootElement) is { } columns)
            {
                for (var row = 0; row < columns[0].Value.GetArrayLength(); row++)
                    yield return new JsonRecord([.. columns.Select(c => KeyValuePair.Create(c.Name, c.Value[row]))], default, ++record, 0);
                yield break;
            }
            foreach (var element in Elements(document.RootElement, name)) yield return Record(element, names, ++record, 0);
        }
    }

    /// <summary>Names of the columns of a document that is an object of columns; empty for any other.</summary>
    public static IReadOnlyList<string> ColumnNames(Stream stream, string name)
    {
        var array = new JsonArrayReader(stream, name);
        if (array.IsArray || TryParse(array.ReadRest(), name) is not { } document) return [];
        using (document) return Columns(document.RootElement) is { } columns ? [.. columns.Select(c => c.Name)] : [];
    }

    /// <summary>A value as a record.</summary>
    public static JsonRecord Record(JsonElement element, JsonFieldNames names, long record, long line) =>
        new(element.ValueKind == JsonValueKind.Object ? names.Fields(element) : null, element, record, line);

    /// <summary>The value on the next line that is not blank; null behind the last.</summary>
    public static JsonDocument? NextLine(ByteLineReader lines)
    {
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty) continue;
            if (!Utf8.IsValid(line)) throw new OmniException("OH1201", "the line is not valid UTF-8", lines.Place);
            try
            {
                return JsonDocument.Parse(line.ToArray(), Strict);
            }
            catch (JsonException e)
            {
                throw Broken(e, lines.Name, lines.LineNumber, e.BytePositionInLine ?? 0);
            }
        }
        return null;
    }

    private static JsonDocument? TryParse(byte[] content, string name)
    {
        if (!Utf8.IsValid(content)) throw new OmniException("OH1201", "the file is not valid UTF-8", name);
        try
        {
            return JsonDocument.Parse(content, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // At least two arrays of one length, not of objects.
    private static JsonProperty[]? Columns(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        JsonProperty[] all = [.. root.EnumerateObject()];
        if (all.Length < 2 || all.Any(p => p.Value.ValueKind != JsonValueKind.Array)) return null;
        if (all.Any(p => p.Value.GetArrayLength() != all[0].Value.GetArrayLength())) return null;
        return all.Any(p => p.Value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Object) ? null : all;
    }

    private static IEnumerable<JsonElement> Elements(JsonElement root, string name)
    {
        if (root.ValueKind == JsonValueKind.Array) return root.EnumerateArray();
        if (root.ValueKind != JsonValueKind.Object) throw JsonTexts.Bad("an array of records was expected", name);
        // A record cannot be one of these: its sequence would be a list.
        if (root.TryGetProperty("sequences", out var texts) && texts.ValueKind == JsonValueKind.Array) return texts.EnumerateArray();
        if (root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            && data.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.String && !root.TryGetProperty("sequence", out _))
            return data.EnumerateArray();
        var arrays = root.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Array
                && p.Value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Object).ToArray();
        return arrays.Length == 1 ? arrays[0].Value.EnumerateArray() : [root];
    }

    internal static OmniException Broken(JsonException e, string name, long line, long byteBefore) =>
        new(
            "OH1201", $"is not valid JSON: {e.Message.Split(" LineNumber")[0].TrimEnd('.', ' ')}", $"{name}:{line}, byte {byteBefore + 1}",
            null, e);
}
