namespace OmniHelix;

/// <summary>What a model learns to predict; known to data sets (labels), models (heads) and metrics alike.</summary>
public enum TaskType
{
    /// <summary>One class for each base.</summary>
    TokenClassification,

    /// <summary>One class for a sequence.</summary>
    SequenceClassification,

    /// <summary>Several independent labels for a sequence.</summary>
    MultiLabelClassification,

    /// <summary>One or more real values for each base.</summary>
    TokenRegression,

    /// <summary>One or more real values for a sequence.</summary>
    SequenceRegression,

    /// <summary>The token behind a mask: pre-training.</summary>
    MaskedLanguageModel,

    /// <summary>No prediction: hidden states only.</summary>
    Embedding,
}

/// <summary>The names of tasks in configuration files.</summary>
public static class TaskTypeNames
{
    private static readonly (TaskType Type, string Name)[] Names =
    [
        (TaskType.TokenClassification, "token_classification"),
        (TaskType.SequenceClassification, "sequence_classification"),
        (TaskType.MultiLabelClassification, "multilabel_classification"),
        (TaskType.TokenRegression, "token_regression"),
        (TaskType.SequenceRegression, "sequence_regression"),
        (TaskType.MaskedLanguageModel, "masked_lm"),
        (TaskType.Embedding, "embedding"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(n => n.Name)];

    /// <summary>The name in configuration files, such as <c>token_classification</c>.</summary>
    public static string Name(this TaskType type) => Names.First(n => n.Type == type).Name;

    /// <summary>Reads a name.</summary>
    /// <param name="name">As in <see cref="All"/>.</param>
    /// <param name="place">Where it stands, for the error.</param>
    /// <exception cref="UsageException">OH2901: no such task.</exception>
    public static TaskType Parse(string name, string? place = null)
    {
        foreach (var (type, known) in Names)
            if (known == name) return type;
        throw new UsageException("OH2901", $"'{name}' is no task type; expected one of {string.Join(", ", All)}", place, NearestName.Ask(name, All));
    }
}
