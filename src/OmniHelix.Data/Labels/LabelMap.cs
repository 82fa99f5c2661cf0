using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Labels;

/// <summary>Class names and their ids, 0 to n − 1.</summary>
public sealed class LabelMap
{
    private const int MostClasses = 10_000;

    private static readonly Comparer<string> Order = Comparer<string>.Create(Compare);

    private readonly Dictionary<string, int> ids;

    /// <summary>Names in id order.</summary>
    /// <exception cref="UsageException">OH1605: a name occurs twice, or there is none.</exception>
    public LabelMap(IEnumerable<string> names, string? place = null)
    {
        Names = [.. names];
        if (Names.Count == 0) throw new UsageException("OH1605", "the label map has no label", place);
        ids = new Dictionary<string, int>(Names.Count);
        for (var id = 0; id < Names.Count; id++)
            if (!ids.TryAdd(LabelNames.Whole(Names[id]), id))
                throw new UsageException("OH1605", $"the label '{Names[id]}' occurs twice in the label map", place);
    }

    /// <summary>Class names, the id is the index.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of classes.</summary>
    public int Count => Names.Count;

    /// <summary>The id of a label; 1 and 1.0 are one.</summary>
    public bool TryGetId(string name, out int id) => ids.TryGetValue(name, out id) || ids.TryGetValue(LabelNames.Whole(name), out id);

    /// <summary>A map as it stands in configurations (<c>label2id</c>).</summary>
    /// <exception cref="UsageException">OH1605: the ids are not 0 to n − 1, each once.</exception>
    public static LabelMap FromIds(IReadOnlyDictionary<string, int> label2id, string? place = null)
    {
        var byId = label2id.OrderBy(p => p.Value).ToArray();
        for (var id = 0; id < byId.Length; id++)
            if (byId[id].Value != id)
                throw new UsageException(
                    "OH1605",
                    $"the label ids must be 0 to {byId.Length - 1}, each once, but they are {string.Join(", ", byId.Select(p => p.Value))}",
                    place);
        return new LabelMap(byId.Select(p => p.Key), place);
    }

    /// <summary>The labels that occur, whole numbers by value, anything else by character code.</summary>
    /// <exception cref="OmniException">OH1303 no example has a label; OH1304 labels that cannot be classes.</exception>
    public static LabelMap Infer(IEnumerable<Example> examples, TaskType task)
    {
        var names = new SortedSet<string>(Order);
        var width = 0;
        foreach (var example in examples)
        {
            if (example.Label is null) continue;
            if (task.Target == TaskTarget.Classes && example.Label is VectorLabel vector) width = Math.Max(width, vector.Values.Length);
            else names.UnionWith(LabelNames.Of(example, task).Where(name => name != LabelNames.None));
            if (names.Count > MostClasses)
                throw new OmniException(
                    "OH1304", $"more than {MostClasses} different labels: this does not look like classes", example.Place,
                    "Is it a regression task? Otherwise give the label map.");
        }
        if (width > 0) return new LabelMap(Enumerable.Range(0, width).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        return names.Count > 0
            ? new LabelMap(names)
            : throw new OmniException("OH1303", "no example has a label, so no label map can be inferred", null,
                "Name its field: --label-field, or label_column of the data set.");
    }

    /// <summary>As configurations write it (<c>label2id</c>).</summary>
    internal JsonObject ToJson() => new(Names.Select((name, id) => KeyValuePair.Create(name, (JsonNode?)id)));

    /// <summary>Names in the order that <see cref="Infer"/> gives them.</summary>
    internal static LabelMap Sorted(IEnumerable<string> names) => new(names.Order(Order));

    private static int Compare(string? a, string? b) =>
        long.TryParse(a, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var x)
            && long.TryParse(b, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var y) && x != y
            ? x.CompareTo(y)
            : string.CompareOrdinal(a, b);
}
