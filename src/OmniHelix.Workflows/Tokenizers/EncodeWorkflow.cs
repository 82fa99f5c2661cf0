using OmniHelix.Data.Columns;
using OmniHelix.Data.Records;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>Records as rows of tokens, in memory that does not grow with their number.</summary>
/// <param name="tokenizer">Cuts the sequences.</param>
/// <param name="options">How they are encoded.</param>
public sealed class EncodeWorkflow(OmniTokenizer tokenizer, EncodeOptions options)
{
    private const int ChunkRecords = 1024, ChunkLetters = 1 << 22;

    private static readonly TableType Numbers = TableType.ListOf(new TableType(TableKind.Int32));

    /// <summary>
    /// The columns of a row: the record's id and the number of the row in it, tokens and ids, the letters that each token covers (0-based,
    /// the end is not in it), and masks where they are asked for.
    /// </summary>
    public IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("id", TableType.Text), new("row", TableType.Int64), new("tokens", TableType.ListOf(TableType.Text)), new("ids", Numbers),
        new("starts", Numbers), new("ends", Numbers),
        .. options.Masks
            ? new TableColumn[] { new("attention_mask", Numbers), new("special_tokens_mask", Numbers), new("token_type_ids", Numbers) }
            : [],
    ];

    /// <summary>Encodes all records.</summary>
    /// <param name="records">Sequences or pairs.</param>
    /// <param name="writer">Receives the rows, in the order of the records.</param>
    /// <param name="progress">Is told how many records were written.</param>
    /// <param name="cancellation">Ends it between chunks.</param>
    /// <exception cref="OmniException">
    /// The error of a record that cannot be read; OH1218 a record without its second sequence; OH1507 pairs that the tokenizer does not
    /// join; OH1514 text that it has no token for.
    /// </exception>
    /// <exception cref="UsageException">
    /// OH1404 no room beside the special tokens; OH1512: rows that would share all their tokens; OH2020 a stride without a maximum.
    /// </exception>
    public EncodeCounts Run(
        IEnumerable<Example> records, TableWriter writer, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var counts = new EncodeCounts(tokenizer);
        var tokenize = options.ToTokenize();
        if (options.Stride > 0 && options.MaxLength is null)
            throw new UsageException(
                "OH2020", "--max-length is missing: rows share tokens only where a sequence is cut into several", "--stride",
                "Add it, or leave --stride out.");
        var special = options.SpecialTokens ? tokenizer.Template.Count : 0;
        if (options.MaxLength <= special)
            throw new UsageException(
                "OH1404",
                $"a maximum of {Plural.Count(options.MaxLength.Value, "token")} leaves no room beside {special} special tokens");
        foreach (var chunk in Chunks(records))
        {
            cancellation.ThrowIfCancellationRequested();
            var pairs = chunk.ConvertAll(record => (record.Sequence, record.Pair));
            var encoded = tokenizer.TokenizeBatch(pairs, tokenize, options.Threads);
            for (var at = 0; at < chunk.Count; at++)
            {
                counts.Add(chunk[at], encoded[at]);
                Write(writer, chunk[at].Id, 0, encoded[at]);
                for (var more = 0; more < encoded[at].Overflow.Count; more++)
                    Write(writer, chunk[at].Id, more + 1, encoded[at].Overflow[more]);
            }
            progress?.Report(counts.Records);
        }
        return counts;
    }

    private void Write(TableWriter writer, string id, long row, TokenizedSequence encoded)
    {
        var tokens = encoded.Ids.Select(tokenizer.TokenOf);
        var starts = encoded.Spans.Select(span => span.Start);
        var ends = encoded.Spans.Select(span => span.End);
        if (options.Masks)
            writer.Append(
                id, row, tokens, encoded.Ids, starts, ends, encoded.AttentionMask, encoded.SpecialTokensMask, encoded.TypeIds);
        else writer.Append(id, row, tokens, encoded.Ids, starts, ends);
    }

    private OmniException Alone(Example record)
    {
        string[] fields = [.. record.Metadata?.Select(field => field.Key) ?? []];
        return new OmniException(
            "OH1218", $"the record has no second sequence in '{options.PairField}'", record.Place,
            fields.Contains(options.PairField, StringComparer.OrdinalIgnoreCase) || fields.Length == 0
                ? "Complete it, or leave it out."
                : $"Its fields beside the sequence are {string.Join(", ", fields)}. "
                    + NearestName.Ask(options.PairField!, fields));
    }

    private IEnumerable<List<Example>> Chunks(IEnumerable<Example> records)
    {
        var chunk = new List<Example>();
        var letters = 0L;
        foreach (var record in records)
        {
            if (record.Error is { } error) throw error;
            if (record.Pair is { Length: 0 }) throw Alone(record);
            chunk.Add(record);
            letters += record.Length;
            if (chunk.Count < ChunkRecords && letters < ChunkLetters) continue;
            yield return chunk;
            chunk = [];
            letters = 0;
        }
        if (chunk.Count > 0) yield return chunk;
    }
}
