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
/// <param name="said">What is said about the run; the rest has the defaults of <see cref="PretrainOptions"/>.</param>
/// <param name="observer">Is told what is found and done.</param>
public sealed class PretrainWorkflow(PretrainOptions said, RunObserver observer)
{
    /// <summary>What kind of run this is.</summary>
    public const string Kind = "pretrain";

    private readonly PretrainConfiguration run = PretrainConfiguration.Resolve(said);

    /// <summary>Runs, or goes on.</summary>
    /// <param name="command">The command line, for <c>run.json</c>; empty when a program uses the library.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    public PretrainOutcome Run(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var options = run.Options;
        var named = options.Distillation.Teacher;
        string[] inputs = [.. options.Data, options.Model, .. named.Length > 0 ? [named] : (string[])[]];
        RunFolder.Check(options.Output, options.Existing, inputs);
        var tokenizer = ModelTokenizer.Open(options.Tokenizer.Length > 0 ? options.Tokenizer : FolderOf(options.Model));
        var numbers = options.Trainer;
        using var model = OmniModel.Create(Start(options.Model), TaskType.MaskedLanguageModel, new OmniModelOptions(), numbers.Seed);
        model.Backbone.RequireFit(tokenizer, options.Model);
        // What cannot be frozen is said before data are read and a folder is made.
        if (options.FreezeLayers is { } lower) model.FreezeLower(lower.Of(model.Backbone.LayerCount));
        var data = PretrainData.Read(options, tokenizer, observer, cancellation);
        void Fits(Distillation teacher) => teacher.RequireSameVocabulary(model.Backbone.VocabularySize);
        using var teacher = Teacher.Open(options.Distillation, model.Task, data.Train, tokenizer, Fits, numbers.Device, observer);
        var manifest = RunManifest.Of(Kind, command, run.Settings, options.Data, options.Model, options.Distillation.Teacher);
        using var opened = RunFolder.Open(options.Output, options.Existing, manifest, inputs, observer);

        new ModelStartNote(observer).Tell(model, tokenizer, data.Train);
        model.To(numbers.Device, Torch.DType.Float32);
        if (options.FreezeLayers is { } frozen) _ = FreezingNote.Freeze(model, frozen, observer);
        var batches = Batches(data.Train, tokenizer, shuffle: true);
        var precision = PrecisionChoice.Of(Task(null), numbers, options.Output);
        if (precision.Reason is not null) observer.Message($"Arithmetic {precision}.");
        opened.Decide("precision", precision.ToString());
        var validation = new MaskedValidation(
            model, Batches(data.Valid, tokenizer, shuffle: false), precision.Precision, numbers.Device);
        var outcome = new Trainer<LabelledBatch>(Task(validation), numbers, options.Output) { Precision = precision }
            .Run(observer.ForTraining(), cancellation);

        var folder = Path.Combine(options.Output, "model");
        model.Card = model.Card.With(data.Splits);
        model.SavePretrained(folder);
        tokenizer.SavePretrained(folder, LearnedLetters.Sum(tokenizer.Learned, data.Train.Counts.Letters));
        opened.Finish();
        return new PretrainOutcome(options.Output, outcome, validation.Score(cancellation).Values);

        ModelTask Task(IValidation? validation) => new(model, batches, validation, numbers.Device) { Distillation = teacher };
    }

    private static string FolderOf(string model) => File.Exists(model) ? Path.GetDirectoryName(Path.GetFullPath(model))! : model;

    private MaskedBatches Batches(RaggedTokens tokens, OmniTokenizer tokenizer, bool shuffle)
    {
        var options = run.Options;
        var seed = options.Trainer.Seed;
        var batches = new BatchOptions { TokenBudget = options.TokenBudget, Shuffle = shuffle, Seed = seed };
        return new MaskedBatches(tokens, tokenizer, batches, new MaskingOptions { Probability = options.MaskProbability, Seed = seed });
    }

    // A configuration file, or a folder without weights, only describes the model.
    private static string Start(string model)
    {
        if (File.Exists(model)) return model;
        string[] weights = ["*.safetensors", "pytorch_model*"];
        var hasWeights = weights.Any(pattern => Directory.EnumerateFiles(model, pattern).Any());
        return hasWeights ? model : Path.Combine(model, "config.json");
    }
}
