using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OmniHelix.Documents;

/// <summary>One YAML document, from the events of the parser: nothing is built that the document does not spell out.</summary>
internal sealed class YamlSyntax
{
    private readonly Parser parser;
    private readonly string path;
    private readonly DocumentKind kind;

    private YamlSyntax(string text, string path, DocumentKind kind)
    {
        parser = new Parser(new StringReader(text));
        this.path = path;
        this.kind = kind;
    }

    /// <summary>Reads the only document of a text; an empty one has no keys.</summary>
    public static MapNode Parse(string text, string path, DocumentKind kind)
    {
        try
        {
            return new YamlSyntax(text, path, kind).Root();
        }
        catch (YamlException e)
        {
            var place = new DocumentPlace(path, e.Start.Line, e.Start.Column);
            throw kind.Error(kind.Codes.Malformed, $"not valid YAML: {e.Message.TrimEnd('.')}", place.ToString(), null, e);
        }
    }

    private MapNode Root()
    {
        var empty = new MapNode(kind, new DocumentPlace(path, 1, 1), "", []);
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _)) return empty;
        parser.Consume<DocumentStart>();
        if (parser.Current is Scalar { Value: "", Style: ScalarStyle.Plain, Tag.IsEmpty: true, Anchor.IsEmpty: true }) return empty;
        if (parser.Current is not MappingStart) throw NotAllowed("an object: keys with values");
        var root = (MapNode)Node("", 1);
        parser.Consume<DocumentEnd>();
        return parser.Current is StreamEnd ? root : throw NotAllowed("one document");
    }

    private DocumentNode Node(string name, int depth)
    {
        if (parser.Current is not NodeEvent { Tag.IsEmpty: true, Anchor.IsEmpty: true } start)
            throw NotAllowed("a value without anchor, alias or tag");
        if (start is not Scalar && depth > kind.DeepestNesting)
            throw NotAllowed(FormattableString.Invariant($"at most {kind.DeepestNesting} levels of lists and objects"));
        parser.MoveNext();
        return start switch
        {
            Scalar scalar => new ScalarNode(kind, Place(scalar), scalar.Value, scalar.Style != ScalarStyle.Plain),
            SequenceStart => new ListNode(kind, Place(start), Items(name, depth)),
            _ => new MapNode(kind, Place(start), name, Entries(name, depth)),
        };
    }

    private List<DocumentNode> Items(string name, int depth)
    {
        var items = new List<DocumentNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(name, depth + 1));
        return items;
    }

    private List<DocumentEntry> Entries(string name, int depth)
    {
        var entries = new List<DocumentEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar) throw NotAllowed("a key");
            var key = (ScalarNode)Node(name, depth);
            entries.Add(new DocumentEntry(key.Text, key.Place, Node(name.Length == 0 ? key.Text : $"{name}.{key.Text}", depth + 1)));
        }
        return entries;
    }

    private OmniException NotAllowed(string expected) =>
        kind.Error(kind.Codes.Malformed, $"expected {expected}", Place(parser.Current!).ToString());

    private DocumentPlace Place(ParsingEvent at) => new(path, at.Start.Line, at.Start.Column);
}
