using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Conversion;

/// <summary>
/// The rows of a table that becomes FASTA, FASTQ or one sequence a line: what such a file holds otherwise than the table does is counted,
/// so that it can be said.
/// </summary>
/// <param name="kind">Kind of the file.</param>
/// <param name="id">Column of the names in the table; −1 without.</param>
/// <param name="sequence">Column of the sequences in the table.</param>
/// <param name="drop">Leave out what the file cannot hold.</param>
internal sealed class SequenceFileRows(FileKind kind, int id, int sequence, bool drop)
{
    private readonly bool hasNames = SequenceSource.ColumnsOf(kind).Contains(SequenceSource.Id);
    private readonly bool dropsEmpty = drop && kind != SequenceFileKinds.Fastq;
    private long unnamed, blank, empty;

    /// <summary>What was counted, one sentence each.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. Note(unnamed, "record has no name and is called by its number", "records have no name and are called by their number"),
        .. Note(blank, "name has a blank, where it ends for a reader", "names have a blank, where they end for a reader"),
        .. Note(empty, "record of no bases is left out", "records of no bases are left out"),
    ];

    /// <summary>Counts a row; false when it is left out.</summary>
    public bool Takes(TableRow row)
    {
        if (dropsEmpty && row.Chunk.Data[sequence] is TextData && row.Utf8(sequence).Trim(" \t"u8).IsEmpty)
        {
            empty++;
            return false;
        }
        if (!hasNames) return true;
        var name = id < 0 ? null : row[id];
        if (name is null or "") unnamed++;
        else if (name is string text && text.AsSpan().ContainsAny(' ', '\t')) blank++;
        return true;
    }

    private static IEnumerable<string> Note(long count, string one, string several)
    {
        if (count > 0) yield return Plural.Count(count, one, several, "#,0");
    }
}
