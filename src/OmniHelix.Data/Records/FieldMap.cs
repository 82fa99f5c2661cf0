namespace OmniHelix.Data.Records;

/// <summary>Finds the fields of sequence, label and name among those a record has; names are compared without case.</summary>
internal sealed class FieldMap
{
    private static readonly string[] SequenceNames = ["sequence", "seq", "text", "dna", "rna", "feature"];
    private static readonly string[] LabelNames = ["label", "labels", "target", "y"];
    private static readonly string[] IdNames = ["id", "name", "idx"];

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
                place, $"Rename a {kind}, or name it as the sequence {kind}.");
        Labels = options.LabelFields.Count > 0
            ? [.. options.LabelFields.Select(Required)]
            : First(LabelNames) is var label and >= 0 ? [label] : [];
        Id = First(IdNames);

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

        int First(string[] names) => names.Select(Find).FirstOrDefault(i => i >= 0, -1);

        int Exact(string name) => Enumerable.Range(0, fields.Count).FirstOrDefault(i => fields[i] == name, -1);

        int Required(string name) => (Exact(name) is var exact and >= 0 ? exact : Find(name)) is var i and >= 0
            ? i
            : throw new OmniException(
                "OH1203", $"no {kind} '{name}'; the {kind}s present are {List(fields)}", place, NearestName.Ask(name, fields));
    }

    /// <summary>Index of the sequence field.</summary>
    public int Sequence { get; }

    /// <summary>Indices of the label fields.</summary>
    public int[] Labels { get; }

    /// <summary>Index of the name field, -1 when there is none.</summary>
    public int Id { get; }

    private static string List(IReadOnlyList<string> fields) =>
        fields.Count == 0 ? "none" : string.Join(", ", fields.Take(30).Select(f => f.Length > 60 ? f[..60] + "…" : f));
}
