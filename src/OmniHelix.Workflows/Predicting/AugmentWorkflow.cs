using OmniHelix.Inference;
using OmniHelix.Inference.Augmentation;

namespace OmniHelix.Workflows.Predicting;

/// <summary>Variants of records by a masked language model, into a file or a stream.</summary>
/// <param name="configuration">What is used.</param>
public sealed class AugmentWorkflow(AugmentConfiguration configuration)
{
    private readonly AugmentOptions options = configuration.Options;

    /// <summary>Changes every record.</summary>
    /// <param name="stream">Receives JSON lines when no file is named.</param>
    /// <param name="progress">Is told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OmniException">
    /// OH3607: the model is no masked language model; model or records cannot be read; OH600x: the file cannot be written.
    /// </exception>
    public ApplicationOutcome Run(TextWriter stream, IProgress<InferenceProgress>? progress, CancellationToken cancellation)
    {
        var settings = ApplicationRules.Inference(options);
        using var input = ApplicationRules.OpenInput(options);
        using var model = PretrainedModel.Open(options.Model!, settings, TaskType.MaskedLanguageModel);
        var augmentation = new SequenceAugmentation(model, configuration.Augmentation, settings);
        var watch = new PassWatch();
        var records = augmentation.Run(input, progress, cancellation).Select(Watched);
        if (configuration.Output is null) AugmentedFile.WriteJsonLines(stream, records);
        else AugmentedFile.Write(configuration.Output, records, options.Count);
        return watch.End(augmentation.Counts, model) with { Made = Made(augmentation) };

        AugmentedRecord Watched(AugmentedRecord record)
        {
            watch.Note(record.Example, record.Error, 0);
            return record;
        }
    }

    private string Made(SequenceAugmentation augmentation)
    {
        var made = FormattableString.Invariant($"{Plural.Count(augmentation.Variants, "variant", format: "N0")}");
        if (augmentation.Short == 0) return made;
        var records = Plural.Count(augmentation.Short, "record", format: "N0");
        return FormattableString.Invariant($"{made}; of {records} fewer than {options.Count} different ones were found");
    }
}
