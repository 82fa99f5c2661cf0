using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Inference.Writing;
using OmniHelix.Models.Decoders;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What a fine-tuned model says about records, into a file or a stream.</summary>
/// <param name="configuration">What is used.</param>
public sealed class InferWorkflow(InferConfiguration configuration)
{
    private readonly InferOptions options = configuration.Options;

    /// <summary>Predicts every record.</summary>
    /// <param name="stream">Receives the predictions when no file is named.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="UsageException">OH5304 the model has no head; OH5306 it has no structures.</exception>
    /// <exception cref="OmniException">Model or records cannot be read; OH600x the file cannot be written.</exception>
    public ApplicationOutcome Run(TextWriter stream, IProgress<InferenceProgress>? progress, CancellationToken cancellation)
    {
        var settings = ApplicationRules.Inference(options) with
        {
            Logits = options.Logits,
            HiddenStates = options.HiddenStates,
            Decode = options.Decode,
            DecodeWeight = options.DecodeWeight,
            Generation = Generation(),
        };
        using var input = ApplicationRules.OpenInput(options);
        using var ensemble = ModelEnsemble.Open(
            [options.Model!, .. options.Ensemble], settings, EnsembleRules.Of(options.Combine, options.EnsembleWeights), options.Task);
        var model = ensemble.Models[0];
        RequireUse(model);
        var inference = new SequenceInference(ensemble, settings);
        var watch = new PassWatch();
        if (configuration.Output is null) Write(stream);
        else
            CompressedOutput.Write(configuration.Output, file =>
            {
                using var text = new StreamWriter(file, leaveOpen: true);
                Write(text);
            });
        return watch.End(inference.Counts, model);

        void Write(TextWriter output)
        {
            var columns = new PredictionColumns
            {
                Probabilities = options.Probabilities,
                Logits = options.Logits,
                Spread = ensemble.Models.Count > 1,
                Label = options.LabelField is not null,
            };
            var writer = PredictionWriter.Create(configuration.Kind, output, model, columns);
            writer.Begin();
            foreach (var prediction in inference.Run(input, progress, cancellation))
            {
                watch.Note(prediction.Example, prediction.Error, prediction.UnknownBases);
                writer.Write(prediction);
            }
            writer.End();
        }
    }

    private GenerationOptions Generation()
    {
        var usual = new GenerationOptions();
        return usual with
        {
            Beams = options.Beams ?? usual.Beams,
            MaxNewTokens = options.MaxNewTokens ?? usual.MaxNewTokens,
            LengthPenalty = options.LengthPenalty ?? usual.LengthPenalty,
        };
    }

    // What would have no effect was meant to have one.
    private void RequireUse(PretrainedModel model)
    {
        var task = model.Model.Task;
        var writes = task == TaskType.Seq2Seq;
        var draws = StructurePredictions.Apply(task, model.Model.LabelNames);
        (string Flag, bool IsSaid, bool HasUse)[] flags =
        [
            ("--beams", options.Beams is not null, writes),
            ("--max-new-tokens", options.MaxNewTokens is not null, writes),
            ("--length-penalty", options.LengthPenalty is not null, writes),
            ("--logits", options.Logits, !writes),
            ("--hidden-states", options.HiddenStates, !writes),
            ("--probabilities", options.Probabilities, !writes),
            ("--decode", options.Decode is not null, draws),
            ("--decode-weight", options.DecodeWeight is not null, draws),
        ];
        foreach (var (flag, isSaid, hasUse) in flags)
            if (isSaid && !hasUse)
                throw new UsageException("OH5308", $"{flag} means nothing for a model for {task.Name}", model.Folder, "Leave it out.");
    }
}
