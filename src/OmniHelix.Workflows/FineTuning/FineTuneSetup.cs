using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What all trainings of a run share.</summary>
/// <param name="Run">Every value decided.</param>
/// <param name="Data">The data set as it is used.</param>
/// <param name="Metrics">What is measured.</param>
internal sealed record FineTuneSetup(FineTuneConfiguration Run, PreparedData Data, MetricChoice Metrics)
{
    /// <summary>Another model that each training learns from; null for none.</summary>
    public Distillation? Teacher { get; init; }

    /// <summary>Numbers of training.</summary>
    public TrainerOptions Trainer => Run.Trainer;

    /// <summary>Head and loss.</summary>
    public OmniModelOptions Head => new()
    {
        LabelNames = Data.Labels.Labels?.Names ?? [.. Enumerable.Range(0, Data.Labels.Width).Select(TargetName)],
        NewHead = Run.NewHead,
        FocalGamma = Run.Loss == LossKind.Focal ? Run.FocalGamma : null,
        ClassWeights = Run.BalanceClasses ? ClassBalance.Of(Data.Train) : Run.ClassWeights,
        SpecialTokens = Data.Tokenizer.IdsWithoutBase,
        Pairs = Run.Task.Unit == TaskUnit.Pair ? Pairs : null,
        TargetScales = Scales,
    };

    // Numbers are learned as if their mean were 0 and their deviation 1, whatever their unit.
    private IReadOnlyList<TargetScale>? Scales =>
        Run is { StandardiseTargets: true, Task.Target: TaskTarget.Number } ? TargetScales.Of(Data.Train) : null;

    private PairHeadOptions Pairs => new()
    {
        Channels = Run.PairNetwork.Channels,
        Blocks = Run.PairNetwork.Blocks,
        MinDistance = Run.MinDistance,
    };

    /// <summary>How training rows become batches.</summary>
    public BatchOptions Batches(long seed) => Run.Batches with { Seed = seed };

    private string TargetName(int target)
    {
        var columns = Data.Set.Config.LabelColumns;
        return target < columns.Count ? columns[target] : FormattableString.Invariant($"target {target + 1}");
    }
}
