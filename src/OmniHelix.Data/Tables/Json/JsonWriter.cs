using System.Text.Json;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Json;

/// <summary>JSONL, or one array with an object a line.</summary>
internal sealed class JsonWriter : TextTableWriter
{
    private readonly bool isLines;
    private readonly StreamBuffer buffer;
    private readonly JsonEncodedText[] names;
    private bool isFirst = true;

    public JsonWriter(TextTarget target, IReadOnlyList<TableColumn> columns, bool isLines) : base(target, columns)
    {
        this.isLines = isLines;
        buffer = new StreamBuffer(Text);
        names = [.. columns.Select(c => JsonEncodedText.Encode(c.Name, JsonValueWriter.Options.Encoder))];
    }

    private protected override void Write(TableChunk chunk)
    {
        using var json = new Utf8JsonWriter(buffer, JsonValueWriter.Options);
        for (var row = 0; row < chunk.Rows; row++)
        {
            if (!isLines) buffer.Write(isFirst ? "[\n"u8 : ",\n"u8);
            isFirst = false;
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WritePropertyName(names[i]);
                JsonValueWriter.Write(json, chunk.Data[i], row, $"{chunk[row].Place}, column {chunk.Columns[i].Name}");
            }
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            if (isLines) buffer.Write("\n"u8);
        }
        buffer.Send();
    }

    protected override void End()
    {
        if (!isLines) Text.Write(isFirst ? "[]\n"u8 : "\n]\n"u8);
    }
}
