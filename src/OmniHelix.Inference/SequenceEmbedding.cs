using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>
/// Vectors of a stream of records from hidden states; chunks, batches, order and failing records as in
/// <see cref="SequenceInference"/>. The windows of a long sequence are put together before they are aggregated.
/// </summary>
/// <param name="model">Model.</param>
/// <param name="options">How it is applied.</param>
/// <param name="pooling">How tokens become one vector; null keeps one for each token.</param>
/// <param name="layer">0 for the output of the embeddings, n for that of block n; null for the last hidden state.</param>
public sealed class SequenceEmbedding(PretrainedModel model, InferenceOptions options, Pooling? pooling, int? layer = null)
{
    private readonly NotFinite notFinite = new(model.Model);
    private readonly Predictor predictor = new(model.Model, options.Precision, options.Device, options.TokenBudget, options.BatchSize);

    /// <summary>What was done so far.</summary>
    public InferenceCounts Counts { get; private set; } = new();

    /// <summary>Embeds every record.</summary>
    /// <param name="input">Records.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>One embedding for each record, in order.</returns>
    /// <exception cref="OmniException">What <see cref="ExampleReader"/> throws for a file that cannot be read on.</exception>
    /// <exception cref="UsageException">OH3703 there is no such layer; OH3705 the model has not learned this pooling.</exception>
    public IEnumerable<Embedding> Run(
        InferenceInput input, IProgress<InferenceProgress>? progress = null, CancellationToken cancellation = default)
    {
        var layers = model.Model.Backbone.LayerCount;
        if (layer < 0 || layer > layers)
            throw new UsageException("OH3703", $"there is no layer {layer}; the model has 0, its embeddings, to {layers}", model.Folder);
        var chunks = new RecordChunks(model.Tokenizer, options, model.MaxTokens, model.Model.HiddenSize);
        var before = 0.0;
        foreach (var chunk in chunks.Of(input.Examples, cancellation))
        {
            var rows = new RowProgress(progress, Counts.Records, chunk, before, input.Fraction);
            var hidden = chunk.Tokens is { } tokens ? predictor.HiddenStates(tokens, rows, cancellation, layer) : [];
            before = input.Fraction ?? 0;
            var embeddings = Enumerable.Range(0, chunk.Examples.Count).Select(i => One(chunk, i, hidden)).ToList();
            Counts = Counts.Plus(chunk, embeddings.Count(e => e.Error is not null), predictor.Use);
            foreach (var embedding in embeddings) yield return embedding;
        }
    }

    private Embedding One(RecordChunk chunk, int record, float[][] hidden)
    {
        var embedding = new Embedding { Example = chunk.Examples[record], Error = chunk.Error(record) };
        if (embedding.Error is not null) return embedding;
        var tokens = chunk.Record(record);
        embedding = embedding with
        {
            CutBases = tokens.CutBases,
            UnknownBases = chunk.UnknownBases[record],
        };
        var result = Vectors(embedding, tokens, hidden);
        return notFinite.In(result.Values, result.Example) is { } error ? embedding with { Error = error } : result;
    }

    private Embedding Vectors(Embedding embedding, RecordTokens tokens, float[][] hidden)
    {
        var width = model.Model.HiddenSize;
        if (pooling is not { } how)
        {
            int[] positions = [.. tokens.Spans().Select(span => span.Start + 1)];
            return embedding with { Values = tokens.PerToken(hidden, width), Positions = positions };
        }
        long[] ids = [.. tokens.Ids(withSpecials: true).Select(id => (long)id)];
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        var values = tokens.PerToken(hidden, width, withSpecials: true);
        var states = Tensor.From<float>(values, [1, ids.Length, width]).To(options.Device, DType.Float32);
        var input = new ModelInput(Tensor.From<long>(ids, [1, ids.Length]).To(options.Device, DType.Int64));
        return embedding with { Values = model.Model.Pool(states, input, how, model.Tokenizer.IdsWithoutBase).ToArray<float>() };
    }
}
