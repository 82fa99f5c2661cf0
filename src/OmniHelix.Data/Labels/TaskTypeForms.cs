namespace OmniHelix.Data.Labels;

/// <summary>What the labels of a task look like.</summary>
public static class TaskTypeForms
{
    /// <summary>True when labels belong to bases.</summary>
    public static bool IsPerToken(this TaskType task) => task is TaskType.TokenClassification or TaskType.TokenRegression;

    /// <summary>True when labels are numbers.</summary>
    public static bool IsRegression(this TaskType task) => task is TaskType.TokenRegression or TaskType.SequenceRegression;
}
