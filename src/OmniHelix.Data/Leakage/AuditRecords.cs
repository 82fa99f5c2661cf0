using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Leakage;

/// <summary>Where a record of an audit stands.</summary>
/// <param name="Id">Its name.</param>
/// <param name="File">Its file.</param>
/// <param name="Record">Number in the file, from 1.</param>
/// <param name="Line">Line in the file, from 1; 0 when the format has no lines.</param>
public readonly record struct RecordName(string Id, string File, long Record, long Line)
{
    /// <summary>The record is made from what <see cref="File"/> names, and its number is that in the new set.</summary>
    public bool IsMade { get; init; }

    /// <summary>
    /// A few letters that were left when a sequence was cut into chunks: what is equal to it is so by chance, and splits by sequence keep
    /// it with its group alone.
    /// </summary>
    public bool IsShortRest { get; init; }

    /// <summary><c>file:line</c>, or the record number.</summary>
    public string Place => IsMade ? $"{File} (record {Record} of the new set)"
        : Line > 0 ? $"{File}:{Line}"
        : $"{File}, record {Record}";
}

/// <summary>
/// The records of a data set, split after split, as the leakage audit and the splitting of data sets see them: sequence, label, groups.
/// </summary>
/// <example><code>
/// var records = new AuditRecords();
/// records.Begin("train");
/// foreach (var example in ExampleReader.Read("train.csv")) records.Add(example);
/// records.Begin("test");
/// foreach (var example in ExampleReader.Read("test.csv")) records.Add(example);
/// Console.Write(LeakageAudit.Run(records).ToText());
/// </code></example>
public sealed class AuditRecords
{
    private const int LongestLabel = 64;

    private readonly List<RecordName> names = [];
    private readonly List<(string Name, int Start)> splits = [];
    private readonly KeyColumn labels = new("label");
    private readonly KeyColumn[] groups;

    /// <param name="groupColumns">Names of the group columns, such as gene, individual or chromosome.</param>
    public AuditRecords(params IReadOnlyList<string> groupColumns) => groups = [.. groupColumns.Select(c => new KeyColumn(c))];

    /// <summary>Number of records.</summary>
    public int Count => names.Count;

    /// <summary>The sequences, in the order of the records.</summary>
    public SequencePool Sequences { get; private init; } = new();

    /// <summary>Names of the splits, in the order they were begun.</summary>
    public IReadOnlyList<string> Splits => [.. splits.Select(s => s.Name)];

    /// <summary>Names of the group columns.</summary>
    public IReadOnlyList<string> GroupColumns => [.. groups.Select(g => g.Name)];

    internal KeyColumn Labels => labels;

    internal IReadOnlyList<KeyColumn> Groups => groups;

    /// <summary>Name and place of a record.</summary>
    public RecordName this[int record] => names[record];

    /// <summary>Starts a split; the records that follow belong to it.</summary>
    public void Begin(string split) => splits.Add((split, Count));

    /// <summary>Adds an example.</summary>
    /// <param name="example">The record.</param>
    /// <param name="groupKeys">One a group column; null for a record outside every group.</param>
    public void Add(Example example, params ReadOnlySpan<string?> groupKeys)
    {
        Sequences.Add(example.Sequence);
        Describe(new RecordName(example.Id, example.File, example.Record, example.Line), KeyOf(example.Label), groupKeys);
    }

    /// <summary>Adds a record whose sequence is ASCII.</summary>
    /// <param name="sequence">Letters as they stand in the file.</param>
    /// <param name="name">Name and place.</param>
    /// <param name="label">Label as text; null when there is none.</param>
    /// <param name="groupKeys">One a group column; null for a record outside every group.</param>
    public void Add(ReadOnlySpan<byte> sequence, RecordName name, string? label, params ReadOnlySpan<string?> groupKeys)
    {
        Sequences.Add(sequence);
        Describe(name, label, groupKeys);
    }

    /// <summary>First record of a split, and the one after its last.</summary>
    public Range RangeOf(int split) => splits[split].Start..(split + 1 < splits.Count ? splits[split + 1].Start : Count);

    /// <summary>The label as text; null when the record has none.</summary>
    public string? LabelOf(int record) => labels.KeyOf(record);

    /// <summary>The same records in other splits, for instance those of a plan; the letters are shared.</summary>
    /// <param name="into">Name and records of each split, by their number here.</param>
    public AuditRecords Arrange(IReadOnlyList<(string Name, IReadOnlyList<int> Records)> into)
    {
        var arranged = new AuditRecords(GroupColumns) { Sequences = Sequences.Arrange(into.SelectMany(s => s.Records)) };
        foreach (var (name, members) in into)
        {
            arranged.Begin(name);
            foreach (var r in members) arranged.Describe(names[r], labels.KeyOf(r), [.. groups.Select(g => g.KeyOf(r))]);
        }
        return arranged;
    }

    /// <summary>The label of an example as the text that two records must share to agree.</summary>
    internal static string? KeyOf(Label? label)
    {
        var text = label switch
        {
            null => null,
            TextLabel t => t.Text,
            NumberLabel number => number.Text,
            ListLabel list => string.Join(',', list.Items),
            VectorLabel vector => string.Join(',', vector.Values.Select(v => v.ToString(CultureInfo.InvariantCulture))),
            _ => label.ToString(),
        };
        // Labels per base are as long as the sequence: only whether they are equal matters.
        return text is { Length: > LongestLabel } ? Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()))) : text;
    }

    private void Describe(RecordName name, string? label, ReadOnlySpan<string?> groupKeys)
    {
        if (splits.Count == 0) throw new InvalidOperationException("No split was begun.");
        if (groupKeys.Length != groups.Length) throw new ArgumentException($"{groups.Length} group keys are needed.", nameof(groupKeys));
        names.Add(name);
        labels.Add(label);
        for (var g = 0; g < groups.Length; g++) groups[g].Add(groupKeys[g]);
    }
}

/// <summary>A column of texts as numbers: equal texts have equal numbers, −1 stands for none.</summary>
internal sealed class KeyColumn(string name)
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<string> keys = [];
    private readonly List<int> column = [];

    public string Name => name;

    /// <summary>Number of different texts.</summary>
    public int Distinct => keys.Count;

    public int this[int record] => column[record];

    public string? KeyOf(int record) => column[record] is var id and >= 0 ? keys[id] : null;

    public string Key(int id) => keys[id];

    public void Add(string? key)
    {
        if (key is null)
        {
            column.Add(-1);
            return;
        }
        if (!ids.TryGetValue(key, out var id))
        {
            ids.Add(key, id = keys.Count);
            keys.Add(key);
        }
        column.Add(id);
    }
}
