using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Inference;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about predictions, by flags, by a file or by a program.</summary>
public sealed record InferOptions : ApplicationOptions
{
    /// <summary>Further models whose answers join those of <see cref="ApplicationOptions.Model"/>; empty for that alone.</summary>
    [Description("Further models for the same task, such as other seeds: their answers become one with those of the model.")]
    [Category(RunGroup)]
    public IReadOnlyList<string> Ensemble { get; init => field = Said(value); } = [];

    /// <summary>How the answers of several models become one.</summary>
    [Description("How the answers of several models become one; equal votes go to the higher mean probability."), Category(RunGroup)]
    public Combination Combine { get; init => field = Said(value); }

    /// <summary>A factor of each model, <see cref="ApplicationOptions.Model"/> first; null weighs all the same.</summary>
    [Description("A factor of each model in mean and vote, that of --model first."), Category(RunGroup), Range(0.0, double.MaxValue)]
    public IReadOnlyList<double>? EnsembleWeights { get; init => field = Said(value); }

    /// <summary>What is predicted; null takes the head that the model has.</summary>
    [Description("What is predicted, where the weights have several heads; default: what the model's folder tells."), Category(RunGroup)]
    public TaskType? Task { get; init => field = Said(value); }

    /// <summary>Probabilities of every class also for tasks with a result per base.</summary>
    [Description("Probabilities of every class also for tasks with a result per base."), Category(ResultGroup)]
    public bool Probabilities { get; init => field = Said(value); }

    /// <summary>Raw outputs.</summary>
    [Description("Raw outputs before softmax or sigmoid."), Category(ResultGroup)]
    public bool Logits { get; init => field = Said(value); }

    /// <summary>Last hidden states.</summary>
    [Description("Last hidden states per base: large; JSON only."), Category(ResultGroup)]
    public bool HiddenStates { get; init => field = Said(value); }

    /// <summary>Outputs kept side by side, of models that write sequences; null for 1.</summary>
    [Description("Models that write: outputs kept side by side; default: 1, the best token at each step."), Category(ResultGroup)]
    [Range(1, 1000)]
    public int? Beams { get; init => field = Said(value); }

    /// <summary>Most tokens that are written; null for 512.</summary>
    [Description("Models that write: most tokens of an output; default: 512."), Category(ResultGroup), Range(1, int.MaxValue)]
    public int? MaxNewTokens { get; init => field = Said(value); }

    /// <summary>Outputs are compared by their probability's logarithm over their length to this power; null for 1.</summary>
    [
        Description("Models that write: outputs are compared by log-probability over length to this power; default: 1."),
        Category(ResultGroup)]
    [Range(-10.0, 10.0)]
    public double? LengthPenalty { get; init => field = Said(value); }

    /// <summary>What structures are drawn from; null for <see cref="StructureSource.Hybrid"/> where the model was fitted for it.</summary>
    [Description(
        "Draw structures by folding that listens to the model, or from the model alone; default: hybrid where training fitted it.")]
    [Category(ResultGroup)]
    public StructureSource? Decode { get; init => field = Said(value); }

    /// <summary>Weight of the model in hybrid structures; null for what training fitted on validation.</summary>
    [Description("Weight of the model beside the energies in hybrid structures; 0 is folding alone; default: what training fitted.")]
    [Category(ResultGroup), Range(0.0, 10.0)]
    public double? DecodeWeight { get; init => field = Said(value); }

    /// <summary>Structures and nothing else; null for predictions.</summary>
    [Description("Write structures only, in this notation."), Category(ResultGroup)]
    public StructureFormat? StructureFormat { get; init => field = Said(value); }
}
