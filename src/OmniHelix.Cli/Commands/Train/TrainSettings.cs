using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;
using OmniHelix.Torch;
using OmniHelix.Training;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>Settings that every training shares, as flags and configuration keys.</summary>
internal sealed record LoopSettings
{
    private static readonly TrainerOptions Usual = new();

    [Description("Passes over the training data; default: the data set's, then 10."), Range(1, int.MaxValue)]
    public int? Epochs { get; init; }

    [Description("Stop after this many optimizer steps."), Range(1, int.MaxValue)]
    public int? MaxSteps { get; init; }

    [Description("Highest learning rate; default: the data set's, then 2e-5."), Range(1e-12, 1e3)]
    public double? LearningRate { get; init; }

    [Description("Decay of matrices and embeddings; biases and norms have none."), Range(0.0, 10.0)]
    public double? WeightDecay { get; init; }

    [Description("Share of the steps in which the rate rises from 0."), Range(0.0, 0.99)]
    public double WarmupRatio { get; init; } = Usual.WarmupRatio;

    [Description("Shape of the learning rate: constant, linear, cosine, cosine_with_restarts, polynomial, inverse_sqrt, warmup_stable_decay.")]
    public string Scheduler { get; init; } = Usual.Scheduler;

    [Description("Micro batches per optimizer step."), Range(1, int.MaxValue)]
    public int? GradientAccumulationSteps { get; init; }

    [Description("Bound of the joint gradient norm; 0 for none."), Range(0.0, double.MaxValue)]
    public double MaxGradNorm { get; init; } = Usual.MaxGradNorm;

    [Description("Arithmetic of matrix products: fp32 or bf16.")]
    public Precision Precision { get; init; } = Usual.Precision;

    [Description("Evaluations without improvement before stopping; 0 never stops early."), Range(0, int.MaxValue)]
    public int? Patience { get; init; }

    [Description("Optimizer steps between evaluations; 0 for once an epoch."), Range(0, int.MaxValue)]
    public int EvaluateEvery { get; init; } = Usual.EvaluateEverySteps;

    [Description("Optimizer steps between checkpoints, beside those of evaluations; 0 for those only."), Range(0, int.MaxValue)]
    public int CheckpointEvery { get; init; } = Usual.CheckpointEverySteps;

    [Description("Optimizer steps between log lines."), Range(1, int.MaxValue)]
    public int LogEvery { get; init; } = Usual.LogEverySteps;

    [Description("Where to compute: cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "cpu";

    /// <summary>The trainer's numbers, with what is not said taken from a data set's configuration.</summary>
    public TrainerOptions ToOptions(DataSetConfig? config, TrainerOptions fallback) => fallback with
    {
        Epochs = Epochs ?? config?.Epochs ?? fallback.Epochs,
        MaxSteps = MaxSteps ?? fallback.MaxSteps,
        LearningRate = LearningRate ?? config?.LearningRate ?? fallback.LearningRate,
        WeightDecay = WeightDecay ?? config?.WeightDecay ?? fallback.WeightDecay,
        WarmupRatio = WarmupRatio,
        Scheduler = Scheduler,
        GradientAccumulationSteps = GradientAccumulationSteps ?? config?.GradientAccumulationSteps ?? fallback.GradientAccumulationSteps,
        MaxGradNorm = MaxGradNorm,
        Precision = Precision,
        Patience = Patience ?? config?.Patience ?? fallback.Patience,
        EvaluateEverySteps = EvaluateEvery,
        CheckpointEverySteps = CheckpointEvery,
        LogEverySteps = LogEvery,
        Device = Torch.Device.Parse(Device),
    };
}

/// <summary>Settings of <c>omni train</c> beside those of the loop.</summary>
internal sealed record TrainSettings
{
    private static readonly FineTuneOptions Usual = new() { Data = "", Model = "", Output = "" };

    [Description("Data set: a folder with train, valid and test files, or one file.")]
    public string? Data { get; init; }

    [Description("Model folder to start from.")]
    public string? Model { get; init; }

    [Description("Folder of the run; default: autotrain_evaluations/DATA/MODEL.")]
    public string? Output { get; init; }

    [Description("What is learned; default: the data set's task_type.")]
    public string? Task { get; init; }

    [Description("One training for each seed; default: the data set's, then 42.")]
    public IReadOnlyList<long>? Seeds { get; init; }

    [Description("Most tokens of a sequence; default: the data set's, then the model's."), Range(3, int.MaxValue)]
    public int? MaxLength { get; init; }

    [Description("Cut the end off longer sequences (otherwise they are an error).")]
    public bool Truncate { get; init; }

    [Description("Cut longer sequences into windows that share this many tokens."), Range(0, int.MaxValue)]
    public int? WindowOverlap { get; init; }

    [Description("Sequences of a batch; default: the data set's, then batches by token budget."), Range(1, int.MaxValue)]
    public int? BatchSize { get; init; }

    [Description("Most tokens of a batch, padding included [default: 4096]."), Range(1, int.MaxValue)]
    public int? TokenBudget { get; init; }

    [Description("Metrics to report; default: the data set's, then all that fit the task.")]
    public IReadOnlyList<string>? Metrics { get; init; }

    [Description("Metric that selects the best weights and the best seed.")]
    public string? PrimaryMetric { get; init; }

    [Description("Use at most this many examples of each split."), Range(1, int.MaxValue)]
    public int? MaxExamples { get; init; }

    [Description("Leave labels out that the label map lacks (otherwise they are an error).")]
    public bool IgnoreUnknownLabels { get; init; }

    [Description("Weigh classes in the loss by the inverse of their frequency.")]
    public bool BalanceClasses { get; init; }

    [Description("Leave test sequences out that share this much of their 11-mers with training."), Range(0.01, 1.0)]
    public double? ExcludeNearDuplicates { get; init; }

    [Description("Do not score baselines beside the model.")]
    public bool NoBaselines { get; init; } = !Usual.Baselines;

    [Description("Also train the same model from random weights, as a baseline.")]
    public bool UntrainedBaseline { get; init; } = Usual.UntrainedBaseline;

    /// <summary>The run these settings describe.</summary>
    /// <exception cref="UsageException">OH2020: data or model missing; OH2021: flags that exclude each other.</exception>
    public FineTuneOptions ToOptions(LoopSettings loop, ExistingRun existing)
    {
        var data = Data ?? throw new UsageException("OH2020", "--data is missing", null, "Name a data set, for instance --data samples/rna-ssp-archive2.");
        var model = Model ?? throw new UsageException("OH2020", "--model is missing", null, "Name a model folder, for instance one below models/.");
        if (Truncate && WindowOverlap is not null) throw new UsageException("OH2021", "--truncate and --window-overlap exclude each other");
        if (BatchSize is not null && TokenBudget is not null) throw new UsageException("OH2021", "--batch-size and --token-budget exclude each other");
        var config = Directory.Exists(data) ? DataSetConfig.ReadFolder(data) : new DataSetConfig();
        return new FineTuneOptions
        {
            Data = data,
            Model = model,
            Output = Output ?? Path.Combine("autotrain_evaluations", NameOf(data), NameOf(model)),
            Task = Task is null ? null : TaskType.Parse(Task, "--task"),
            Seeds = Seeds ?? (config.Seeds.Count > 0 ? config.Seeds : Usual.Seeds),
            Trainer = loop.ToOptions(config, Usual.Trainer),
            MaxLength = MaxLength,
            Length = Truncate ? LengthPolicy.Truncate : WindowOverlap is not null ? LengthPolicy.Window : null,
            WindowOverlap = WindowOverlap,
            BatchSize = BatchSize,
            TokenBudget = TokenBudget,
            Metrics = Metrics,
            PrimaryMetric = PrimaryMetric,
            MaxExamples = MaxExamples,
            IgnoreUnknownLabels = IgnoreUnknownLabels,
            BalanceClasses = BalanceClasses,
            ExcludeNearDuplicates = ExcludeNearDuplicates,
            Baselines = !NoBaselines,
            UntrainedBaseline = UntrainedBaseline,
            Existing = existing,
        };
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
