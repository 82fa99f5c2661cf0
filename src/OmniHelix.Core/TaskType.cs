namespace OmniHelix;

/// <summary>
/// What a model learns to predict: a unit and a target. This is the one table of tasks; labels, heads, losses, metrics and reports ask
/// a task for its two axes instead of naming it.
/// </summary>
public sealed class TaskType
{
    private TaskType(string name, TaskUnit unit, TaskTarget target, bool hasLabels)
    {
        Name = name;
        Unit = unit;
        Target = target;
        HasLabels = hasLabels;
    }

    /// <summary>One class for each base.</summary>
    public static TaskType TokenClassification { get; } = new("token_classification", TaskUnit.Token, TaskTarget.Class, hasLabels: true);

    /// <summary>One class for a sequence.</summary>
    public static TaskType SequenceClassification { get; } = new(
        "sequence_classification", TaskUnit.Sequence, TaskTarget.Class, hasLabels: true);

    /// <summary>Several independent labels for a sequence.</summary>
    public static TaskType MultiLabelClassification { get; } =
        new("multilabel_classification", TaskUnit.Sequence, TaskTarget.Classes, hasLabels: true);

    /// <summary>One or more real values for each base.</summary>
    public static TaskType TokenRegression { get; } = new("token_regression", TaskUnit.Token, TaskTarget.Number, hasLabels: true);

    /// <summary>One or more real values for a sequence.</summary>
    public static TaskType SequenceRegression { get; } = new("sequence_regression", TaskUnit.Sequence, TaskTarget.Number, hasLabels: true);

    /// <summary>Whether two bases of a sequence belong together, such as contacts or base pairs: a matrix of 0 and 1.</summary>
    public static TaskType PairClassification { get; } =
        new("matrix_classification", TaskUnit.Pair, TaskTarget.Class, hasLabels: true);

    /// <summary>One real value for two bases of a sequence, such as their distance: a matrix of numbers.</summary>
    public static TaskType PairRegression { get; } = new("matrix_regression", TaskUnit.Pair, TaskTarget.Number, hasLabels: true);

    /// <summary>The token behind a mask: pre-training. The classes are the vocabulary, and the sequences are their own labels.</summary>
    public static TaskType MaskedLanguageModel { get; } = new("masked_lm", TaskUnit.Token, TaskTarget.Class, hasLabels: false);

    /// <summary>Another sequence, such as a structure, which a decoder writes token by token.</summary>
    public static TaskType Seq2Seq { get; } = new("seq2seq", TaskUnit.Sequence, TaskTarget.Sequence, hasLabels: false);

    /// <summary>No prediction: hidden states only.</summary>
    public static TaskType Embedding { get; } = new("embedding", TaskUnit.Token, TaskTarget.None, hasLabels: false);

    /// <summary>Every task.</summary>
    public static IReadOnlyList<TaskType> All { get; } =
    [
        TokenClassification,
        SequenceClassification,
        MultiLabelClassification,
        TokenRegression,
        SequenceRegression,
        PairClassification,
        PairRegression,
        MaskedLanguageModel,
        Seq2Seq,
        Embedding,
    ];

    /// <summary>The names of all tasks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(task => task.Name)];

    /// <summary>The name in configuration files, such as <c>token_classification</c>.</summary>
    public string Name { get; }

    /// <summary>What a prediction belongs to.</summary>
    public TaskUnit Unit { get; }

    /// <summary>What is predicted of it.</summary>
    public TaskTarget Target { get; }

    /// <summary>Data sets say which classes, labels or numbers are to be predicted.</summary>
    public bool HasLabels { get; }

    /// <summary>The classes of tasks that have always the same ones, unless they are given other names; null elsewhere.</summary>
    public IReadOnlyList<string>? UsualLabels => this == PairClassification ? ["apart", "contact"] : null;

    /// <summary>
    /// The fewest bases from one base of a pair to the other that counts, unless somebody says another number: 4 for contacts, since a
    /// hairpin loop has at least three bases, and 1, which is all pairs of different bases, for numbers.
    /// </summary>
    public int UsualMinDistance => this == PairClassification ? 4 : 1;

    /// <summary>Reads a name.</summary>
    /// <param name="name">As in <see cref="Names"/>.</param>
    /// <param name="place">Where it stands, for the error.</param>
    /// <exception cref="UsageException">OH2901: no such task.</exception>
    public static TaskType Parse(string name, string? place = null) =>
        All.FirstOrDefault(task => task.Name == name)
        ?? throw new UsageException(
            "OH2901", $"'{name}' is no task type; expected one of {string.Join(", ", Names)}", place, NearestName.Ask(name, Names));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
