using System.Text;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Json;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Records;

/// <summary>Reads examples one by one from JSON, JSONL, CSV, TSV, FASTA, FASTQ or plain text, gzip or not, and from Parquet and Arrow. A record that cannot be read is an error, never left out.</summary>
/// <example><code>
/// foreach (var example in ExampleReader.Read("train.jsonl.gz")) Console.WriteLine(example.Sequence);
/// </code></example>
public static class ExampleReader
{
    /// <summary>Streams the records of a file, of all files that a pattern matches, or of standard input for <c>-</c>.</summary>
    /// <exception cref="OmniException">OH10xx the file cannot be read; OH11xx malformed FASTA or FASTQ; OH1201 broken JSON; OH1203 no sequence field; OH1204 malformed CSV;
    /// OH1205 a record that is not an object or has a bad field; OH1206 an empty sequence; OH1210 two columns of one name; OH1211 NUL; OH1212 broken Parquet; OH1225 broken Arrow; OH1226 Arrow of a kind that is not read; OH1214 Parquet or Arrow from a stream; OH1215 no file matches; OH1103 a character that cannot be part of one; OH1005 no record at all.</exception>
    public static IEnumerable<Example> Read(string path, RecordOptions? options = null)
    {
        options ??= new();
        if (path != "-" && !File.Exists(path) && TableFiles.IsPattern(path)) return TableFiles.Expand(path).SelectMany(file => ReadFile(file, options));
        return ReadFile(path, options);
    }

    /// <summary>Streams the records of decompressed bytes that are already open; the reader owns them.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="path">Tells the form, and the place of errors.</param>
    /// <param name="options">How records are read.</param>
    /// <inheritdoc cref="Read(string, RecordOptions?)" path="/exception"/>
    public static IEnumerable<Example> Read(Stream stream, string path, RecordOptions? options = null) => Read(() => stream, path, options ?? new());

    /// <summary>Refuses a sequence that no model can read.</summary>
    /// <exception cref="OmniException">OH1206 it is empty; OH1103 it has a character that cannot be part of one.</exception>
    public static void Check(Example example) => SequenceLetters.Check(example.Sequence, example.Record, example.Id, example.Place);

    private static IEnumerable<Example> ReadFile(string path, RecordOptions options) => Typed(path, options) is { } format
        ? Checked(TypedRecords.Read(path, format, options), path, options)
        : Read(() => CompressedInput.Open(path), path, options);

    private static RecordFormat? Typed(string path, RecordOptions options)
    {
        var format = options.Format == RecordFormat.Auto ? RecordFormats.Of(path) : options.Format;
        return RecordFormats.NeedsFile(format) ? format : null;
    }

    private static IEnumerable<Example> Read(Func<Stream> open, string path, RecordOptions options)
    {
        var name = path == "-" ? "standard input" : path;
        if (Typed(path, options) is { } typed) throw new OmniException("OH1214", $"{(typed == RecordFormat.Parquet ? "Parquet" : "Arrow")} is read from files only", name, "Name the file.");
        using var opened = open();
        var start = Peek(opened);
        using var stream = new RewoundStream(start, opened);
        var format = options.Format != RecordFormat.Auto ? options.Format : RecordFormats.Of(path) ?? Sniff(start);
        foreach (var example in Checked(Records(stream, name, format, options), name, options)) yield return example;
    }

    private static IEnumerable<Example> Checked(IEnumerable<Example> examples, string name, RecordOptions options)
    {
        var records = 0L;
        foreach (var example in examples)
        {
            records++;
            if (!options.ForInference) Check(example);
            yield return example;
        }
        if (records == 0) throw new OmniException("OH1005", "is empty: no record", name);
    }

    private static IEnumerable<Example> Records(Stream stream, string name, RecordFormat format, RecordOptions options) => format switch
    {
        RecordFormat.Json => JsonRecords.Read(JsonReader.Document(stream, name), name, options),
        RecordFormat.JsonLines => JsonRecords.Read(JsonReader.Lines(stream, name), name, options),
        RecordFormat.Csv => DelimitedRecords.Read(stream, name, (byte)',', options),
        RecordFormat.Tsv => DelimitedRecords.Read(stream, name, (byte)'\t', options),
        RecordFormat.Fasta => SequenceRecords.ReadFasta(stream, name),
        RecordFormat.Fastq => SequenceRecords.ReadFastq(stream, name),
        _ => SequenceRecords.ReadText(stream, name),
    };

    private static byte[] Peek(Stream stream)
    {
        var head = new byte[4096];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..length];
    }

    private static RecordFormat Sniff(byte[] start)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.FirstOrDefault() switch
        {
            '>' => RecordFormat.Fasta,
            '@' => RecordFormat.Fastq,
            '{' => IsDocument(text) ? RecordFormat.Json : RecordFormat.JsonLines,
            '[' => RecordFormat.Json,
            _ => RecordFormat.Text,
        };
    }

    // One object over several lines, or one that holds the records.
    private static bool IsDocument(string text)
    {
        var inside = text.AsSpan(1).TrimStart(" \t");
        return inside is [] or ['\r' or '\n', ..] || inside.StartsWith("\"sequences\"", StringComparison.Ordinal) || inside.StartsWith("\"data\"", StringComparison.Ordinal);
    }
}
