using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Settings;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// What is said about a fine-tuning run, by flags, by a file or by a program. What is not said is decided by the data set, by the model or
/// by the defaults here: <see cref="FineTuneConfiguration"/>.
/// </summary>
public sealed record FineTuneOptions : SettingsRecord
{
    private const string DataGroup = "Data", BatchGroup = "Batches", LossGroup = "Loss", ScoreGroup = "Scores", RunGroup = "Run";

    /// <summary>Folder or file of the data set; has to be said.</summary>
    [Description("Data set: a folder with train, valid and test files, or one file."), Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public string Data { get; init => field = Said(value); } = "";

    /// <summary>
    /// Folder of the model to start from, or the name of a baseline to train from scratch (<see cref="BaselineModels"/>); has to be said.
    /// </summary>
    [Description("Model to start from: its folder, the folder of a run, or the name of a shipped model; or a network to train from "
        + "scratch: cnn, rnn, bpnet, basenji, deepstarr, deepsea.")]
    [Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public string Model { get; init => field = Said(value); } = "";

    /// <summary>Sizes of a network that is trained from scratch, such as <c>hidden_size=64</c>; the others have their usual ones.</summary>
    [Description("Sizes of a network that is trained from scratch, such as hidden_size=64; the keys of its config.json.")]
    [Category(RunGroup)]
    public IReadOnlyList<string> ModelSet { get; init => field = Said(value); } = [];

    /// <summary>Tokenizer in place of the model's; empty for the model's.</summary>
    [Description("Tokenizer in place of the model's: a file such as tokens.json, or a folder."), Category(RunGroup)]
    public string Tokenizer { get; init => field = Said(value); } = "";

    /// <summary>Start with a new head although the model has one for the same task and labels.</summary>
    [Description("Start with a new head, also where the model has one for the same task and labels."), Category(RunGroup)]
    public bool NewHead { get; init => field = Said(value); }

    /// <summary>Channels of the network for pairs of bases; null takes those of the model's head, or 32.</summary>
    [Description("Pairs of bases: channels of their network; default: those of the model's head, then 32."), Category(RunGroup)]
    [Range(1, 4096)]
    public int? PairChannels { get; init => field = Said(value); }

    /// <summary>Residual blocks of the network for pairs of bases; null takes those of the model's head, or 4.</summary>
    [Description("Pairs of bases: residual blocks of their network; default: those of the model's head, then 4."), Category(RunGroup)]
    [Range(0, 1000)]
    public int? PairBlocks { get; init => field = Said(value); }

    /// <summary>Folder of the run; empty for <c>autotrain_evaluations/DATA/MODEL</c>.</summary>
    [Description("Folder of the run; default: autotrain_evaluations/DATA/MODEL."), Category(RunGroup)]
    [Resume(ResumeRule.Free)]
    public string Output { get; init => field = Said(value); } = "";

    /// <summary>One training run for each seed.</summary>
    [Description("One training for each seed."), Category(RunGroup)]
    [Resume(ResumeRule.MayGrow)]
    public IReadOnlyList<long> Seeds { get; init => field = Said(value); } = [42];

    /// <summary>What is learned; null takes the data set's task, or what its labels look like.</summary>
    [Description("What is learned; default: the data set's task_type, then what the labels look like."), Category(DataGroup)]
    public TaskType? Task { get; init => field = Said(value); }

    /// <summary>Field of the sequence; empty for the data set's, then the usual names.</summary>
    [Description("Column of the sequence; default: the data set's, then sequence, seq, text, dna, rna or feature."), Category(DataGroup)]
    public string SequenceField { get; init => field = Said(value); } = "";

    /// <summary>Fields of the label, several for several targets; empty for the data set's, then the usual names.</summary>
    [Description("Columns of the label; default: the data set's, then label, labels, target or y."), Category(DataGroup)]
    public IReadOnlyList<string> LabelField { get; init => field = Said(value); } = [];

    /// <summary>Field of the second sequence of a pair; empty for single sequences, unless the data set has pairs.</summary>
    [Description("Column of a second sequence: the model reads both as one input; default: the data set's."), Category(DataGroup)]
    public string PairField { get; init => field = Said(value); } = "";

    /// <summary>
    /// Most tokens of a sequence, special tokens included; null takes the model's maximum, which also bounds what is said.
    /// </summary>
    [Description("Most tokens of a sequence; default: the data set's, then the model's."), Category(DataGroup), Range(3, int.MaxValue)]
    public int? MaxLength { get; init => field = Said(value); }

    /// <summary>What happens to longer sequences.</summary>
    [Description("What happens to longer sequences."), Category(DataGroup)]
    public LengthPolicy LongSequences { get; init => field = Said(value); } = LengthPolicy.Error;

    /// <summary>Tokens that neighbouring windows share; said alone it asks for windows.</summary>
    [Description("Cut longer sequences into windows that share this many tokens."), Category(DataGroup), Range(0, int.MaxValue)]
    public int WindowOverlap { get; init => field = Said(value); }

    /// <summary>Most examples of each split.</summary>
    [Description("Use at most this many examples of each split."), Category(DataGroup), Range(1, int.MaxValue)]
    public int? MaxExamples { get; init => field = Said(value); }

    /// <summary>Labels that the label map lacks are left out instead of being an error.</summary>
    [Description("Leave labels out that the label map lacks (otherwise they are an error)."), Category(DataGroup)]
    public bool IgnoreUnknownLabels { get; init => field = Said(value); }

    /// <summary>
    /// Of tasks on pairs of bases, the fewest bases from the first of a pair that counts to the second; null takes 4 for contacts and 1 for
    /// numbers.
    /// </summary>
    [Description("Pairs of bases: fewest bases from one to the other of a pair that counts; default: 4 for contacts, 1 for numbers.")]
    [Category(DataGroup), Range(1, int.MaxValue)]
    public int? MinDistance { get; init => field = Said(value); }

    /// <summary>Leave test sequences out that share this much of their 11-mers with a training sequence; null keeps all.</summary>
    [Description("Leave test sequences out that share this much of their 11-mers with training."), Category(DataGroup), Range(0.01, 1.0)]
    public double? ExcludeNearDuplicates { get; init => field = Said(value); }

    /// <summary>Sequences of a batch, in place of <see cref="TokenBudget"/>.</summary>
    [Description("Sequences of a batch, in place of the token budget."), Category(BatchGroup), Range(1, int.MaxValue)]
    public int? BatchSize { get; init => field = Said(value); }

    /// <summary>Most tokens of a batch, padding included.</summary>
    [Description("Most tokens of a batch, padding included."), Category(BatchGroup), Range(1, int.MaxValue)]
    public int? TokenBudget { get; init => field = Said(value); } = BatchOptions.UsualTokenBudget;

    /// <summary>What training makes small; null takes the loss of the task.</summary>
    [Description("Loss: cross-entropy or focal for classes, bce for several labels, mse for numbers; default: that of the task.")]
    [Category(LossGroup)]
    public LossKind? Loss { get; init => field = Said(value); }

    /// <summary>How much the focal loss weighs easy examples down; 0 is cross-entropy.</summary>
    [Description("How much the focal loss weighs easy examples down."), Category(LossGroup), Range(0.0, 100.0)]
    public double FocalGamma { get; init => field = Said(value); } = OmniModelOptions.UsualFocalGamma;

    /// <summary>A factor of each class in the loss.</summary>
    [Description("A factor of each class in the loss, in the order of their ids."), Category(LossGroup), Range(0.0, double.MaxValue)]
    public IReadOnlyList<double>? ClassWeights { get; init => field = Said(value); }

    /// <summary>Weigh classes in the loss by the inverse of their frequency.</summary>
    [Description("Weigh classes in the loss by the inverse of their frequency."), Category(LossGroup)]
    public bool BalanceClasses { get; init => field = Said(value); }

    /// <summary>Numbers are learned less their mean over their standard deviation in the training split, which the head keeps.</summary>
    [Description("Learn numbers less their mean over their deviation in the training split; results stay in their unit.")]
    [Category(LossGroup)]
    public bool StandardiseTargets { get; init => field = Said(value); } = true;

    /// <summary>Metrics to report; null takes all that fit the task and need no scores.</summary>
    [Description("Metrics to report; default: the data set's, then all that fit the task."), Category(ScoreGroup)]
    public IReadOnlyList<string>? Metrics { get; init => field = Said(value); }

    /// <summary>Metric that selects the best weights and the best seed; null takes the task's usual one.</summary>
    [Description("Metric that selects the best weights and the best seed; default: the data set's, then the task's."), Category(ScoreGroup)]
    public string? PrimaryMetric { get; init => field = Said(value); }

    /// <summary>Score cheap predictors beside the model.</summary>
    [Description("Score baselines beside the model."), Category(ScoreGroup)]
    [Resume(ResumeRule.Free)]
    public bool Baselines { get; init => field = Said(value); } = true;

    /// <summary>Also train the same model from random weights, with the same numbers, as a baseline.</summary>
    [Description("Also train the same model from random weights, as a baseline."), Category(ScoreGroup)]
    [Resume(ResumeRule.Free)]
    public bool UntrainedBaseline { get; init => field = Said(value); }

    /// <summary>Write the figures of the report as files too.</summary>
    [Description("Write the figures of the report as SVG and PNG files too, into figures/ of the run."), Category(ScoreGroup)]
    public bool Figures { get; init => field = Said(value); }

    /// <summary>First blocks of the encoder that training leaves as they are, with the embeddings; null for none.</summary>
    [Description("Leave the embeddings and this many first blocks as they are, or all; what they give is computed once.")]
    [Category("Training")]
    public Blocks? FreezeLayers { get; init => field = Said(value); }

    /// <summary>An adapter that is trained in place of the whole model.</summary>
    public LoraOptions Lora { get; init; } = new();

    /// <summary>Another model that this one learns from.</summary>
    public DistillationOptions Distillation { get; init; } = new();

    /// <summary>Numbers of training; its seed is replaced by each of <see cref="Seeds"/>.</summary>
    public TrainerOptions Trainer { get; init; } = new();

    /// <summary>What happens when the output folder is there.</summary>
    [Browsable(false)]
    public ExistingRun Existing { get; init; }
}
