using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Structures;

/// <summary>Folded records as rows of a table, or as FASTA with the structure behind the name.</summary>
internal sealed class FoldedTable : IDisposable
{
    private static readonly TableType Number = new(TableKind.Double);

    private static readonly (TableColumn Column, Func<FoldedRecord, object?> Cell)[] Sequences =
    [
        (new("id", TableType.Text), record => record.Example.Id),
        (new("description", TableType.Text), record => FormattableString.Invariant(
            $"{record.Folded?.Structure} ({record.Folded?.Energy:0.00})")),
        (new("sequence", TableType.Text), record => record.Sequence),
    ];

    private static readonly (TableColumn Column, Func<FoldedRecord, object?> Cell)[] Structures =
    [
        (new("id", TableType.Text), record => record.Example.Id),
        (new("sequence", TableType.Text), record => record.Sequence),
        (new("structure", TableType.Text), record => record.Folded?.Structure.ToDotBracket()),
        (new("energy", Number), record => record.Folded?.Energy),
    ];

    private static readonly (TableColumn Column, Func<FoldedRecord, object?> Cell)[] Ensembles =
    [
        (new("ensemble_energy", Number), record => record.Ensemble?.Energy),
        (new("frequency", Number), record => record.Ensemble?.Frequency),
        (new("ensemble_defect", Number), record => record.Ensemble?.Defect),
        (new("diversity", Number), record => record.Ensemble?.Diversity),
        (new("centroid", TableType.Text), record => record.Ensemble?.Centroid.Structure.ToDotBracket()),
        (new("centroid_energy", Number), record => record.Ensemble?.Centroid.Energy),
        (new("centroid_distance", Number), record => record.Ensemble?.CentroidDistance),
        (new("mea", TableType.Text), record => record.Ensemble?.Accurate.Structure.ToDotBracket()),
        (new("mea_energy", Number), record => record.Ensemble?.Accurate.Energy),
        (new("mea_accuracy", Number), record => record.Ensemble?.Accuracy),
    ];

    private static readonly (TableColumn Column, Func<FoldedRecord, object?> Cell)[] Ends =
    [
        (new("unknown_letters", new TableType(TableKind.Int32)), record => record.UnknownLetters),
        (new("error", TableType.Text), record => record.Error?.Describe().ReplaceLineEndings("")),
    ];

    private readonly (TableColumn Column, Func<FoldedRecord, object?> Cell)[] columns;
    private readonly TableWriter writer;
    private readonly bool holdsErrors;

    /// <summary>Starts a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="ensemble">With what is told of the ensemble.</param>
    /// <exception cref="OmniException">OH6002: it cannot be written.</exception>
    public FoldedTable(string path, FileKind kind, bool ensemble)
    {
        holdsErrors = kind != SequenceFileKinds.Fasta;
        columns = holdsErrors ? [.. Structures, .. ensemble ? Ensembles : [], .. Ends] : Sequences;
        writer = Table.Create(path, [.. columns.Select(column => column.Column)], new() { Kind = kind });
    }

    /// <summary>Appends a record; one that failed has no place in FASTA.</summary>
    public void Append(FoldedRecord record)
    {
        if (record.Error is null || holdsErrors) writer.Append([.. columns.Select(column => column.Cell(record))]);
    }

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete() => writer.Complete();

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
