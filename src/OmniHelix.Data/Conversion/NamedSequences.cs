using System.Globalization;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Conversion;

/// <summary>A sequence with the whole of its header.</summary>
/// <param name="Name">Name and description, a blank between them; the id or number of a table's row.</param>
/// <param name="Sequence">As in the file, without blanks around it; never empty.</param>
/// <param name="Place">Where it stands.</param>
public sealed record NamedSequence(string Name, string Sequence, string Place);

/// <summary>Reads names and sequences of any form, and nothing else.</summary>
public static class NamedSequences
{
    /// <summary>Streams the sequences of a file, or of all files that a pattern matches.</summary>
    /// <param name="path">File or pattern.</param>
    /// <param name="sequenceField">Column of the sequence; null takes the usual names.</param>
    /// <exception cref="OmniException">
    /// OH1203 no such column; OH1205 the sequence is not text; OH1206 it is empty; what reading reports.
    /// </exception>
    public static IEnumerable<NamedSequence> Read(string path, string? sequenceField = null)
    {
        var table = Table.Open(path);
        var (sequence, _, id) = table.Fields(new RecordOptions { SequenceField = sequenceField });
        if (table.Columns[sequence].Type.Kind != TableKind.Text)
            throw new OmniException(
                "OH1205", $"the column '{table.Columns[sequence].Name}' is not text, but {table.Columns[sequence].Type}", path);
        var description = table.Kind == SequenceFileKinds.Fasta || table.Kind == SequenceFileKinds.Fastq
            ? table.IndexOf(SequenceSource.Description)
            : -1;
        foreach (var row in table.Rows())
        {
            var name = id is { } column && row[column] is { } text and not ""
                ? Convert.ToString(text, CultureInfo.InvariantCulture)!
                : row.Record.ToString(CultureInfo.InvariantCulture);
            if (description >= 0 && row[description] is string more) name += " " + more;
            var letters = Encoding.UTF8.GetString(row.Utf8(sequence).Trim(" \t"u8));
            if (letters.Length == 0) throw new OmniException("OH1206", $"record {row.Record} '{name}' has an empty sequence", row.Place);
            yield return new NamedSequence(name, letters, row.Place);
        }
    }
}
