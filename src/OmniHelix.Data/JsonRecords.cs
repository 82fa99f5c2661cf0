using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using OmniHelix.Sequences;

namespace OmniHelix.Data;

/// <summary>JSON and JSONL records.</summary>
internal static class JsonRecords
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static IEnumerable<Example> ReadLines(Stream stream, string name, RecordOptions options)
    {
        using var lines = new ByteLineReader(stream, name);
        long record = 0;
        while (NextLine(lines) is { } document)
        {
            using (document)
            {
                record++;
                yield return Read(document.RootElement, name, record, lines.LineNumber, options);
            }
        }
    }

    public static IEnumerable<Example> ReadDocument(Stream stream, string name, RecordOptions options)
    {
        var content = ReadAll(stream, name);
        var document = TryParse(content, name, out var error);
        if (document is null)
        {
            // Not one document: one object a line, unless it is an array, whose own error says more.
            if (content.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("["u8)) throw error!;
            foreach (var example in ReadLines(new MemoryStream(content), name, options)) yield return example;
            yield break;
        }
        using (document)
        {
            long record = 0;
            foreach (var element in Elements(document.RootElement, name)) yield return Read(element, name, ++record, 0, options);
        }
    }

    private static JsonDocument? NextLine(ByteLineReader lines)
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
                throw Broken(e, lines.Name, lines.LineNumber);
            }
        }
        return null;
    }

    private static JsonDocument? TryParse(byte[] content, string name, out OmniException? error)
    {
        error = null;
        if (!Utf8.IsValid(content)) throw new OmniException("OH1201", "the file is not valid UTF-8", name);
        try
        {
            return JsonDocument.Parse(content, Strict);
        }
        catch (JsonException e)
        {
            error = Broken(e, name, (e.LineNumber ?? 0) + 1);
            return null;
        }
    }

    private static IEnumerable<JsonElement> Elements(JsonElement root, string name)
    {
        if (root.ValueKind == JsonValueKind.Array) return root.EnumerateArray();
        if (root.ValueKind != JsonValueKind.Object) throw JsonLabels.Bad("an array of records was expected", name);
        // A record cannot be one of these: its sequence would be a list.
        if (root.TryGetProperty("sequences", out var texts) && texts.ValueKind == JsonValueKind.Array) return texts.EnumerateArray();
        if (root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array && data.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.String && !root.TryGetProperty("sequence", out _))
            return data.EnumerateArray();
        var arrays = root.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Object).ToArray();
        return arrays.Length == 1 ? arrays[0].Value.EnumerateArray() : [root];
    }

    private static Example Read(JsonElement element, string name, long record, long line, RecordOptions options)
    {
        var place = line > 0 ? $"{name}:{line}" : $"{name}, record {record}";
        var number = record.ToString(CultureInfo.InvariantCulture);
        if (element.ValueKind == JsonValueKind.String) return new Example { Id = number, Sequence = JsonLabels.Text(element, place).Trim(), File = name, Record = record, Line = line };
        if (element.ValueKind != JsonValueKind.Object) throw JsonLabels.Bad($"an object was expected, not {element.ValueKind}", place);
        var properties = element.EnumerateObject().ToArray();
        var fields = new FieldMap([.. properties.Select(p => p.Name)], options, "field", place);
        var sequence = properties[fields.Sequence].Value;
        if (sequence.ValueKind != JsonValueKind.String) throw JsonLabels.Bad($"the field '{properties[fields.Sequence].Name}' is not text", place);
        return new Example
        {
            Id = fields.Id >= 0 ? Name(properties[fields.Id].Value, place) : number,
            Sequence = JsonLabels.Text(sequence, place).Trim(),
            Metadata = options.ForInference ? new JsonObject(properties.Where((_, i) => i != fields.Sequence).Select(p => KeyValuePair.Create(p.Name, JsonNode.Parse(p.Value.GetRawText())))) : null,
            Label = fields.Labels.Length switch
            {
                _ when options.ForInference => null,
                0 => null,
                1 => JsonLabels.Read(properties[fields.Labels[0]].Value, place),
                _ => JsonLabels.Combine([.. fields.Labels.Select(i => JsonLabels.Read(properties[i].Value, place))], place),
            },
            File = name,
            Record = record,
            Line = line,
        };
    }

    private static string Name(JsonElement value, string place) => value.ValueKind == JsonValueKind.String ? JsonLabels.Text(value, place) : value.GetRawText();

    private static byte[] ReadAll(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int n; (n = stream.Read(buffer)) > 0;)
        {
            if (memory.Length + n > Array.MaxLength / 2) throw new OmniException("OH1207", "a JSON document over 1 GiB is not read", name, "Convert it to JSONL (one object a line), which is streamed.");
            memory.Write(buffer, 0, n);
        }
        var content = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        return (content.StartsWith("\uFEFF"u8) ? content[3..] : content).ToArray();
    }

    private static OmniException Broken(JsonException e, string name, long line) =>
        new("OH1201", $"is not valid JSON: {e.Message.Split(" LineNumber")[0].TrimEnd('.', ' ')}", $"{name}:{line}, byte {(e.BytePositionInLine ?? 0) + 1}", null, e);
}
