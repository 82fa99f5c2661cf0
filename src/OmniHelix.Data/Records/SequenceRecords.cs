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
            yield return new Example { Id = reader.Name, Sequence = Encoding.ASCII.GetString(reader.Sequence), File = name, Record = reader.Records, Line = reader.LineNumber };
    }

    public static IEnumerable<Example> ReadFastq(Stream stream, string name)
    {
        using var reader = new FastqReader(stream, name);
        while (reader.TryRead())
            yield return new Example { Id = reader.Name, Sequence = Encoding.ASCII.GetString(reader.Sequence), File = name, Record = reader.Records, Line = reader.LineNumber };
    }

    public static IEnumerable<Example> ReadText(Stream stream, string name)
    {
        long record = 0;
        foreach (var (sequence, line) in SequenceLines.Read(stream, name))
        {
            record++;
            yield return new Example { Id = record.ToString(CultureInfo.InvariantCulture), Sequence = sequence, File = name, Record = record, Line = line };
        }
    }
}
