namespace OmniHelix.Data;

/// <summary>What is learned from a labelled sequence.</summary>
public enum TaskType
{
    /// <summary>One class per base (or residue).</summary>
    TokenClassification,

    /// <summary>One class per sequence.</summary>
    SequenceClassification,

    /// <summary>Any number of classes per sequence.</summary>
    MultiLabelClassification,

    /// <summary>One number, or a row of numbers, per base.</summary>
    TokenRegression,

    /// <summary>One number, or a row of numbers, per sequence.</summary>
    SequenceRegression,
}

/// <summary>Names of task types as they stand in configurations.</summary>
public static class TaskTypes
{
    private static readonly Dictionary<string, TaskType> ByName = new()
    {
        ["token_classification"] = TaskType.TokenClassification,
        ["sequence_classification"] = TaskType.SequenceClassification,
        ["multilabel_classification"] = TaskType.MultiLabelClassification,
        ["token_regression"] = TaskType.TokenRegression,
        ["sequence_regression"] = TaskType.SequenceRegression,
    };

    /// <summary>The name used in configurations, such as <c>token_classification</c>.</summary>
    public static string NameOf(TaskType task) => ByName.First(p => p.Value == task).Key;

    /// <summary>The task of a configuration name.</summary>
    /// <exception cref="UsageException">OH1603: not a task type.</exception>
    public static TaskType Parse(string name, string? place = null) => ByName.TryGetValue(name.Trim().ToLowerInvariant().Replace('-', '_'), out var task)
        ? task
        : throw new UsageException("OH1603", $"'{name}' is not a task type; they are {string.Join(", ", ByName.Keys)}", place, NearestName.Ask(name, ByName.Keys));

    /// <summary>True when labels belong to bases.</summary>
    public static bool IsPerToken(this TaskType task) => task is TaskType.TokenClassification or TaskType.TokenRegression;

    /// <summary>True when labels are numbers.</summary>
    public static bool IsRegression(this TaskType task) => task is TaskType.TokenRegression or TaskType.SequenceRegression;
}
