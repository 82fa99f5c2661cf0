using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Inference;

/// <summary>Records to be predicted: a file, standard input, or sequences typed by the user. Read once.</summary>
public sealed class InferenceInput : IDisposable
{
    private readonly FileStream? file;
    private readonly long length;

    private InferenceInput(IEnumerable<Example> examples, FileStream? file)
    {
        Examples = examples;
        this.file = file;
        length = file is { CanSeek: true } ? file.Length : 0;
    }

    /// <summary>The records, streamed; unchecked.</summary>
    public IEnumerable<Example> Examples { get; }

    /// <summary>Share of the file read so far, in [0, 1]; null when the size is not known.</summary>
    public double? Fraction => length == 0 ? null : file!.CanRead ? (double)file.Position / length : 1;

    /// <summary>
    /// Any kind that <see cref="ExampleReader"/> reads, plain or gzip, or a pattern of files; <c>-</c> is standard input.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="records">Its fields, and its kind where neither its name nor its first bytes tell; null for what is usual.</param>
    /// <exception cref="OmniException">
    /// OH1001 the file cannot be opened; OH1007 its content is not what its name promises; OH1214 it holds no records. Reading throws what
    /// <see cref="ExampleReader"/> throws.
    /// </exception>
    public static InferenceInput FromFile(string path, RecordOptions? records = null)
    {
        var options = (records ?? new()) with { ForInference = true };
        var kind = options.Kind;
        if (!File.Exists(path))
            return new InferenceInput(
                TableFiles.IsPattern(path)
                    ? ExampleReader.Read(path, options)
                    : ExampleReader.Read(CompressedInput.Open(path), path, options),
                null);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH1001", $"cannot open the file: {e.Message}", path, null, e);
        }
        // Of a pipe nothing can be read twice, so it is not looked into.
        if (kind is null && file.CanSeek && NeedsFile(path, file)) return new InferenceInput(ExampleReader.Read(path, options), null);
        return new InferenceInput(ExampleReader.Read(CompressedInput.Decompress(file, path), path, options), file);
    }

    private static bool NeedsFile(string path, FileStream opened)
    {
        try
        {
            if (!ExampleReader.NeedsFile(path)) return false;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
        opened.Dispose();
        return true;
    }

    /// <summary>
    /// A literal sequence, several separated by commas, or the path of a file of records: the ending tells, which no sequence has.
    /// </summary>
    /// <exception cref="UsageException">OH5301: no sequence.</exception>
    /// <param name="text">What was typed.</param>
    /// <param name="records">Fields of a file; null for what is usual.</param>
    public static InferenceInput FromText(string text, RecordOptions? records = null)
    {
        if (ExampleReader.PromisedBy(text) is not null) return FromFile(text, records);
        var sequences = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sequences.Length == 0)
            throw new UsageException(
                "OH5301", "no sequence is given", null, "Write bases, several sequences separated by commas, or the path of a file.");
        return new InferenceInput(SequencesInMemory.Examples(sequences, "command line"), null);
    }

    /// <summary>Sequences in memory; their ids are their numbers, from 1.</summary>
    public static InferenceInput FromSequences(IEnumerable<string> sequences) => FromExamples(SequencesInMemory.Examples(sequences));

    /// <summary>Records in memory.</summary>
    public static InferenceInput FromExamples(IEnumerable<Example> examples) => new(examples, null);

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
