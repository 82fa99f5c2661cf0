using OmniHelix.Data.Columns;
using OmniHelix.Data.Records;
using OmniHelix.Rna;
using OmniHelix.Rna.Files;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>A record with the energy of its structure, or why there is none.</summary>
/// <param name="Example">The record.</param>
/// <param name="Sequence">As it was read: upper case, T as U; as it stands in the record where it could not be read.</param>
public sealed record EvaluatedRecord(Example Example, string Sequence)
{
    private static readonly TableType Number = new(TableKind.Double), Count = new(TableKind.Int32);

    /// <summary>Why there is no energy; null when there is one.</summary>
    public OmniException? Error { get; init; }

    /// <summary>Its structure; null where there is an error.</summary>
    public SecondaryStructure? Structure { get; init; }

    /// <summary>The energy, loop by loop; null where there is an error.</summary>
    public StructureEnergy? Energy { get; init; }

    /// <summary>Pairs other than AU, GC and GU.</summary>
    public int OtherPairs { get; init; }

    /// <summary>Letters other than A, C, G, U and N.</summary>
    public int UnknownLetters { get; init; }

    /// <summary>The columns of a table with a row a record.</summary>
    internal static IReadOnlyList<RecordColumn<EvaluatedRecord>> Columns { get; } =
    [
        new(new("id", TableType.Text), record => record.Example.Id),
        new(new("sequence", TableType.Text), record => record.Sequence),
        new(new("structure", TableType.Text), record => record.Structure?.ToDotBracket()),
        new(new("energy", Number), record => record.Energy?.Energy),
        new(new("other_pairs", Count), record => record.OtherPairs),
        new(new("unknown_letters", Count), record => record.UnknownLetters),
        new(new("error", TableType.Text), record => record.Error?.Describe().ReplaceLineEndings("")),
    ];

    /// <summary>The columns of a table with a row a loop; a record that failed has one row with its error.</summary>
    internal static IReadOnlyList<RecordColumn<(EvaluatedRecord Record, LoopEnergy? Loop)>> LoopColumns { get; } =
    [
        new(new("id", TableType.Text), row => row.Record.Example.Id),
        new(new("loop", TableType.Text), row => row.Loop?.Kind.ToString().ToLowerInvariant()),
        new(new("i", Count), row => row.Loop?.Closing?.Open + 1),
        new(new("j", Count), row => row.Loop?.Closing?.Close + 1),
        new(
            new("inner", TableType.Text),
            row => row.Loop is { } loop ? string.Join(' ', loop.Inner.Select(pair => $"{pair.Open + 1}-{pair.Close + 1}")) : null),
        new(new("energy", Number), row => row.Loop?.Energy),
        new(new("error", TableType.Text), row => row.Record.Error?.Describe().ReplaceLineEndings("")),
    ];

    /// <summary>As structure files hold it.</summary>
    internal StructureRecord ToStructureRecord() => new(Example.Id, Sequence, Structure!, Energy!.Energy);
}
