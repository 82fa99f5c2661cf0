using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Records;

/// <summary>Which columns of a table a record is made of.</summary>
public static class TableFields
{
    /// <summary>
    /// The columns of sequence, labels and name under the names asked for, or their usual ones (sequence, seq, text, dna, rna; label,
    /// labels, target, y; id, name).
    /// </summary>
    /// <exception cref="OmniException">OH1203: there is no such column.</exception>
    public static (int Sequence, IReadOnlyList<int> Labels, int? Id) Fields(this Table table, RecordOptions? options = null)
    {
        var map = new FieldMap([.. table.Columns.Select(c => c.Name.Trim())], options ?? new(), "column", table.Files[0]);
        return (map.Sequence, map.Labels, map.Id < 0 ? null : map.Id);
    }
}
