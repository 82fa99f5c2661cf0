using System.Text;
using System.Text.Json;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Goldens.Groups.Genome;

/// <summary>
/// What Biopython reads from a text or refuses, and what the readers here do. They repair nothing, so they refuse a few texts that
/// Biopython reads.
/// </summary>
internal static class SeqTexts
{
    /// <summary>Codes of the refusals that are meant, and why Biopython's reading is not followed.</summary>
    private static readonly Dictionary<string, string> Stricter = new()
    {
        ["OH1005"] = "a file without any record is a failed download more often than an empty set",
        ["OH1102"] = "a record without letters is what truncation leaves behind",
        ["OH1103"] = "blanks inside a sequence are removed silently by Biopython, which shifts every position behind them; NUL, control"
            + " and non-ASCII characters come from damage",
    };

    public static void Compare(GoldenCheck check, JsonElement one)
    {
        var text = one.GetProperty("text").GetString()!;
        var isFastq = one.GetProperty("case").GetString()!.StartsWith("fastq", StringComparison.Ordinal);
        List<Record> got;
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            got = isFastq ? ReadFastq(stream) : ReadFasta(stream);
        }
        catch (OmniException e)
        {
            var isMeant = one.TryGetProperty("error", out _) || Stricter.ContainsKey(e.Code);
            check.Equal("refusal", isMeant ? "meant" : e.Describe(), "meant");
            return;
        }
        if (one.TryGetProperty("error", out var error))
        {
            // samtools reads a FASTA file that begins with blank lines, as its own goldens show; so do we.
            var isLenient = !isFastq && text.TrimStart('\r', '\n').Length < text.Length && text.TrimStart('\r', '\n').StartsWith('>')
                && error.GetString()!.Contains("at the beginning", StringComparison.Ordinal);
            check.Equal(
                "records",
                isLenient ? "refused or blank lines at the start" : $"{got.Count} records",
                isLenient ? "refused or blank lines at the start" : $"error: {error}");
            return;
        }
        var expected = one.GetProperty("records").EnumerateArray().ToList();
        check.Equal("number of records", got.Count, expected.Count);
        foreach (var (record, wanted) in got.Zip(expected))
        {
            check.Equal("id", record.Name, wanted.GetProperty("id").GetString());
            check.Equal("description", record.Header.TrimEnd(), wanted.GetProperty("description").GetString());
            check.Equal("sequence", record.Sequence, wanted.GetProperty("sequence").GetString());
            if (wanted.TryGetProperty("quality", out var quality))
                check.SameItems("quality", record.Quality.Select(q => q - '!'), quality.EnumerateArray().Select(q => q.GetInt32()));
        }
    }

    private static List<Record> ReadFasta(Stream stream)
    {
        using var reader = new FastaReader(stream, "text");
        var records = new List<Record>();
        while (reader.TryRead()) records.Add(new(reader.Name, reader.Header, Encoding.ASCII.GetString(reader.Sequence), ""));
        return records;
    }

    private static List<Record> ReadFastq(Stream stream)
    {
        using var reader = new FastqReader(stream, "text");
        var records = new List<Record>();
        while (reader.TryRead())
            records.Add(new(
                reader.Name,
                reader.Header,
                Encoding.ASCII.GetString(reader.Sequence),
                Encoding.ASCII.GetString(reader.Quality)));
        return records;
    }

    private sealed record Record(string Name, string Header, string Sequence, string Quality);
}
