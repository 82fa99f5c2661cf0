using System.Text;
using System.Text.Json;

namespace OmniHelix.Documents;

/// <summary>One JSON document, read token by token.</summary>
internal ref struct JsonSyntax
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly string path;
    private readonly DocumentKind kind;
    private Utf8JsonReader reader;

    // Lines are counted up to here only once: places are asked for in the order of the file.
    private int counted;
    private int line;
    private int lineStart;

    private JsonSyntax(byte[] bytes, string path, DocumentKind kind)
    {
        this.bytes = bytes;
        this.path = path;
        this.kind = kind;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = kind.DeepestNesting });
        line = 1;
    }

    /// <summary>Reads a text that is one object.</summary>
    public static MapNode Parse(string text, string path, DocumentKind kind)
    {
        try
        {
            return new JsonSyntax(Encoding.UTF8.GetBytes(text), path, kind).Root();
        }
        catch (JsonException e)
        {
            var place = new DocumentPlace(path, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
            var what = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw kind.Error(kind.Codes.Malformed, $"not valid JSON: {what}", place.ToString(), null, e);
        }
    }

    private MapNode Root()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw kind.Error(kind.Codes.Malformed, "expected an object: keys with values", Place().ToString());
        var root = (MapNode)Node("");
        reader.Read();
        return root;
    }

    private DocumentNode Node(string name)
    {
        var place = Place();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new MapNode(kind, place, name, Entries(name));
            case JsonTokenType.StartArray:
                var items = new List<DocumentNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Node(name));
                return new ListNode(kind, place, items);
            case JsonTokenType.String:
                return new ScalarNode(kind, place, Text(place), isQuoted: true);
            default:
                return new ScalarNode(kind, place, Encoding.UTF8.GetString(reader.ValueSpan), isQuoted: false);
        }
    }

    private List<DocumentEntry> Entries(string name)
    {
        var entries = new List<DocumentEntry>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Place();
            var key = Text(place);
            reader.Read();
            entries.Add(new DocumentEntry(key, place, Node(name.Length == 0 ? key : $"{name}.{key}")));
        }
        return entries;
    }

    private readonly string Text(DocumentPlace place)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw kind.Error(kind.Codes.Malformed, "half of a surrogate pair is no character", place.ToString(), null, e);
        }
    }

    private DocumentPlace Place()
    {
        var position = (int)reader.TokenStartIndex;
        var between = bytes[counted..position];
        line += between.Count((byte)'\n');
        if (between.LastIndexOf((byte)'\n') is >= 0 and var last) lineStart = counted + last + 1;
        counted = position;
        return new DocumentPlace(path, line, position - lineStart + 1);
    }
}
