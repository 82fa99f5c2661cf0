using System.ComponentModel;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about predictions, by flags, by a file or by a program.</summary>
public sealed record InferOptions : ApplicationOptions
{
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

    /// <summary>Structures and nothing else; null for predictions.</summary>
    [Description("Write structures only, in this notation."), Category(ResultGroup)]
    public StructureFormat? StructureFormat { get; init => field = Said(value); }
}
