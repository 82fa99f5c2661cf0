using OmniHelix.Data.Records;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;

namespace OmniHelix.Inference;

/// <summary>
/// Applies a model with a task head to a stream of records: chunk by chunk, batches of similar length inside a chunk, results in the order
/// of the input, memory bounded by a chunk. A record that cannot be used gives a prediction with an error and does not stop the others.
/// </summary>
/// <example><code>
/// using var model = PretrainedModel.Open("runs/archive2", options);
/// using var input = InferenceInput.FromFile("x.fasta");
/// foreach (var prediction in new SequenceInference(model, options).Run(input)) Console.WriteLine(prediction.Structure);
/// </code></example>
public sealed class SequenceInference
{
    private readonly PretrainedModel model;
    private readonly InferenceOptions options;
    private readonly Predictor predictor;
    private readonly EnsemblePredictor? ensemble;
    private readonly NotFinite notFinite;
    private readonly PredictionDecoder decoder;
    private readonly SequenceGeneration? generation;

    /// <exception cref="UsageException">
    /// OH5304: the model has no head for a task; OH5312: how structures are drawn does not fit the model.
    /// </exception>
    public SequenceInference(PretrainedModel model, InferenceOptions options) : this([model], options)
    {
    }

    /// <summary>Several models, whose answers become one.</summary>
    /// <exception cref="UsageException">
    /// OH5304: the models have no head for a task; OH5311: hidden states of several models; OH5312: how structures are drawn does not fit
    /// the first model.
    /// </exception>
    public SequenceInference(ModelEnsemble ensemble, InferenceOptions options) : this(ensemble.Models, options)
    {
        if (ensemble.Models.Count == 1) return;
        if (options.HiddenStates)
            throw new UsageException("OH5311", "hidden states of several models do not become one", null, "Ask for those of each alone.");
        this.ensemble = new EnsemblePredictor(ensemble, options.Precision, options.Device, options.TokenBudget, options.BatchSize);
    }

    private SequenceInference(IReadOnlyList<PretrainedModel> models, InferenceOptions options)
    {
        model = models[0];
        if (!model.Model.Task.HasLabels && model.Model is not OmniModelForSeq2Seq)
        {
            var what = $"a model for {model.Model.Task.Name} predicts no labels";
            var advice = model.Model.Backbone.Contacts is null
                ? "Fine-tune it first, or compute embeddings."
                : "Fine-tune it first, compute embeddings, or ask its contact head: --task matrix_classification.";
            throw new UsageException("OH5304", what, model.Folder, advice);
        }
        this.options = options;
        predictor = new Predictor(model.Model, options.Precision, options.Device, options.TokenBudget, options.BatchSize);
        notFinite = new NotFinite([.. models.Select(one => one.Model)]);
        decoder = new PredictionDecoder(model, options, notFinite);
        if (model.Model is OmniModelForSeq2Seq writer) generation = new SequenceGeneration(writer, model.Tokenizer, options);
    }

    /// <summary>What was done so far.</summary>
    public InferenceCounts Counts { get; private set; } = new();

    /// <summary>Predicts every record.</summary>
    /// <param name="input">Records.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>One prediction for each record, in order.</returns>
    /// <exception cref="OmniException">What <see cref="ExampleReader"/> throws for a file that cannot be read on.</exception>
    public IEnumerable<Prediction> Run(
        InferenceInput input, IProgress<InferenceProgress>? progress = null, CancellationToken cancellation = default)
    {
        var width = Math.Max(decoder.Outputs, options.HiddenStates ? model.Model.HiddenSize : 1);
        var chunks = new RecordChunks(model.Tokenizer, options, model.MaxTokens, width, model.Model.Task);
        var before = 0.0;
        foreach (var chunk in chunks.Of(input.Examples, cancellation))
        {
            var rows = new RowProgress(progress, Counts.Records, chunk, before, input.Fraction);
            var predictions = Predict(chunk, rows, cancellation);
            before = input.Fraction ?? 0;
            Counts = Counts.Plus(chunk, predictions.Count(p => p.Error is not null), generation?.Use ?? ensemble?.Use ?? predictor.Use);
            foreach (var prediction in predictions) yield return prediction;
        }
    }

    private Prediction[] Predict(RecordChunk chunk, IProgress<int> rows, CancellationToken cancellation)
    {
        if (generation is not null) return Write(generation, chunk, rows, cancellation);
        float[][] logits = [];
        float[][]? hidden = null;
        float[][]? spread = null;
        if (chunk.Tokens is { } tokens)
        {
            if (ensemble is not null) (logits, spread) = ensemble.Predict(tokens, rows, cancellation);
            else if (options.HiddenStates) (logits, hidden) = predictor.LogitsAndHiddenStates(tokens, rows, cancellation);
            else logits = predictor.Logits(tokens, rows, cancellation);
        }
        return RecordWork.Of(chunk.Examples, i => One(chunk, i, logits, hidden, spread), null, cancellation);
    }

    private Prediction[] Write(
        SequenceGeneration generation, RecordChunk chunk, IProgress<int> rows, CancellationToken cancellation)
    {
        var written = chunk.Tokens is { } tokens ? generation.Write(tokens, rows, cancellation) : [];
        var next = 0;
        return [.. chunk.Examples.Select(One)];

        Prediction One(Example example, int i)
        {
            if (chunk.Error(i) is { } error) return new Prediction { Example = example, Error = error };
            var (text, score, isFinished) = written[next++];
            if (notFinite.In([(float)score], example) is { } none) return new Prediction { Example = example, Error = none };
            return new Prediction
            {
                Example = example,
                Text = text,
                Score = score,
                IsFinished = isFinished,
                CutBases = chunk.Record(i).CutBases,
                UnknownBases = chunk.UnknownBases[i],
            };
        }
    }

    private Prediction One(RecordChunk chunk, int record, float[][] logits, float[][]? hidden, float[][]? spread)
    {
        if (chunk.Error(record) is { } error) return new Prediction { Example = chunk.Examples[record], Error = error };
        return decoder.Decode(chunk.Record(record), logits, hidden, spread) with { UnknownBases = chunk.UnknownBases[record] };
    }
}
