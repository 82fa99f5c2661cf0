using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Documents;

namespace OmniHelix.Training.Logging;

/// <summary>One line of <c>metrics.jsonl</c>.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Epochs done, with fraction.</param>
/// <param name="Split">Such as <c>train</c>, <c>valid</c>, <c>test</c>.</param>
/// <param name="Values">Metrics; null where undefined or infinite.</param>
public sealed record MetricsRecord(long Step, double Epoch, string Split, IReadOnlyDictionary<string, double?> Values)
{
    /// <summary>Why undefined metrics are, and what was left out of the others; null when there is nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Notes { get; init; }
}

/// <summary>
/// <c>metrics.jsonl</c>: one JSON object a line, only ever appended. A record is in the hands of the operating system when
/// <see cref="Append"/> returns; a process killed while writing leaves at most a torn last line, which is cut when the log is opened again.
/// </summary>
public sealed class MetricsLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new FiniteNumberConverter() },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private readonly FileStream stream;

    private MetricsLog(FileStream stream, int tornBytes)
    {
        this.stream = stream;
        TornBytes = tornBytes;
    }

    /// <summary>Bytes of a torn last line that were cut on opening; 0 after a clean end.</summary>
    public int TornBytes { get; }

    /// <summary>Opens a log to append to; it is created when missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="afterStep">
    /// Resuming from a checkpoint of this step: later records are dropped, since their steps run again. Null keeps all.
    /// </param>
    /// <exception cref="OmniException">OH5120 when a whole line is no record, OH6001 or OH6002 when it cannot be written.</exception>
    public static MetricsLog Open(string path, long? afterStep = null)
    {
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            try
            {
                var (whole, torn, kept) = Scan(stream, path, afterStep);
                if (kept < whole + torn) stream.SetLength(kept);
                stream.Seek(0, SeekOrigin.End);
                return new MetricsLog(stream, torn);
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    /// <summary>The records of a log; a torn last line is passed over.</summary>
    /// <exception cref="OmniException">OH5120 when a whole line is no record, OH6002 when the file cannot be read.</exception>
    public static IReadOnlyList<MetricsRecord> Read(string path)
    {
        try
        {
            return [.. Lines(File.ReadAllBytes(path)).Select((line, i) => Parse(line.Bytes.Span, path, i + 1))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH6002", $"cannot read: {e.Message}", path, "Name the metrics.jsonl of a run.", e);
        }
    }

    /// <summary>Appends one record.</summary>
    /// <exception cref="OmniException">OH6001 when the disk is full, OH6002 when it cannot be written.</exception>
    public void Append(MetricsRecord record)
    {
        try
        {
            // One unbuffered write a line: other processes see whole lines, and a kill can only tear the last.
            stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(record, Json), (byte)'\n']);
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, stream.Name);
        }
    }

    /// <summary>Forces everything to disk, so that it also survives a loss of power; call it with each checkpoint.</summary>
    public void Flush() => stream.Flush(flushToDisk: true);

    /// <summary>Flushes and closes.</summary>
    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    private static (int Whole, int Torn, long Kept) Scan(FileStream stream, string path, long? afterStep)
    {
        var bytes = new byte[checked((int)stream.Length)];
        stream.ReadExactly(bytes);
        var whole = 0;
        var number = 0;
        long? kept = null;
        foreach (var (start, line) in Lines(bytes))
        {
            var record = Parse(line.Span, path, ++number);
            if (record.Step > afterStep) kept ??= start;
            else if (kept is not null)
                throw new OmniException(
                    "OH5121", $"step {record.Step} follows a later step, so the log cannot be cut at step {afterStep}", Place(path, number),
                    "The file was edited or two runs wrote into it.");
            whole = start + line.Length + 1;
        }
        return (whole, bytes.Length - whole, kept ?? whole);
    }

    /// <summary>Whole lines; what follows the last line feed is torn.</summary>
    private static IEnumerable<(int Start, ReadOnlyMemory<byte> Bytes)> Lines(byte[] bytes)
    {
        for (var start = 0; ;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0) yield break;
            yield return (start, bytes.AsMemory(start, length));
            start += length + 1;
        }
    }

    private static MetricsRecord Parse(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<MetricsRecord>(line, Json) ?? throw new JsonException("the line is null");
        }
        catch (JsonException e)
        {
            var shown = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 60)]);
            throw new OmniException(
                "OH5120", $"the line is not a metrics record: '{shown}'", Place(path, number),
                "The file was edited or damaged; restore it or delete the line.", e);
        }
    }

    private static string Place(string path, int line) => string.Create(CultureInfo.InvariantCulture, $"{path}:{line}");
}
