using System.Text.Json.Nodes;
using OmniHelix.Data.Tables.Structures;
using OmniHelix.Rna.Files;

namespace OmniHelix.Data.Records;

/// <summary>Records of files that hold secondary structures: the structure, as dots and brackets, is the label.</summary>
internal static class StructureRecords
{
    public static IEnumerable<Example> Read(StructureFile file, Stream stream, string name, RecordOptions options)
    {
        using var text = new StreamReader(stream);
        var number = 0L;
        foreach (var record in file.Read(text, name))
        {
            number++;
            var structure = record.Structure.ToDotBracket();
            yield return new Example
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
}
