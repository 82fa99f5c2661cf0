using OmniHelix.Inference;
using OmniHelix.Inference.Writing;
using OmniHelix.Models.Heads;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Predicting;

/// <summary>Vectors of records from the hidden states of a model, into a file or a stream.</summary>
/// <param name="configuration">What is used.</param>
public sealed class EmbedWorkflow(EmbedConfiguration configuration)
{
    private readonly EmbedOptions options = configuration.Options;

    /// <summary>Embeds every record.</summary>
    /// <param name="stream">Receives JSON lines when no file is named.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="UsageException">OH3705: the model has not learned this pooling.</exception>
    /// <exception cref="OmniException">Model or records cannot be read; OH600x the file cannot be written.</exception>
    public ApplicationOutcome Run(TextWriter stream, IProgress<InferenceProgress>? progress, CancellationToken cancellation)
    {
        var settings = ApplicationRules.Inference(options);
        using var input = ApplicationRules.OpenInput(options);
        // Only the head knows the scores of attention pooling; otherwise it would be computed for nothing.
        var task = configuration.Pooling == Pooling.Attention ? null : TaskType.Embedding;
        using var model = PretrainedModel.Open(options.Model!, settings, task);
        var embedding = new SequenceEmbedding(model, settings, configuration.Pooling, options.Layer);
        var watch = new PassWatch();
        var vectors = embedding.Run(input, progress, cancellation).Select(Watched);
        if (configuration.Output is null) EmbeddingFile.WriteJsonLines(stream, vectors, model.Model.HiddenSize);
        else EmbeddingFile.Write(configuration.Output, vectors, model.Model.HiddenSize, options.LabelField is not null);
        return watch.End(embedding.Counts, model) with
        {
            PoolingNote = FirstTokenNote.Of(configuration.Pooling, model.Tokenizer),
        };

        Embedding Watched(Embedding vector)
        {
            watch.Note(vector.Example, vector.Error, vector.UnknownBases);
            return vector;
        }
    }
}
