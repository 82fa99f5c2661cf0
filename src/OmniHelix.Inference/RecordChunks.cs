using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference;

/// <summary>Cuts a stream of records into chunks, checks and tokenises them. A record that cannot be used fails alone.</summary>
/// <param name="tokenizer">Tokenizer of the model.</param>
/// <param name="options">Lengths.</param>
/// <param name="maxTokens">Most tokens that the model takes.</param>
/// <param name="numbersPerToken">Results kept for each token; bounds the size of a chunk.</param>
/// <param name="task">What is predicted; null for the encoder alone.</param>
internal sealed class RecordChunks(
    OmniTokenizer tokenizer, InferenceOptions options, int maxTokens, int numbersPerToken, TaskType? task = null)
{
    private const int MaxNumbers = 1 << 26;

    private readonly LengthOptions length = new(
        Math.Min(options.MaxLength ?? maxTokens, maxTokens),
        options.LongSequences == LengthPolicy.Error ? LengthPolicy.Drop : options.LongSequences,
        options.WindowOverlap);

    private readonly bool isOfPairs = task?.Unit == TaskUnit.Pair;

    private readonly UnreadLetters unread = new(tokenizer);

    private readonly SequenceCheck check = new(tokenizer.Molecule, tokenizer.Uracil, task);

    /// <summary>Reads chunk by chunk.</summary>
    public IEnumerable<RecordChunk> Of(IEnumerable<Example> examples, CancellationToken cancellation)
    {
        var waiting = new List<Example>();
        var numbers = 0L;
        foreach (var example in examples)
        {
            cancellation.ThrowIfCancellationRequested();
            waiting.Add(example);
            var length = example.Length + (long)tokenizer.Template.Count;
            numbers += length * (isOfPairs ? Math.Max(length, numbersPerToken) : numbersPerToken);
            if (waiting.Count < options.ChunkRecords && numbers < MaxNumbers) continue;
            yield return Chunk(waiting, cancellation);
            waiting = [];
            numbers = 0;
        }
        if (waiting.Count > 0) yield return Chunk(waiting, cancellation);
    }

    private RecordChunk Chunk(List<Example> examples, CancellationToken cancellation)
    {
        var errors = new OmniException?[examples.Count];
        var records = new RecordTokens?[examples.Count];
        var good = new List<int>();
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = Problem(examples[i]);
            if (errors[i] is null) good.Add(i);
        }
        if (good.Count == 0) return new RecordChunk(examples, errors, null, records);
        // A pair has no windows, nor has what belongs to a whole sequence or its pairs of bases; one that is too long fails alone.
        var isWhole = examples[0].Pair is not null || task == TaskType.Seq2Seq || isOfPairs;
        var limit = isWhole && length.Policy == LengthPolicy.Window ? length with { Policy = LengthPolicy.Drop } : length;
        var tokens = RaggedTokens.Build([.. good.Select(i => examples[i])], tokenizer, limit, cancellationToken: cancellation);
        foreach (var record in tokens.Records()) records[good[record.Index]] = record;
        foreach (var i in good) errors[i] = records[i] is { } record ? unread.Problem(record) : TooLong(examples[i]);
        if (!good.Exists(i => records[i] is not null && errors[i] is not null))
            return new RecordChunk(examples, errors, tokens.Count > 0 ? tokens : null, records);
        // What cannot be read is not computed.
        good.RemoveAll(i => errors[i] is not null);
        Array.Clear(records);
        if (good.Count == 0) return new RecordChunk(examples, errors, null, records);
        tokens = RaggedTokens.Build([.. good.Select(i => examples[i])], tokenizer, limit, cancellationToken: cancellation);
        foreach (var record in tokens.Records()) records[good[record.Index]] = record;
        return new RecordChunk(examples, errors, tokens, records);
    }

    private OmniException? Problem(Example example)
    {
        if (example.Error is not null) return example.Error;
        try
        {
            ExampleReader.Check(example);
        }
        catch (OmniException e)
        {
            return e;
        }
        return check.Problem(example) ?? Refusal(example, example.Sequence) ?? Refusal(example, example.Pair);
    }

    private OmniException? Refusal(Example example, string? sequence) => sequence is not null && tokenizer.Refusal(sequence) is { } error
        ? new OmniException(error.Code, error.Message, example.Place, error.Advice)
        : null;

    private OmniException TooLong(Example example)
    {
        var (tokens, one) = example.Pair is { } pair
            ? (tokenizer.Tokenize(example.Sequence, pair).Ids.Length, "pair")
            : (tokenizer.Tokenize(example.Sequence).Ids.Length, "sequence");
        var what = $"the {one} has {Plural.Count(tokens, "token")}, at most {length.MaxLength} are taken";
        return new OmniException("OH1401", what, example.Place,
            "Choose --truncate, --window-overlap, or a model that takes longer sequences.");
    }
}
