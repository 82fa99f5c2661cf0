using OmniHelix.Data.Conversion;

namespace OmniHelix.Data.Creation;

/// <summary>A sequence that a new data set is made from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sequence">Its letters.</param>
/// <param name="Label">Its class; null without one.</param>
/// <param name="Group">What it must stay together with: its chromosome; null for nothing but itself.</param>
/// <param name="Place">Where it comes from.</param>
public sealed record SourceSequence(string Name, string Sequence, string? Label, string? Group, string Place);

/// <summary>Where the sequences of a new data set come from; read twice.</summary>
/// <param name="Read">Streams the sequences, the same ones each time.</param>
/// <param name="Classes">Names of the classes in the order of their numbers; null for those that occur, by name.</param>
/// <param name="GroupName">What the groups are, such as chromosome; null without groups.</param>
public sealed record DataSetSource(Func<IEnumerable<SourceSequence>> Read, IReadOnlyList<string>? Classes, string? GroupName)
{
    /// <summary>One file of sequences for each class.</summary>
    /// <param name="files">Class and file (or pattern); a class may have several.</param>
    /// <exception cref="UsageException">OH1650: no file.</exception>
    /// <exception cref="OmniException">While reading OH1005: a file without sequences.</exception>
    public static DataSetSource OfClasses(IReadOnlyList<(string Label, string Path)> files)
    {
        if (files.Count == 0) throw new UsageException("OH1650", "no file of sequences is named");
        return new DataSetSource(() => files.SelectMany(f => NonEmpty(NamedSequences.Read(f.Path), f.Path).Select(s => new SourceSequence(s.Name, s.Sequence, f.Label, null, s.Place))),
            [.. files.Select(f => f.Label).Distinct(StringComparer.Ordinal)], null);
    }

    /// <summary>A table with a column of labels.</summary>
    /// <param name="path">Table.</param>
    /// <param name="options">Columns.</param>
    public static DataSetSource OfTable(string path, RecordOptions options) =>
        new(() => ExampleReader.Read(path, options).Select(e => new SourceSequence(e.Id, e.Sequence, Leakage.AuditRecords.KeyOf(e.Label), null, e.Place)), null, null);

    private static IEnumerable<NamedSequence> NonEmpty(IEnumerable<NamedSequence> sequences, string path)
    {
        var any = false;
        foreach (var sequence in sequences)
        {
            any = true;
            yield return sequence;
        }
        if (!any) throw new OmniException("OH1005", "is empty: no sequence", path);
    }
}
