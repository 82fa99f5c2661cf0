using System.Globalization;
using System.Text;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Data.Records;

/// <summary>Records of formats that hold sequences only.</summary>
internal static class SequenceRecords
{
    public static IEnumerable<Example> ReadFasta(Stream stream, string name)
    {
        using var reader = new FastaReader(stream, name);
        while (reader.TryRead())
            yield return Of(reader.Name, reader.Sequence, name, reader.Records, reader.LineNumber);
    }

    public static IEnumerable<Example> ReadFastq(Stream stream, string name)
    {
        using var reader = new FastqReader(stream, name);
        while (reader.TryRead())
            yield return Of(reader.Name, reader.Sequence, name, reader.Records, reader.LineNumber);
    }

    public static IEnumerable<Example> ReadText(Stream stream, string name)
    {
        long record = 0;
        foreach (var (sequence, line) in SequenceLines.Read(stream, name))
        {
            record++;
            var id = record.ToString(CultureInfo.InvariantCulture);
            yield return new Example { Id = id, Sequence = sequence, File = name, Record = record, Line = line };
        }
    }

    private static Example Of(string id, ReadOnlySpan<byte> sequence, string file, long record, long line) =>
        new() { Id = id, Sequence = Encoding.ASCII.GetString(sequence), File = file, Record = record, Line = line };
}
