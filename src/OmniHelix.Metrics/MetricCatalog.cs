namespace OmniHelix.Metrics;

/// <summary>What is predicted. Token tasks are classification or regression of each labelled position.</summary>
[Flags]
public enum MetricTask
{
    /// <summary>One of two classes.</summary>
    Binary = 1,

    /// <summary>One of more than two classes.</summary>
    MultiClass = 2,

    /// <summary>Independent labels.</summary>
    MultiLabel = 4,

    /// <summary>One real value.</summary>
    Regression = 8,

    /// <summary>Several real values, each cell may be missing.</summary>
    MultiOutputRegression = 16,
}

/// <summary>One metric that a user can name.</summary>
/// <param name="Name">Such as <c>f1_macro</c>.</param>
/// <param name="Tasks">Tasks it is defined for.</param>
/// <param name="GreaterIsBetter">The direction of improvement; never guessed from the name.</param>
/// <param name="NeedsScores">True when class scores must be kept, not only hard labels.</param>
public sealed record MetricDefinition(string Name, MetricTask Tasks, bool GreaterIsBetter, bool NeedsScores = false);

/// <summary>Every metric by name, with its tasks and its direction.</summary>
public static class MetricCatalog
{
    private const MetricTask Classes = MetricTask.Binary | MetricTask.MultiClass;
    private const MetricTask Values = MetricTask.Regression | MetricTask.MultiOutputRegression;

    /// <summary>All metrics, in the order reports show them.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new("accuracy", Classes, true),
        new("balanced_accuracy", Classes, true),
        new("mcc", Classes, true),
        new("cohen_kappa", Classes, true),
        new("f1", MetricTask.Binary, true),
        new("precision", MetricTask.Binary, true),
        new("recall", MetricTask.Binary, true),
        new("f1_macro", Classes | MetricTask.MultiLabel, true),
        new("f1_micro", Classes | MetricTask.MultiLabel, true),
        new("f1_weighted", Classes | MetricTask.MultiLabel, true),
        new("f1_samples", MetricTask.MultiLabel, true),
        new("precision_macro", Classes | MetricTask.MultiLabel, true),
        new("precision_micro", Classes | MetricTask.MultiLabel, true),
        new("precision_weighted", Classes | MetricTask.MultiLabel, true),
        new("recall_macro", Classes | MetricTask.MultiLabel, true),
        new("recall_micro", Classes | MetricTask.MultiLabel, true),
        new("recall_weighted", Classes | MetricTask.MultiLabel, true),
        new("jaccard_macro", Classes | MetricTask.MultiLabel, true),
        new("jaccard_micro", Classes | MetricTask.MultiLabel, true),
        new("jaccard_weighted", Classes | MetricTask.MultiLabel, true),
        new("roc_auc", Classes | MetricTask.MultiLabel, true, NeedsScores: true),
        new("roc_auc_micro", MetricTask.MultiClass | MetricTask.MultiLabel, true, NeedsScores: true),
        new("roc_auc_weighted", MetricTask.MultiClass | MetricTask.MultiLabel, true, NeedsScores: true),
        new("roc_auc_ovo", MetricTask.MultiClass, true, NeedsScores: true),
        new("average_precision", Classes | MetricTask.MultiLabel, true, NeedsScores: true),
        new("average_precision_micro", MetricTask.MultiClass | MetricTask.MultiLabel, true, NeedsScores: true),
        new("average_precision_weighted", MetricTask.MultiClass | MetricTask.MultiLabel, true, NeedsScores: true),
        new("log_loss", Classes, false),
        new("perplexity", Classes, false),
        new("brier", Classes, false, NeedsScores: true),
        new("ece", Classes, false, NeedsScores: true),
        new("top2_accuracy", MetricTask.MultiClass, true, NeedsScores: true),
        new("top5_accuracy", MetricTask.MultiClass, true, NeedsScores: true),
        new("hamming_loss", Classes | MetricTask.MultiLabel, false),
        new("subset_accuracy", MetricTask.MultiLabel, true),
        new("label_ranking_average_precision", MetricTask.MultiLabel, true, NeedsScores: true),
        new("label_ranking_loss", MetricTask.MultiLabel, false, NeedsScores: true),
        new("coverage_error", MetricTask.MultiLabel, false, NeedsScores: true),
        new("mcrmse", MetricTask.MultiOutputRegression, false),
        new("rmse", Values, false),
        new("mse", Values, false),
        new("mae", Values, false),
        new("median_ae", Values, false),
        new("max_error", Values, false),
        new("r2", Values, true),
        new("explained_variance", Values, true),
        new("pearson", Values, true),
        new("spearman", Values, true),
        new("kendall_tau_b", Values, true),
        new("ccc", Values, true),
    ];

    /// <summary>The metrics of a task.</summary>
    public static IEnumerable<MetricDefinition> Of(MetricTask task) => All.Where(m => (m.Tasks & task) != 0);

    /// <summary>The metrics' view of a task with <paramref name="outputs"/> classes, labels or columns.</summary>
    /// <exception cref="UsageException">OH5112 for embedding, which predicts nothing.</exception>
    public static MetricTask TaskOf(TaskType type, int outputs) => type switch
    {
        TaskType.TokenClassification or TaskType.SequenceClassification => outputs == 2 ? MetricTask.Binary : MetricTask.MultiClass,
        TaskType.MaskedLanguageModel => MetricTask.MultiClass,
        TaskType.MultiLabelClassification => MetricTask.MultiLabel,
        TaskType.TokenRegression or TaskType.SequenceRegression => outputs == 1 ? MetricTask.Regression : MetricTask.MultiOutputRegression,
        _ => throw new UsageException("OH5112", $"the task {type.Name()} predicts nothing that could be scored"),
    };

    /// <summary>The metric that selects the best epoch of a task unless the user names another.</summary>
    /// <exception cref="UsageException">OH5112 for embedding, which predicts nothing.</exception>
    public static MetricDefinition Primary(TaskType type, int outputs) =>
        type == TaskType.MaskedLanguageModel ? Find("log_loss") : Primary(TaskOf(type, outputs));

    /// <summary>The metric that selects the best epoch unless the user names another.</summary>
    public static MetricDefinition Primary(MetricTask task) => Find(task switch
    {
        MetricTask.Binary => "mcc",
        MetricTask.MultiClass => "f1_macro",
        MetricTask.MultiLabel => "roc_auc",
        MetricTask.Regression => "rmse",
        MetricTask.MultiOutputRegression => "mcrmse",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "one task is needed"),
    });

    /// <summary>A metric by name.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, with the nearest right one.</exception>
    public static MetricDefinition Find(string name) =>
        All.FirstOrDefault(m => m.Name == name)
        ?? throw new UsageException("OH5110", $"there is no metric '{name}'", advice: NearestName.Ask(name, All.Select(m => m.Name)) ?? List(All));

    /// <summary>A metric by name that must fit the task.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, OH5111 for one that does not fit the task.</exception>
    public static MetricDefinition Find(string name, MetricTask task)
    {
        var metric = Find(name);
        return (metric.Tasks & task) != 0 ? metric
            : throw new UsageException("OH5111", $"the metric '{name}' is not defined for this task ({task})", advice: List(Of(task)));
    }

    private static string List(IEnumerable<MetricDefinition> metrics) => $"Metrics: {string.Join(", ", metrics.Select(m => m.Name))}.";
}
