using OmniHelix.Training;
using OmniHelix.Training.MaskedLanguageModels;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Pretraining;

/// <summary>A pre-training run by masked language modelling.</summary>
public sealed record PretrainOptions
{
    /// <summary>Data sets whose training sequences are used, labels or not.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>A <c>config.json</c> with the tokenizer beside it, to start from nothing; or such a folder with weights to go on from.</summary>
    public required string Model { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string Output { get; init; }

    /// <summary>Numbers of training.</summary>
    public TrainerOptions Trainer { get; init; } = new() { LearningRate = 1e-3, Patience = 0 };

    /// <summary>How tokens are hidden.</summary>
    public MaskingOptions Masking { get; init; } = new();

    /// <summary>Also learn the secondary structures of the data sets, as OmniGenome did: shown bases are answered with their structure symbol.</summary>
    public bool Structures { get; init; }

    /// <summary>Most tokens of a row; longer sequences are cut into windows.</summary>
    public int MaxLength { get; init; } = 512;

    /// <summary>Tokens that neighbouring windows share.</summary>
    public int WindowOverlap { get; init; }

    /// <summary>Most tokens of a batch, padding included.</summary>
    public int TokenBudget { get; init; } = 8192;

    /// <summary>Share of distinct sequences kept out of training to measure the loss on.</summary>
    public double ValidationShare { get; init; } = 0.02;

    /// <summary>Sequences that share this much of their 11-mers with a test sequence of the data sets are left out; null keeps all.</summary>
    public double? ExcludeNearTest { get; init; } = 0.5;

    /// <summary>What happens when the output folder is there.</summary>
    public ExistingRun Existing { get; init; }
}
