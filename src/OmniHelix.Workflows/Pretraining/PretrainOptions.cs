using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Settings;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Pretraining;

/// <summary>
/// What is said about a pre-training run by masked language modelling, by flags, by a file or by a program; what is not said has the
/// defaults here.
/// </summary>
public sealed record PretrainOptions : SettingsRecord
{
    private const string RunGroup = "Run", DataGroup = "Data", BatchGroup = "Batches";

    /// <summary>Data sets whose training sequences are used, labels or not; has to be said.</summary>
    [Description("Data sets whose training sequences are used, labelled or not."), Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public IReadOnlyList<string> Data { get; init => field = Said(value); } = [];

    /// <summary>
    /// A <c>config.json</c> with the tokenizer beside it, to start from nothing; or such a folder with weights to go on from; has to be
    /// said.
    /// </summary>
    [Description("A config.json with a tokenizer beside it, to start from nothing; or a model folder, to go on from its weights.")]
    [Category(RunGroup)]
    [Resume(ResumeRule.Free)]
    public string Model { get; init => field = Said(value); } = "";

    /// <summary>Tokenizer in place of the one beside the model; empty for that.</summary>
    [Description("Tokenizer in place of the one beside the model: a file such as tokens.json, or a folder."), Category(RunGroup)]
    public string Tokenizer { get; init => field = Said(value); } = "";

    /// <summary>Folder of the run; has to be said.</summary>
    [Description("Folder of the run."), Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public string Output { get; init => field = Said(value); } = "";

    /// <summary>Seed of weights, data order and masks.</summary>
    [Description("Seed of weights, data order and masks."), Category(RunGroup)]
    public long Seed { get; init => field = Said(value); } = 42;

    /// <summary>
    /// Also learn the secondary structures of the data sets, as OmniGenome did: shown bases are answered with their structure symbol.
    /// </summary>
    [Description("Also learn the secondary structures of the data sets."), Category(DataGroup)]
    public bool Structures { get; init => field = Said(value); }

    /// <summary>Share of tokens to predict.</summary>
    [Description("Share of tokens to predict."), Category(DataGroup), Range(0.001, 0.9)]
    public double MaskProbability { get; init => field = Said(value); } = 0.15;

    /// <summary>Share of distinct sequences kept out of training to measure the loss on.</summary>
    [Description("Share of sequences kept out to measure the loss on."), Category(DataGroup), Range(0.0001, 0.5)]
    public double ValidationShare { get; init => field = Said(value); } = 0.02;

    /// <summary>
    /// Sequences that share this much of their 11-mers with a test sequence of the data sets are left out; null keeps all.
    /// </summary>
    [Description("Leave sequences out that share this much of their 11-mers with a test sequence of the data sets."), Category(DataGroup)]
    [Range(0.01, 1.0)]
    public double? ExcludeNearTest { get; init => field = Said(value); } = 0.5;

    /// <summary>Most tokens of a row; longer sequences are cut into windows.</summary>
    [Description("Most tokens of a row; longer sequences are cut into windows."), Category(BatchGroup), Range(3, int.MaxValue)]
    public int MaxLength { get; init => field = Said(value); } = 512;

    /// <summary>Tokens that neighbouring windows share.</summary>
    [Description("Tokens that neighbouring windows share."), Category(BatchGroup), Range(0, int.MaxValue)]
    public int WindowOverlap { get; init => field = Said(value); }

    /// <summary>Most tokens of a batch, padding included.</summary>
    [Description("Most tokens of a batch, padding included."), Category(BatchGroup), Range(1, int.MaxValue)]
    public int TokenBudget { get; init => field = Said(value); } = 8192;

    /// <summary>First blocks of the encoder that training leaves as they are, with the embeddings; null for none.</summary>
    [Description("Leave the embeddings and this many first blocks as they are, or all."), Category("Training")]
    public Blocks? FreezeLayers { get; init => field = Said(value); }

    /// <summary>Another model that this one learns from.</summary>
    public DistillationOptions Distillation { get; init; } = new();

    /// <summary>
    /// Numbers of training; its seed is replaced by <see cref="Seed"/>. Only here the rate is 1e-3 and patience 0 by default.
    /// </summary>
    public TrainerOptions Trainer { get; init; } = Unsaid(new TrainerOptions { LearningRate = 1e-3, Patience = 0 });

    /// <summary>What happens when the output folder is there.</summary>
    [Browsable(false)]
    public ExistingRun Existing { get; init; }
}
