using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Embeddings;

/// <summary>
/// Vectors of sequences from the last hidden state. The model runs in evaluation mode without recording, and is put back as it was. A
/// sequence's vector does not depend on its batch.
/// </summary>
/// <param name="model">Any model; its head is not used.</param>
/// <param name="tokenizer">The tokenizer of the model.</param>
public sealed class SequenceEmbedder(OmniModel model, OmniTokenizer tokenizer)
{
    /// <summary>One vector of <see cref="OmniModel.HiddenSize"/> numbers.</summary>
    /// <exception cref="OmniException">OH3702: an empty sequence, or one of more tokens than the model takes.</exception>
    public float[] Encode(string sequence, Aggregation aggregation = Aggregation.Cls) => EncodeBatch([sequence], aggregation)[0];

    /// <summary>One vector per sequence, in their order; sequences of like length are computed together.</summary>
    /// <param name="sequences">Texts.</param>
    /// <param name="aggregation">How tokens become one vector.</param>
    /// <param name="tokensPerBatch">Most tokens computed together, padding included.</param>
    /// <param name="progress">Is told how many sequences are done.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OmniException">OH3702: an empty sequence, or one of more tokens than the model takes.</exception>
    public float[][] EncodeBatch(IReadOnlyList<string> sequences, Aggregation aggregation = Aggregation.Cls, int tokensPerBatch = 8192, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var results = new float[sequences.Count][];
        Run(sequences, tokensPerBatch, progress, (rows, input, hidden) =>
        {
            var pooled = Pool(hidden, input, aggregation).ToArray<float>();
            for (var i = 0; i < rows.Count; i++) results[rows[i].Number] = pooled[(i * model.HiddenSize)..((i + 1) * model.HiddenSize)];
        }, cancellation);
        return results;
    }

    /// <summary>
    /// The vectors of each sequence's tokens, special tokens included, without padding: one array of <see cref="OmniModel.HiddenSize"/>
    /// numbers per token.
    /// </summary>
    /// <inheritdoc cref="EncodeBatch"/>
    public float[][][] EncodeTokens(IReadOnlyList<string> sequences, int tokensPerBatch = 8192, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var results = new float[sequences.Count][][];
        Run(sequences, tokensPerBatch, progress, (rows, _, hidden) =>
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var values = hidden.Select(0, i).ToArray<float>();
                results[rows[i].Number] = [.. Enumerable.Range(0, rows[i].Ids.Length).Select(t => values[(t * model.HiddenSize)..((t + 1) * model.HiddenSize)])];
            }
        }, cancellation);
        return results;
    }

    /// <summary>
    /// Token vectors <c>[batch, length, hidden]</c> to one vector per sequence <c>[batch, hidden]</c>; padding takes no part.
    /// </summary>
    /// <exception cref="UsageException">OH3705: <see cref="Aggregation.Attention"/> of a model that has not learned it.</exception>
    public Tensor Pool(Tensor hidden, ModelInput input, Aggregation aggregation) => aggregation switch
    {
        Aggregation.Cls => hidden.Select(1, 0),
        Aggregation.Mean => SequencePooling.Mean(hidden, SequencePooling.Counted(input, [])),
        Aggregation.Last => SequencePooling.Last(hidden, input.AttentionMask),
        Aggregation.Max => SequencePooling.Max(hidden, SequencePooling.Counted(input, [])),
        Aggregation.Attention when model is SequenceModel { Options.Pooling: Pooling.Attention } pooled => pooled.Pool(hidden, input),
        Aggregation.Attention => throw new UsageException("OH3705", "the model has no attention pooling", null, "Choose another aggregation, or a sequence model trained with attention pooling."),
        _ => SequencePooling.Mean(hidden, SequencePooling.Counted(input, OmniModelOptions.TokensWithoutBase(tokenizer))),
    };

    private void Run(IReadOnlyList<string> sequences, int tokensPerBatch, IProgress<int>? progress, Action<IReadOnlyList<Row>, ModelInput, Tensor> take, CancellationToken cancellation)
    {
        var rows = sequences.Select((sequence, number) => new Row(number, TokenIds.Of(sequence, number, tokenizer, model))).OrderByDescending(row => row.Ids.Length).ToList();
        using var evaluation = new EvaluationMode(model);
        for (var start = 0; start < rows.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = rows[start].Ids.Length;
            var batch = rows.GetRange(start, Math.Min(rows.Count - start, Math.Max(1, tokensPerBatch / length)));
            using (new TensorScope())
            {
                var input = TokenIds.Batch([.. batch.Select(row => row.Ids)], tokenizer.Special.Pad, model);
                take(batch, input, model.Backbone.Forward(input).LastHiddenState);
            }
            start += batch.Count;
            progress?.Report(start);
        }
    }

    private sealed record Row(int Number, int[] Ids);
}
