using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Structures;

/// <summary>Folded records as rows of a table, or as FASTA with the structure behind the name.</summary>
internal static class FoldedColumns
{
    private static readonly TableType Number = new(TableKind.Double);

    private static readonly RecordColumn<FoldedRecord>[] Sequences =
    [
        new(new("id", TableType.Text), record => record.Name),
        new(new("description", TableType.Text), record => FormattableString.Invariant(
            $"{record.DotBracket} ({record.Folded?.Energy:0.00})")),
        new(new("sequence", TableType.Text), record => record.Sequence),
    ];

    private static readonly RecordColumn<FoldedRecord> Id = new(new("id", TableType.Text), record => record.Example.Id);

    private static readonly RecordColumn<FoldedRecord>[] Places =
    [
        new(new("start", new TableType(TableKind.Int32)), record => record.Place?.First),
        new(new("end", new TableType(TableKind.Int32)), record => record.Place?.Last),
    ];

    private static readonly RecordColumn<FoldedRecord>[] Structures =
    [
        new(new("sequence", TableType.Text), record => record.Sequence),
        new(new("structure", TableType.Text), record => record.DotBracket),
        new(new("energy", Number), record => record.Folded?.Energy),
    ];

    private static readonly RecordColumn<FoldedRecord>[] Bands = [new(new("band", Number), record => record.Band)];

    private static readonly RecordColumn<FoldedRecord>[] Ensembles =
    [
        new(new("ensemble_energy", Number), record => record.Ensemble?.Energy ?? record.Strands?.Whole),
        new(new("ensemble_first", Number), record => record.Strands?.First),
        new(new("ensemble_second", Number), record => record.Strands?.Second),
        new(new("ensemble_bound", Number), record => record.Strands?.Bound is double bound and < double.PositiveInfinity ? bound : null),
        new(new("frequency", Number), record => record.Ensemble?.Frequency),
        new(new("ensemble_defect", Number), record => record.Ensemble?.Defect),
        new(new("diversity", Number), record => record.Ensemble?.Diversity),
        new(new("centroid", TableType.Text), record => record.Ensemble?.Centroid.Structure.ToDotBracket()),
        new(new("centroid_energy", Number), record => record.Ensemble?.Centroid.Energy),
        new(new("centroid_distance", Number), record => record.Ensemble?.CentroidDistance),
        new(new("mea", TableType.Text), record => record.Ensemble?.Accurate.Structure.ToDotBracket()),
        new(new("mea_energy", Number), record => record.Ensemble?.Accurate.Energy),
        new(new("mea_accuracy", Number), record => record.Ensemble?.Accuracy),
    ];

    private static readonly RecordColumn<FoldedRecord>[] Ends =
    [
        new(new("unknown_letters", new TableType(TableKind.Int32)), record => record.UnknownLetters),
        new(new("error", TableType.Text), record => record.Error?.Describe().ReplaceLineEndings("")),
    ];

    /// <summary>The columns of a file.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="options">What is told of a record.</param>
    public static IReadOnlyList<RecordColumn<FoldedRecord>> Of(FileKind kind, FoldOptions options) =>
        kind == SequenceFileKinds.Fasta
            ? Sequences
            :
            [
                Id, .. options.Local ? Places : [], .. Structures, .. options.Subopt is null ? [] : Bands,
                .. options.Ensemble ? Ensembles : [], .. Ends,
            ];
}
