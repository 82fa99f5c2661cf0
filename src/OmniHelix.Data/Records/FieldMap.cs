namespace OmniHelix.Data.Records;

/// <summary>Finds the fields of sequence, label and name among those a record has; names are compared without case.</summary>
internal sealed class FieldMap
{
    private static readonly string[] SequenceNames = ["sequence", "seq", "text", "dna", "rna", "feature"];
    private static readonly string[] LabelNames = ["label", "labels", "target", "y"];
    private static readonly string[] IdNames = ["id", "name", "idx"];

    private readonly Func<OmniException>? pairIsAbsent;
    /// <param name="fields">Fields present.</param>
    /// <param name="options">Names asked for.</param>
    /// <param name="kind">"column" or "field", for messages.</param>
    /// <param name="place">Where they stand.</param>
    public FieldMap(IReadOnlyList<string> fields, RecordOptions options, string kind, string place)
    {
        Sequence = options.SequenceField is { } named ? Required(named) : First(SequenceNames);
        if (Sequence < 0)
            throw new OmniException(
                "OH1203", $"no {kind} 'sequence' (or {string.Join(", ", SequenceNames[1..])}); the {kind}s present are {List(fields)}",
                place, $"Rename a {kind}, or name it: --sequence-field, or sequence_column of the data set.");
        Labels = options.LabelFields.Count > 0
            ? [.. options.LabelFields.Select(Required)]
            : First(LabelNames) is var label and >= 0 ? [label] : [];
        Id = First(IdNames);
        Pair = options.PairField is { } pair ? Named(pair) : -1;
        Names = fields;
        pairIsAbsent = options.PairField is { } wanted && Pair < 0 ? () => Absent(wanted) : null;

        options.Found?.Invoke(this);

        int Find(string name)
        {
            var found = -1;
            for (var i = 0; i < fields.Count; i++)
            {
                if (!string.Equals(fields[i], name, StringComparison.OrdinalIgnoreCase)) continue;
                if (found >= 0)
                    throw new OmniException(
                        "OH1210", $"the {kind}s '{fields[found]}' and '{fields[i]}' could both be meant", place,
                        $"Rename one of them, or name the {kind} as it is written.");
                found = i;
            }
            return found;
        }

        int First(string[] usual) => usual.Select(Find).FirstOrDefault(i => i >= 0, -1);

        int Exact(string name) => Enumerable.Range(0, fields.Count).FirstOrDefault(i => fields[i] == name, -1);

        int Named(string name) => Exact(name) is var exact and >= 0 ? exact : Find(name);

        int Required(string name) => Named(name) is var i and >= 0 ? i : throw Absent(name);

        OmniException Absent(string name) =>
            new("OH1203", $"no {kind} '{name}'; the {kind}s present are {List(fields)}", place, NearestName.Ask(name, fields));
    }

    /// <summary>The fields that were taken, in words; null where each is called what it is.</summary>
    public string? Unusual()
    {
        if (Names[Sequence] == SequenceNames[0] && Labels.All(label => Names[label] == LabelNames[0]) && Pair < 0) return null;
        var label = Labels.Length == 0 ? "no label" : $"label '{string.Join("', '", Labels.Select(i => Names[i]))}'";
        return $"sequence '{Names[Sequence]}', {(Pair < 0 ? "" : $"second sequence '{Names[Pair]}', ")}{label}";
    }

    /// <summary>The fields present.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Index of the sequence field.</summary>
    public int Sequence { get; }

    /// <summary>Indices of the label fields.</summary>
    public int[] Labels { get; }

    /// <summary>Index of the name field, -1 when there is none.</summary>
    public int Id { get; }

    /// <summary>Index of the second sequence of a pair, -1 when there is none.</summary>
    public int Pair { get; }

    /// <summary>Refuses a table without the column of the second sequences; of single records some may lack the field.</summary>
    /// <exception cref="OmniException">OH1203.</exception>
    public FieldMap WithPair() => pairIsAbsent is null ? this : throw pairIsAbsent();

    private static string List(IReadOnlyList<string> fields) =>
        fields.Count == 0 ? "none" : string.Join(", ", fields.Take(30).Select(f => f.Length > 60 ? f[..60] + "…" : f));
}
