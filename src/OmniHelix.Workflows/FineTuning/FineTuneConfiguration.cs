using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Settings;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// What a fine-tuning run uses: every value decided, with who decided it. The same for the program and for programs that use the library.
/// </summary>
public sealed record FineTuneConfiguration
{
    /// <summary>Everything that can be said about a fine-tuning run.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<FineTuneOptions>();

    /// <summary>Every setting with its value and who said it, for <c>run.json</c>.</summary>
    public required ResolvedSettings Settings { get; init; }

    /// <summary>The configuration of the data set, as the run uses it.</summary>
    public required DataSetConfig DataSet { get; init; }

    /// <summary>What the run reads and does not make: data, model and teacher.</summary>
    public IReadOnlyList<string> Inputs =>
    [
        Data,
        .. BaselineModels.IsNamed(Model) ? (string[])[] : [Model],
        .. Distillation.Teacher is { Length: > 0 } teacher ? [teacher] : (string[])[],
    ];

    /// <summary>Folder or file of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Folder of the model to start from, or the name of a baseline to train from scratch.</summary>
    public required string Model { get; init; }

    /// <summary>Sizes of a baseline in place of its usual ones.</summary>
    public required IReadOnlyList<string> ModelSet { get; init; }

    /// <summary>File or folder of the tokenizer; empty for that of the model.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The model starts with a new head, also where its folder has one that fits.</summary>
    public required bool NewHead { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string Output { get; init; }

    /// <summary>What happens when it is there.</summary>
    public required ExistingRun Existing { get; init; }

    /// <summary>What is learned.</summary>
    public required TaskType Task { get; init; }

    /// <summary>Nobody said the task: it is what the labels look like.</summary>
    public bool IsTaskConcluded => Settings["task"].Source == FineTuneRules.Labels;

    /// <summary>Different numbers, at least one.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Numbers of training.</summary>
    public required TrainerOptions Trainer { get; init; }

    /// <summary>First blocks of the encoder that training leaves as they are, with the embeddings; null for none.</summary>
    public required Blocks? FreezeLayers { get; init; }

    /// <summary>An adapter that is trained in place of the whole model.</summary>
    public required LoraOptions Lora { get; init; }

    /// <summary>Another model that this one learns from.</summary>
    public required DistillationOptions Distillation { get; init; }

    /// <summary>The longest row, and what happens to longer ones.</summary>
    public required LengthOptions Length { get; init; }

    /// <summary>Training batches; the seed is that of each training.</summary>
    public required BatchOptions Batches { get; init; }

    /// <summary>What training makes small.</summary>
    public required LossKind Loss { get; init; }

    /// <summary>Of the focal loss.</summary>
    public required double FocalGamma { get; init; }

    /// <summary>A factor of each class; null weighs all the same.</summary>
    public required IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Weigh classes by the inverse of their frequency in the training data.</summary>
    public required bool BalanceClasses { get; init; }

    /// <summary>The head learns numbers less their mean over their standard deviation in the training split.</summary>
    public required bool StandardiseTargets { get; init; }

    /// <summary>Labels that the label map lacks are left out instead of being an error.</summary>
    public required bool IgnoreUnknownLabels { get; init; }

    /// <summary>
    /// Channels and blocks of the network for pairs of bases; null for those of the head that the model has, or the usual ones.
    /// </summary>
    public required (int? Channels, int? Blocks) PairNetwork { get; init; }

    /// <summary>
    /// Of tasks on pairs of bases, the fewest bases from the first of a pair that counts to the second; null for other tasks.
    /// </summary>
    public required int? MinDistance { get; init; }

    /// <summary>Share of 11-mers with training that leaves a test sequence out; null keeps all.</summary>
    public required double? ExcludeNearDuplicates { get; init; }

    /// <summary>Score cheap predictors beside the model.</summary>
    public required bool Baselines { get; init; }

    /// <summary>Also train the same model from random weights.</summary>
    public required bool UntrainedBaseline { get; init; }

    /// <summary>Write the figures of the report as files too.</summary>
    public required bool Figures { get; init; }

    /// <summary>Decides every value: defaults ← model ← data set ← file ← flags or program.</summary>
    /// <param name="options">What was said.</param>
    /// <param name="modelTokens">Most tokens that the model in a folder takes; asked when everything before is right.</param>
    /// <exception cref="OmniException">OH1601 there is no such data set; OH5302 there is no such model.</exception>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 data or model missing; OH2021 settings that exclude each other; OH5051 neither anybody nor the
    /// labels say the task; OH4002 a device that is not there; OH4003 arithmetic that it lacks; OH5052 seeds; OH5056 a loss of another
    /// task; OH5110, OH5111 an unknown metric, or one of another task; OH5140 an unknown schedule; whatever is wrong with the data set's
    /// configuration.
    /// </exception>
    public static FineTuneConfiguration Resolve(FineTuneOptions options, Func<string, int> modelTokens)
    {
        if (options.Data.Length == 0) throw Missing("--data", "a data set, for instance --data samples/rna-ssp-archive2");
        if (options.Model.Length == 0)
            throw Missing("--model", "a model folder, for instance one below models/, or a network to train from scratch, such as cnn");
        var dataSet = DataSetFolder.ReadConfig(options.Data);
        var settings = Schema.Resolve(DataSetSettings.Of(dataSet, Schema), Schema.SaidIn(options));
        settings = TrainingDevice.Decide(FineTuneRules.Apply(settings, dataSet, modelTokens));
        var decided = settings.Get<FineTuneOptions>();
        return new FineTuneConfiguration
        {
            Settings = settings,
            DataSet = dataSet with
            {
                MaxExamples = decided.MaxExamples,
                SequenceColumn = decided.SequenceField,
                LabelColumns = decided.LabelField,
                PairColumn = decided.PairField,
            },
            Data = decided.Data,
            Model = decided.Model,
            ModelSet = FineTuneRules.Whole(decided.ModelSet),
            Tokenizer = decided.Tokenizer,
            NewHead = decided.NewHead,
            Output = decided.Output,
            Existing = options.Existing,
            Task = decided.Task!,
            Seeds = decided.Seeds,
            Trainer = decided.Trainer.Validate(),
            Distillation = decided.Distillation,
            FreezeLayers = decided.FreezeLayers,
            Lora = decided.Lora,
            Length = new LengthOptions(decided.MaxLength!.Value, decided.LongSequences, decided.WindowOverlap),
            Batches = new BatchOptions { BatchSize = decided.BatchSize, TokenBudget = decided.TokenBudget, Shuffle = true },
            Loss = decided.Loss!.Value,
            FocalGamma = decided.FocalGamma,
            ClassWeights = decided.ClassWeights,
            BalanceClasses = decided.BalanceClasses,
            StandardiseTargets = decided.StandardiseTargets,
            IgnoreUnknownLabels = decided.IgnoreUnknownLabels,
            PairNetwork = (decided.PairChannels, decided.PairBlocks),
            MinDistance = decided.MinDistance,
            ExcludeNearDuplicates = decided.ExcludeNearDuplicates,
            Baselines = decided.Baselines,
            UntrainedBaseline = decided.UntrainedBaseline,
            Figures = decided.Figures,
        };
    }

    private static UsageException Missing(string flag, string example) => new("OH2020", $"{flag} is missing", null, $"Name {example}.");
}
