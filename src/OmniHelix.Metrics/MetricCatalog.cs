namespace OmniHelix.Metrics;

/// <summary>Predictions that a metric is defined for: a target with so many classes, labels or columns.</summary>
/// <param name="Target">What is predicted, of sequences or of positions alike.</param>
/// <param name="Fewest">Fewest outputs.</param>
/// <param name="Most">Most outputs.</param>
public readonly record struct MetricScope(TaskTarget Target, int Fewest = 1, int Most = int.MaxValue)
{
    /// <summary>The only unit that it is defined for; null for all.</summary>
    public TaskUnit? Unit { get; init; }

    /// <summary>True for predictions of that kind.</summary>
    public bool Holds(TaskTarget target, int outputs, TaskUnit? unit = null) =>
        target == Target && outputs >= Fewest && outputs <= Most && (Unit is null || Unit == unit);
}

/// <summary>One metric that a user can name.</summary>
/// <param name="Name">Such as <c>f1_macro</c>.</param>
/// <param name="Scopes">Predictions it is defined for.</param>
/// <param name="GreaterIsBetter">The direction of improvement; never guessed from the name.</param>
/// <param name="NeedsScores">True when class scores must be kept, not only hard labels.</param>
public sealed record MetricDefinition(string Name, IReadOnlyList<MetricScope> Scopes, bool GreaterIsBetter, bool NeedsScores = false)
{
    /// <summary>True when it is defined for a target with so many classes, labels or columns, of this unit.</summary>
    public bool Fits(TaskTarget target, int outputs, TaskUnit? unit = null) => Scopes.Any(scope => scope.Holds(target, outputs, unit));
}

/// <summary>Every metric by name, with what it is defined for and its direction.</summary>
public static class MetricCatalog
{
    private static readonly MetricScope Class = new(TaskTarget.Class);
    private static readonly MetricScope TwoClasses = new(TaskTarget.Class, 2, 2);
    private static readonly MetricScope ManyClasses = new(TaskTarget.Class, 3);
    private static readonly MetricScope Contacts = TwoClasses with { Unit = TaskUnit.Pair };
    private static readonly MetricScope Labels = new(TaskTarget.Classes);
    private static readonly MetricScope Numbers = new(TaskTarget.Number);
    private static readonly MetricScope Columns = new(TaskTarget.Number, 2);

    /// <summary>All metrics, in the order reports show them.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new("accuracy", [Class], true),
        new("balanced_accuracy", [Class], true),
        new("mcc", [Class], true),
        new("cohen_kappa", [Class], true),
        new("f1", [TwoClasses], true),
        new("precision", [TwoClasses], true),
        new("recall", [TwoClasses], true),
        .. ContactRanking.Metrics.Select(name => new MetricDefinition(name, [Contacts], true)),
        new("f1_macro", [Class, Labels], true),
        new("f1_micro", [Class, Labels], true),
        new("f1_weighted", [Class, Labels], true),
        new("f1_samples", [Labels], true),
        new("precision_macro", [Class, Labels], true),
        new("precision_micro", [Class, Labels], true),
        new("precision_weighted", [Class, Labels], true),
        new("recall_macro", [Class, Labels], true),
        new("recall_micro", [Class, Labels], true),
        new("recall_weighted", [Class, Labels], true),
        new("jaccard_macro", [Class, Labels], true),
        new("jaccard_micro", [Class, Labels], true),
        new("jaccard_weighted", [Class, Labels], true),
        new("roc_auc", [Class, Labels], true, NeedsScores: true),
        new("roc_auc_micro", [ManyClasses, Labels], true, NeedsScores: true),
        new("roc_auc_weighted", [ManyClasses, Labels], true, NeedsScores: true),
        new("roc_auc_ovo", [ManyClasses], true, NeedsScores: true),
        new("average_precision", [Class, Labels], true, NeedsScores: true),
        new("average_precision_micro", [ManyClasses, Labels], true, NeedsScores: true),
        new("average_precision_weighted", [ManyClasses, Labels], true, NeedsScores: true),
        new("log_loss", [Class], false),
        new("perplexity", [Class], false),
        new("brier", [Class], false, NeedsScores: true),
        new("ece", [Class], false, NeedsScores: true),
        new("top2_accuracy", [ManyClasses], true, NeedsScores: true),
        new("top5_accuracy", [ManyClasses], true, NeedsScores: true),
        new("hamming_loss", [Class, Labels], false),
        new("subset_accuracy", [Labels], true),
        new("label_ranking_average_precision", [Labels], true, NeedsScores: true),
        new("label_ranking_loss", [Labels], false, NeedsScores: true),
        new("coverage_error", [Labels], false, NeedsScores: true),
        new("mcrmse", [Columns], false),
        new("rmse", [Numbers], false),
        new("mse", [Numbers], false),
        new("mae", [Numbers], false),
        new("median_ae", [Numbers], false),
        new("max_error", [Numbers], false),
        new("r2", [Numbers], true),
        new("explained_variance", [Numbers], true),
        new("pearson", [Numbers], true),
        new("spearman", [Numbers], true),
        new("kendall_tau_b", [Numbers], true),
        new("ccc", [Numbers], true),
    ];

    /// <summary>The metrics of predictions.</summary>
    /// <param name="target">What is predicted.</param>
    /// <param name="outputs">Classes, labels or columns.</param>
    /// <param name="unit">What a prediction belongs to; null for metrics that do not ask.</param>
    public static IEnumerable<MetricDefinition> Of(TaskTarget target, int outputs, TaskUnit? unit = null) =>
        All.Where(m => m.Fits(target, outputs, unit));

    /// <summary>The metric that selects the best epoch of a task unless the user names another.</summary>
    /// <exception cref="UsageException">OH5112 for a task that predicts nothing, such as embedding.</exception>
    public static MetricDefinition Primary(TaskType task, int outputs) => Find((task.Target, outputs) switch
    {
        // Few pairs are contacts: a threshold would long find none.
        (TaskTarget.Class, _) when task.Unit == TaskUnit.Pair => "average_precision",
        (TaskTarget.Class, _) when !task.HasLabels => "log_loss",
        (TaskTarget.Class, 2) => "mcc",
        (TaskTarget.Class, _) => "f1_macro",
        (TaskTarget.Classes, _) => "roc_auc",
        (TaskTarget.Number, 1) => "rmse",
        (TaskTarget.Number, _) => "mcrmse",
        _ => throw new UsageException("OH5112", $"the task {task.Name} predicts nothing that could be scored"),
    });

    /// <summary>A metric by name.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, with the nearest right one.</exception>
    public static MetricDefinition Find(string name) =>
        All.FirstOrDefault(m => m.Name == name)
        ?? throw new UsageException(
            "OH5110", $"there is no metric '{name}'", advice: NearestName.Ask(name, All.Select(m => m.Name)) ?? List(All));

    /// <summary>A metric by name that must fit what is predicted.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, OH5111 for one that does not fit.</exception>
    public static MetricDefinition Find(string name, TaskTarget target, int outputs, TaskUnit? unit = null)
    {
        var metric = Find(name);
        if (metric.Fits(target, outputs, unit)) return metric;
        throw new UsageException(
            "OH5111", $"the metric '{name}' is not defined for {Describe(target, outputs, unit)}", advice: List(Of(target, outputs, unit)));
    }

    private static string Describe(TaskTarget target, int outputs, TaskUnit? unit) => target switch
    {
        TaskTarget.Class when unit == TaskUnit.Pair => "contacts",
        TaskTarget.Class => $"one of {outputs} classes",
        TaskTarget.Classes => "independent labels",
        TaskTarget.Number => outputs == 1 ? "one number" : "several numbers",
        _ => "this target",
    };

    private static string List(IEnumerable<MetricDefinition> metrics) => $"Metrics: {string.Join(", ", metrics.Select(m => m.Name))}.";
}
