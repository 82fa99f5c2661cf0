using System.Globalization;
using System.Text;
using OmniHelix.Sequences;

namespace OmniHelix.Data;

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
        using var lines = new ByteLineReader(stream, name);
        long record = 0;
        while (Next(lines) is { } text)
        {
            if (text.Length == 0) continue;
            record++;
            yield return new Example { Id = record.ToString(CultureInfo.InvariantCulture), Sequence = text, File = name, Record = record, Line = lines.LineNumber };
        }
    }

    private static string? Next(ByteLineReader lines)
    {
        if (!lines.TryRead(out var line)) return null;
        return Encoding.UTF8.GetString(line.Trim(" \t"u8));
    }
}
