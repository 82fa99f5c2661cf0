using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Data.Tables.Structures;

/// <summary>
/// Dot-bracket, CT and bpseq files as a table: <c>id</c>, <c>sequence</c> and <c>label</c>, the structure as dots and brackets.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="file">Reads its kind.</param>
internal sealed class StructureSource(string path, StructureFile file) : ITableSource
{
    public const string Structure = "label";

    public IReadOnlyList<TableColumn> Columns { get; } =
        [.. new[] { SequenceSource.Id, SequenceSource.Sequence, Structure }.Select(name => new TableColumn(name, TableType.Text))];

    public long? RowCount => null;

    public IEnumerable<TableChunk> Read(IReadOnlyList<int> columns)
    {
        using var text = new StreamReader(CompressedInput.Open(path));
        var builder = new ChunkBuilder([.. columns.Select(i => Columns[i])], path);
        var any = false;
        foreach (var record in file.Read(text, path))
        {
            any = true;
            string[] values = [record.Name, record.Sequence, record.Structure.ToDotBracket()];
            for (var i = 0; i < columns.Count; i++) ((TextBuilder)builder.Builders[i]).Add((object)values[columns[i]]);
            builder.EndRow();
            if (builder.IsFull) yield return builder.Take();
        }
        if (!any) throw new OmniException("OH1005", "is empty: no record", path);
        if (builder.Rows > 0) yield return builder.Take();
    }
}
