using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Training;
using OmniHelix.Training.MaskedLanguageModels;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Pretraining;

/// <summary>What pre-training gave.</summary>
/// <param name="Folder">The run; the model is in <c>model/</c>.</param>
/// <param name="Training">Where training ended, what it changed, and its speed.</param>
/// <param name="Valid">Loss, perplexity and accuracy on the sequences kept out.</param>
public sealed record PretrainOutcome(string Folder, TrainingOutcome Training, IReadOnlyDictionary<string, double> Valid);

/// <summary>Trains an encoder to predict hidden tokens of sequences (masked language modelling, Devlin et al. 2019).</summary>
public sealed class PretrainWorkflow(PretrainOptions options, RunObserver observer)
{
    /// <summary>Runs, or goes on.</summary>
    /// <param name="manifest">Makes the manifest once the files are known.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    public PretrainOutcome Run(Func<RunManifest> manifest, CancellationToken cancellation)
    {
        options.Trainer.Validate();
        RunFolder.Check(options.Output, options.Existing);
        var isFile = File.Exists(options.Model);
        var tokenizer = OmniTokenizer.FromPretrained(isFile ? Path.GetDirectoryName(Path.GetFullPath(options.Model))! : options.Model);
        var data = PretrainData.Read(options, tokenizer, observer, cancellation);
        var made = RunFolder.Open(options.Output, options.Existing, manifest(), [.. options.Data, options.Model], observer);

        var numbers = options.Trainer;
        using var model = OmniModel.Create(Start(), TaskType.MaskedLanguageModel, new OmniModelOptions(), numbers.Seed);
        model.To(numbers.Device, Torch.DType.Float32);
        var validation = new MaskedValidation(model, Batches(data.Valid, tokenizer, shuffle: false), numbers.Precision, numbers.Device);
        var task = new ModelTask(model, Batches(data.Train, tokenizer, shuffle: true), validation, numbers.Device);
        var outcome = new Trainer<LabelledBatch>(task, numbers, options.Output).Run(observer.ForTraining(), cancellation);

        var folder = Path.Combine(options.Output, "model");
        model.SavePretrained(folder);
        tokenizer.SavePretrained(folder);
        (made with { Finished = TimeProvider.System.GetUtcNow() }).Write(options.Output);
        return new PretrainOutcome(options.Output, outcome, validation.Score(cancellation).Values);
    }

    private MaskedBatches Batches(RaggedTokens tokens, OmniTokenizer tokenizer, bool shuffle)
    {
        var seed = options.Trainer.Seed;
        var batches = new BatchOptions { TokenBudget = options.TokenBudget, Shuffle = shuffle, Seed = seed };
        return new MaskedBatches(tokens, tokenizer, batches, options.Masking with { Seed = seed });
    }

    // A configuration file, or a folder without weights, only describes the model.
    private string Start()
    {
        if (File.Exists(options.Model)) return options.Model;
        string[] weights = ["*.safetensors", "pytorch_model*"];
        var hasWeights = weights.Any(pattern => Directory.EnumerateFiles(options.Model, pattern).Any());
        return hasWeights ? options.Model : Path.Combine(options.Model, "config.json");
    }
}
