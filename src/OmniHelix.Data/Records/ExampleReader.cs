using System.Globalization;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Records;

/// <summary>
/// Reads examples one by one from JSON, JSONL, CSV, TSV, FASTA, FASTQ or plain text, gzip or not, from dot-bracket, CT and bpseq files,
/// whose structure is the label, and from Parquet and Arrow. A record that cannot be read is an error, never left out.
/// </summary>
/// <example><code>
/// foreach (var example in ExampleReader.Read("train.jsonl.gz")) Console.WriteLine(example.Sequence);
/// </code></example>
public static class ExampleReader
{
    private const string Dash = "-", StandardInput = "standard input";
    private const int Head = 1 << 16, PlacesShown = 5;

    /// <summary>How records are read from a stream; null for kinds that are read from files only.</summary>
    private sealed record RecordReader(Func<Stream, string, RecordOptions, IEnumerable<Example>>? Read, bool HasFields = true);

    private static readonly FileCapability<RecordReader> Reading = new("OH1214", "be read as records",
    [
        (DataFileKinds.Csv, new((stream, name, options) => DelimitedRecords.Read(stream, name, (byte)',', options))),
        (DataFileKinds.Tsv, new((stream, name, options) => DelimitedRecords.Read(stream, name, (byte)'\t', options))),
        (DataFileKinds.Json, new(JsonRecords.ReadDocument)),
        (DataFileKinds.JsonLines, new(JsonRecords.ReadLines)),
        (SequenceFileKinds.Fasta, new(SequenceRecords.ReadFasta, HasFields: false)),
        (SequenceFileKinds.Fastq, new(SequenceRecords.ReadFastq, HasFields: false)),
        (SequenceFileKinds.Lines, new(SequenceRecords.ReadText, HasFields: false)),
        .. StructureFile.All.Select(Structures),
        (DataFileKinds.Parquet, new(null)),
        (DataFileKinds.Arrow, new(null)),
    ]);

    /// <summary>Kinds of files that hold records.</summary>
    public static IReadOnlyList<FileKind> Kinds => Reading.Kinds;

    /// <summary>Of these, the kinds that are read from start to end, and so from a stream.</summary>
    public static IReadOnlyList<FileKind> StreamKinds => [.. Kinds.Where(k => !IsFileOnly(k))];

    /// <summary>The kind that a user names where no file name does, such as <c>csv</c> for standard input.</summary>
    /// <param name="id">What was typed.</param>
    /// <param name="place">Where, for the error.</param>
    /// <exception cref="UsageException">OH2016: it is none of <see cref="StreamKinds"/>.</exception>
    public static FileKind StreamKindOf(string id, string place)
    {
        if (StreamKinds.FirstOrDefault(k => k.Id == id) is { } kind) return kind;
        if (Kinds.Any(k => k.IsPromisedBy("." + id)))
            throw new UsageException(
                "OH2016", $"{id} is read from files only, because it is not read from start to end", place,
                "Write it to a file and name that.");
        string[] known = [.. StreamKinds.Select(k => k.Id)];
        throw new UsageException("OH2016", $"'{id}' is not one of {string.Join(", ", known)}", place, NearestName.Ask(id, known));
    }

    /// <summary>The kind of records that a name promises; null when it promises none.</summary>
    public static FileKind? PromisedBy(string path) => Reading.PromisedBy(path);

    /// <summary>Streams the records of a file, of all files that a pattern matches, or of standard input for <c>-</c>.</summary>
    /// <exception cref="OmniException">OH10xx the file cannot be read, OH1007 its content is not what its name promises, OH1214 it holds no
    /// records; OH11xx malformed FASTA or FASTQ; OH1201 broken JSON; OH1203 no sequence field; OH1204 malformed CSV; OH1205 a record that
    /// is not an object or has a bad field; OH1206 an empty sequence; OH1210 two columns of one name; OH1211 NUL; OH1212 broken Parquet;
    /// OH1225 broken Arrow; OH1226 Arrow of a kind that is not read; OH1214 Parquet or Arrow from a stream; OH1215 no file matches; OH1218
    /// records without the second sequence of a pair; OH1103
    /// a character that cannot be part of one; OH1005 no record at all.</exception>
    /// <exception cref="UsageException">OH1203: a field is named, and the kind of file has none; OH2020: neither name nor content tells the
    /// kind, and the first line looks like the header of a table.</exception>
    public static IEnumerable<Example> Read(string path, RecordOptions? options = null)
    {
        options ??= new();
        if (path == Dash) return ReadStream(() => CompressedInput.Open(path), path, options);
        if (!File.Exists(path) && TableFiles.IsPattern(path)) return ReadFiles(TableFiles.Expand(path), options);
        return ReadFiles([path], options);
    }

    /// <summary>Streams the records of decompressed bytes that are already open; the reader owns them.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="path">Their name, which may promise a kind; the place of errors.</param>
    /// <param name="options">How records are read.</param>
    /// <inheritdoc cref="Read(string, RecordOptions?)" path="/exception"/>
    public static IEnumerable<Example> Read(Stream stream, string path, RecordOptions? options = null) =>
        ReadStream(() => stream, path, options ?? new());

    /// <summary>Whether a file, being no text, is read by its path only and not as a stream.</summary>
    /// <exception cref="OmniException">
    /// OH1001 it cannot be opened; OH1007 its content is not what its name promises; OH1214 it holds no records.
    /// </exception>
    public static bool NeedsFile(string path) => KindOf(path) is { } kind && IsFileOnly(kind);

    /// <summary>Refuses a sequence that no model can read.</summary>
    /// <exception cref="OmniException">OH1206 it is empty; OH1103 it has a character that cannot be part of one.</exception>
    public static void Check(Example example)
    {
        SequenceLetters.Check(example.Sequence, example.Record, example.Id, example.Place);
        if (example.Pair is { Length: > 0 } pair) SequenceLetters.Check(pair, example.Record, example.Id, example.Place);
    }

    private static (FileKind Kind, RecordReader Way) Structures(StructureFile file) =>
        (file.Kind, new((stream, name, options) => StructureRecords.Read(file, stream, name, options), HasFields: false));

    // Records without a name are numbered through all files.
    private static IEnumerable<Example> ReadFiles(IReadOnlyList<string> paths, RecordOptions options)
    {
        var before = 0L;
        foreach (var path in paths)
        {
            var record = 0L;
            foreach (var example in ReadFile(path, options, before))
            {
                record = example.Record;
                yield return example;
            }
            before += record;
        }
    }

    private static IEnumerable<Example> ReadFile(string path, RecordOptions options, long before)
    {
        var kind = options.Kind ?? KindOf(path);
        return kind is not null && IsFileOnly(kind)
            ? Checked(TypedRecords.Read(path, kind, options), path, options, before)
            : ReadStream(() => CompressedInput.Open(path), path, options with { Kind = kind }, before);
    }

    // Null for text of no kind that can be told.
    private static FileKind? KindOf(string path)
    {
        var file = DataFileKinds.All.Identify(path);
        if (file.Kind is not null) _ = Reading.For(file, path);
        return file.Kind;
    }

    private static bool IsFileOnly(FileKind kind) => Reading.Of(kind) is { Read: null };

    private static IEnumerable<Example> ReadStream(
        Func<Stream> open, string path, RecordOptions options, long before = 0)
    {
        var name = path == Dash ? StandardInput : path;
        using var opened = open();
        var start = Peek(opened);
        using var stream = new RewoundStream(start, opened);
        var kind = options.Kind ?? DataFileKinds.All.Of(name, start) ?? Lines(name, start);
        var way = Reading.For(new FileIdentity(kind, null), name);
        if (!way.HasFields && options.NamedField is { } field)
            throw new UsageException(
                "OH1203", $"{kind} has no columns, and so no '{field}'", name, "Leave the column out, or give a table.");
        var read = way.Read
            ?? throw new OmniException("OH1214", $"{kind} is read from files only", name, "Name the file.");
        FieldMap? first = null;
        var telling = options with { Found = fields => Tell(fields) };
        foreach (var example in Checked(read(stream, name, telling), name, options, before, () => first)) yield return example;

        void Tell(FieldMap fields)
        {
            first ??= fields;
            options.Found?.Invoke(fields);
        }
    }

    // Text of no other kind has one sequence a line, and a sequence has neither commas nor tabs: a table would be read as its lines.
    private static FileKind Lines(string name, ReadOnlySpan<byte> start)
    {
        var text = FileStart.Text(start);
        var line = text.IndexOf((byte)'\n') is var end and >= 0 ? text[..end] : text;
        return !line.ContainsAny((byte)',', (byte)'\t')
            ? SequenceFileKinds.Lines
            : throw new UsageException(
                "OH2020", "the first line looks like that of a table, and nothing tells its form", name,
                $"Say it with --input-format, which is one of {string.Join(", ", StreamKinds.Select(k => k.Id))}.");
    }

    private static IEnumerable<Example> Checked(
        IEnumerable<Example> read, string name, RecordOptions options, long before, Func<FieldMap?>? fields = null)
    {
        var records = 0L;
        var alone = new List<string>();
        var count = 0L;
        foreach (var record in read)
        {
            records++;
            var example = record.Id.Length > 0
                ? record
                : record with { Id = (before + record.Record).ToString(CultureInfo.InvariantCulture) };
            if (options.PairField is not null && string.IsNullOrEmpty(example.Pair))
            {
                count++;
                if (alone.Count < PlacesShown) alone.Add(example.Place);
            }
            if (!options.ForInference && !options.ForInspection) Check(example);
            // A record of a form without fields has no second sequence either.
            yield return options.PairField is null ? example : example with { Pair = example.Pair ?? "" };
        }
        if (records == 0) throw new OmniException("OH1005", "is empty: no record", name);
        if (count > 0 && !options.ForInference)
            throw new OmniException(
                "OH1218", $"{count} of {records} records have no second sequence in '{options.PairField}'", alone[0],
                count == records && fields?.Invoke() is { Pair: < 0 } first
                    ? $"The fields of the first are {string.Join(", ", first.Names)}. {NearestName.Ask(options.PairField!, first.Names)}"
                    : $"First places: {string.Join(", ", alone)}. Complete them, or leave them out.");
    }

    private static byte[] Peek(Stream stream)
    {
        var head = new byte[Head];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head[..length];
    }
}
