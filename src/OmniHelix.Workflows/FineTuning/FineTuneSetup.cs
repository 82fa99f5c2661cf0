using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Training;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What all trainings of a run share.</summary>
/// <param name="Options">The run.</param>
/// <param name="Data">The data set as it is used.</param>
/// <param name="Metrics">What is measured.</param>
internal sealed record FineTuneSetup(FineTuneOptions Options, PreparedData Data, MetricChoice Metrics)
{
    /// <summary>Numbers of training; without a validation split nothing stops it early.</summary>
    public TrainerOptions Trainer => Data.Valid is null ? Options.Trainer with { Patience = 0 } : Options.Trainer;

    /// <summary>Head and loss.</summary>
    public OmniModelOptions Head => new()
    {
        LabelNames = Data.Labels.Labels?.Names ?? [.. Enumerable.Range(0, Data.Labels.Width).Select(TargetName)],
        ClassWeights = Options.BalanceClasses ? ClassBalance.Of(Data.Train) : Data.Set.Config.ClassWeights,
        SpecialTokens = OmniModelOptions.TokensWithoutBase(Data.Tokenizer),
    };

    /// <summary>How training rows become batches.</summary>
    public BatchOptions Batches(long seed)
    {
        var size = Options.BatchSize ?? (Options.TokenBudget is null ? Data.Set.Config.BatchSize : null);
        return size is null
            ? new BatchOptions { TokenBudget = Options.TokenBudget ?? 4096, Shuffle = true, Seed = seed }
            : new BatchOptions { BatchSize = size, Shuffle = true, Seed = seed };
    }

    private string TargetName(int target)
    {
        var columns = Data.Set.Config.LabelColumns;
        return target < columns.Count ? columns[target] : FormattableString.Invariant($"target {target + 1}");
    }
}
