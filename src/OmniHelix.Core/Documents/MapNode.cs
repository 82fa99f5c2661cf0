namespace OmniHelix.Documents;

/// <summary>One key of an object.</summary>
/// <param name="Key">As written.</param>
/// <param name="Place">Where the key stands.</param>
/// <param name="Value">Its value.</param>
public sealed record DocumentEntry(string Key, DocumentPlace Place, DocumentNode Value);

/// <summary>
/// Keys with values, each once. The typed getters give null when the key is absent or its value is nothing; every complaint names file,
/// line and column, the key, what was found and what was expected.
/// </summary>
public sealed class MapNode : DocumentNode
{
    private readonly Dictionary<string, DocumentEntry> byKey = new(StringComparer.Ordinal);

    /// <summary>Makes an object of entries whose keys differ.</summary>
    /// <param name="kind">Of the document.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="name">Key under which the object stands, with those above it, such as <c>loss</c>; empty for the document.</param>
    /// <param name="entries">In the order of the file.</param>
    /// <exception cref="OmniException">A key stands twice.</exception>
    public MapNode(DocumentKind kind, DocumentPlace place, string name, IReadOnlyList<DocumentEntry> entries) : base(kind, place)
    {
        Name = name;
        Entries = entries;
        foreach (var entry in entries)
        {
            if (byKey.TryAdd(entry.Key, entry)) continue;
            var first = byKey[entry.Key].Place;
            throw kind.Error(
                kind.Codes.Repeated, $"the key '{entry.Key}' stands already at {first}", entry.Place.ToString(), "Keep one of the two.");
        }
    }

    /// <summary>Key under which the object stands, with those above it; empty for the document.</summary>
    public string Name { get; }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<DocumentEntry> Entries { get; }

    /// <inheritdoc/>
    public override string Found => "an object";

    /// <summary>The keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    /// <summary>True when the key is there and has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The value of a key; null when it is absent or nothing.</summary>
    public DocumentNode? Find(string key) =>
        byKey.TryGetValue(key, out var entry) && entry.Value is not ScalarNode { IsNull: true } ? entry.Value : null;

    /// <summary>A text.</summary>
    public string? Text(string key) => Find(key) is not { } node ? null : AsText(node) ?? throw Wrong(key, "a text");

    /// <summary>True or false.</summary>
    public bool? Flag(string key) => Find(key) is not { } node ? null : (node as ScalarNode)?.Flag ?? throw Wrong(key, "true or false");

    /// <summary>A finite number.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="least">Least value allowed.</param>
    public double? Number(string key, double least = double.MinValue) =>
        Find(key) is not { } node ? null : AsNumber(node, least) ?? throw Wrong(key, "a number" + AtLeast(least));

    /// <summary>A whole number; <c>12.0</c> counts as one.</summary>
    /// <inheritdoc cref="Number"/>
    public int? Integer(string key, int least = -int.MaxValue) => Find(key) is not { } node
        ? null
        : AsNumber(node, least) is { } number && number == Math.Floor(number) && number <= int.MaxValue
            ? (int)number
            : throw Wrong(key, "a whole number" + Within(node, least));

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string>? Texts(string key) =>
        Find(key) is not { } node ? null : Items(node, AsText) ?? throw Wrong(key, "a list of texts");

    /// <summary>A list of finite numbers.</summary>
    /// <inheritdoc cref="Number"/>
    public IReadOnlyList<double>? Numbers(string key, double least = double.MinValue) => Find(key) is not { } node
        ? null
        : Items(node, item => AsNumber(item, least)) ?? throw Wrong(key, "a list of numbers" + AtLeast(least));

    /// <summary>An object.</summary>
    public MapNode? Map(string key) => Find(key) is not { } node ? null : node as MapNode ?? throw Wrong(key, "an object");

    /// <summary>A list of objects; none when there is no such key.</summary>
    public IReadOnlyList<MapNode> Maps(string key) =>
        Find(key) is not { } node ? [] : Items(node, item => item as MapNode) ?? throw Wrong(key, "a list of objects");

    /// <summary>The error about the value of a key.</summary>
    /// <param name="key">Of this object.</param>
    /// <param name="expected">What should stand there.</param>
    public OmniException Wrong(string key, string expected)
    {
        var entry = byKey.GetValueOrDefault(key);
        var message = $"\"{FullName(key)}\" is {entry?.Value.Found ?? "missing"}; expected {expected}";
        return Kind.Error(Kind.Codes.Wrong, message, (entry?.Value.Place ?? Place).ToString());
    }

    /// <summary>Refuses keys that mean nothing.</summary>
    /// <exception cref="OmniException">A key is none of those known; the nearest one is named.</exception>
    public void RefuseUnknown(IReadOnlyCollection<string> known)
    {
        foreach (var entry in Entries)
            if (!known.Contains(entry.Key))
                throw Kind.Error(
                    Kind.Codes.Unknown,
                    $"unknown key '{FullName(entry.Key)}'",
                    entry.Place.ToString(),
                    NearestName.Ask(entry.Key, known) ?? $"Known keys: {string.Join(", ", known)}.");
    }

    /// <summary>A key with the names of the objects it stands in, such as <c>loss.type</c>.</summary>
    public string FullName(string key) => Name.Length == 0 ? key : $"{Name}.{key}";

    private static string? AsText(DocumentNode node) => node is ScalarNode { IsText: true } scalar ? scalar.Text : null;

    private static double? AsNumber(DocumentNode node, double least) =>
        (node as ScalarNode)?.Number is { } number && number >= least ? number : null;

    // The end is named to a number that is whole, and too large to be held.
    private static string Within(DocumentNode node, int least)
    {
        var from = least == -int.MaxValue ? "" : AtLeast(least);
        if ((node as ScalarNode)?.Number is not > int.MaxValue) return from;
        return FormattableString.Invariant($"{from} {(from.Length > 0 ? "and" : "of")} at most {int.MaxValue}");
    }

    private static string AtLeast(double least) => least == double.MinValue ? "" : FormattableString.Invariant($" of at least {least}");

    private static IReadOnlyList<T>? Items<T>(DocumentNode node, Func<DocumentNode, T?> read) where T : class
    {
        if (node is not ListNode list) return null;
        var items = new List<T>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (read(item) is not { } value) return null;
            items.Add(value);
        }
        return items;
    }

    private static IReadOnlyList<T>? Items<T>(DocumentNode node, Func<DocumentNode, T?> read) where T : struct
    {
        if (node is not ListNode list) return null;
        var items = new List<T>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (read(item) is not { } value) return null;
            items.Add(value);
        }
        return items;
    }
}
