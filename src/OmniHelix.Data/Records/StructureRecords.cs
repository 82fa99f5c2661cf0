using System.Text.Json.Nodes;
using OmniHelix.Data.Tables.Structures;
using OmniHelix.Rna.Files;

namespace OmniHelix.Data.Records;

/// <summary>Records of files that hold secondary structures: the structure, as dots and brackets, is the label.</summary>
internal static class StructureRecords
{
    // What is wrong with a record; anything else is wrong with the file.
    private static readonly string[] OfOneRecord = ["OH1801", "OH1802", "OH1810", "OH1811", "OH1812", "OH1813"];

    public static IEnumerable<Example> Read(StructureFile file, Stream stream, string name, RecordOptions options)
    {
        using var text = new StreamReader(stream);
        var records = new StructureReader(file, text, name);
        var examples = RecordByRecord.Read(
            options, () => records.Read() is { } record ? Of(record, records.Records, name, options) : null, error =>
            {
                if (!OfOneRecord.Contains(error.Code)) return null;
                records.SkipRecord();
                return new Example { Id = records.Name, Sequence = "", File = name, Record = records.Records };
            });
        foreach (var example in examples) yield return example;
    }

    private static Example Of(StructureRecord record, long number, string name, RecordOptions options)
    {
        var structure = record.Structure.ToDotBracket();
        return new Example
        {
            Id = record.Name,
            Sequence = record.Sequence,
            Label = options.ForInference ? null : new TextLabel(structure),
            Metadata = options.ForInference ? new JsonObject { [StructureSource.Structure] = structure } : null,
            File = name,
            Record = number,
        };
    }
}
