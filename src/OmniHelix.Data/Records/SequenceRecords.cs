using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Data.Records;

/// <summary>Records of formats that hold sequences only.</summary>
internal static class SequenceRecords
{
    // Behind such a record the next one can be found; anything else is wrong with the file.
    private static readonly string[] OfOneRecord = ["OH1102", "OH1103", "OH1111", "OH1113"];

    public static IEnumerable<Example> ReadFasta(Stream stream, string name, RecordOptions options)
    {
        using var reader = new FastaReader(stream, name);
        var examples = Read(
            options, Header, () => reader.TryRead() ? Header() with { Sequence = Encoding.ASCII.GetString(reader.Sequence) } : null,
            reader.SkipRecord);
        foreach (var example in examples) yield return example;

        Example Header() => Of(reader.Name, reader.Description, name, reader.Records, reader.LineNumber, options);
    }

    public static IEnumerable<Example> ReadFastq(Stream stream, string name, RecordOptions options)
    {
        using var reader = new FastqReader(stream, name);
        var examples = Read(
            options, Header, () => reader.TryRead() ? Header() with { Sequence = Encoding.ASCII.GetString(reader.Sequence) } : null,
            reader.SkipRecord);
        foreach (var example in examples) yield return example;

        Example Header() => Of(reader.Name, reader.Description, name, reader.Records, reader.LineNumber, options);
    }

    public static IEnumerable<Example> ReadText(Stream stream, string name, RecordOptions options)
    {
        using var lines = SequenceLines.Read(stream, name).GetEnumerator();
        var read = new Example { Id = "", Sequence = "", File = name, Record = 0 };
        var examples = RecordByRecord.Read(
            options,
            () =>
            {
                if (!lines.MoveNext()) return null;
                read = read with { Record = read.Record + 1, Line = lines.Current.Line };
                SequenceLines.Check(lines.Current.Sequence, read.Place);
                return read with { Sequence = lines.Current.Sequence };
            },
            _ => read);
        foreach (var example in examples) yield return example;
    }

    private static IEnumerable<Example> Read(RecordOptions options, Func<Example> header, Func<Example?> next, Action skip) =>
        RecordByRecord.Read(options, next, error =>
        {
            var bad = header();
            if (bad.Record == 0 || !OfOneRecord.Contains(error.Code)) return null;
            skip();
            return bad;
        });

    private static Example Of(string id, string description, string file, long record, long line, RecordOptions options) => new()
    {
        Id = id,
        Sequence = "",
        Metadata = options.ForInference && description.Length > 0
            ? new JsonObject { [SequenceSource.Description] = description }
            : null,
        File = file,
        Record = record,
        Line = line,
    };
}
