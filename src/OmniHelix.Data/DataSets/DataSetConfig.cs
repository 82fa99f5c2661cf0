using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Documents;

namespace OmniHelix.Data.DataSets;

/// <summary>
/// The declarative task file of a data set, <c>config.json</c> or <c>config.yaml</c>. Everything is optional; unknown keys are errors. Null
/// means "not said". What it says about training on the data (<see cref="TrainingKeys"/>) is read by the settings of a run, which own the
/// rules for these values.
/// </summary>
public sealed record DataSetConfig
{
    /// <summary>A configuration of a data set, and the codes of its errors.</summary>
    public static DocumentKind Kind { get; } = new(
        "the configuration of a data set",
        new DocumentCodes("OH1606", "OH1606", "OH1606", "OH1602", Wrong: "OH1603", OutOfRange: "OH1603", NoChoice: "OH1603"));

    /// <summary>Keys that the settings of a run read under the same names.</summary>
    public static IReadOnlyList<string> TrainingKeys { get; } =
    [
        "max_length", "window_overlap", "epochs", "patience", "learning_rate", "weight_decay", "batch_size", "gradient_accumulation_steps",
        "seeds", "metrics", "primary_metric", "min_distance",
    ];

    /// <summary>Keys of the column of the sequence, of which a file uses one; the first is the one that is written.</summary>
    public static IReadOnlyList<string> SequenceKeys { get; } = ["sequence_column", "sequence_field"];

    /// <summary>Keys of the columns of the label.</summary>
    public static IReadOnlyList<string> LabelKeys { get; } = ["label_columns", "label_column", "label_field"];

    /// <summary>Keys of the column of a second sequence.</summary>
    public static IReadOnlyList<string> PairKeys { get; } = ["pair_column", "pair_field"];

    /// <summary><c>task_name</c>: the name in reports.</summary>
    public string? TaskName { get; init; }

    /// <summary><c>task_type</c>.</summary>
    public TaskType? TaskType { get; init; }

    /// <summary><c>label2id</c>.</summary>
    public LabelMap? Labels { get; init; }

    /// <summary>
    /// <see cref="Labels"/> for a task; null where they are those of bases and pairs of them are learned, such as of a structure.
    /// </summary>
    public LabelMap? LabelsFor(TaskType task) => task.Unit == TaskUnit.Pair && TaskType is { Unit: not TaskUnit.Pair } ? null : Labels;

    /// <summary><c>num_labels</c>; must agree with <c>label2id</c> and with the data.</summary>
    public int? NumLabels { get; init; }

    /// <summary><c>unknown_labels</c>: <c>ignore</c> instead of <c>error</c>.</summary>
    public bool IgnoreUnknownLabels { get; init; }

    /// <summary><c>train_file</c>, relative to the folder.</summary>
    public string? TrainFile { get; init; }

    /// <summary><c>valid_file</c>.</summary>
    public string? ValidFile { get; init; }

    /// <summary><c>test_file</c>.</summary>
    public string? TestFile { get; init; }

    /// <summary><c>sequence_field</c> or <c>sequence_column</c>; null, also for an empty text, for the usual names.</summary>
    public string? SequenceColumn { get; init => field = value is "" ? null : value; }

    /// <summary><c>label_field</c>, <c>label_column</c> or <c>label_columns</c>: one name or a list.</summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary>
    /// <c>pair_field</c> or <c>pair_column</c>: the second sequence of each record; null, also for an empty text, for single ones.
    /// </summary>
    public string? PairColumn { get; init => field = value is "" ? null : value; }

    /// <summary>The columns, as records are read.</summary>
    public RecordOptions Records => new() { SequenceField = SequenceColumn, LabelFields = LabelColumns, PairField = PairColumn };

    /// <summary><c>max_examples</c> of each split.</summary>
    public int? MaxExamples { get; init; }

    /// <summary><c>long_sequences</c>: error, truncate, window or drop; <c>drop_long_seq: true</c> says drop.</summary>
    public LengthPolicy? LongSequences { get; init; }

    /// <summary><c>loss</c>, or its <c>type</c>, as written.</summary>
    public string? LossType { get; init; }

    /// <summary><c>loss.gamma</c> of the focal loss.</summary>
    public double? FocalGamma { get; init; }

    /// <summary><c>loss.class_weights</c>, one per class.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>The file as read, with the places of all its values; null when there is none.</summary>
    public MapNode? Document { get; init; }

    /// <summary>
    /// Reads <c>config.json</c>, <c>config.yaml</c> or <c>config.yml</c> of a folder; an empty configuration when there is none.
    /// </summary>
    /// <exception cref="UsageException">
    /// OH1602 an unknown key; OH1603 a value of the wrong kind; OH1604 several configuration files; OH1605 a bad label map; OH1606 a file
    /// that cannot be parsed.
    /// </exception>
    public static DataSetConfig ReadFolder(string folder)
    {
        string[] found = [.. new[] { "config.json", "config.yaml", "config.yml" }.Select(n => Path.Combine(folder, n)).Where(File.Exists)];
        return found.Length switch
        {
            0 => new DataSetConfig(),
            1 => Read(found[0]),
            _ => throw new UsageException(
                "OH1604", $"several configuration files: {string.Join(", ", found.Select(Path.GetFileName))}", folder, "Keep one of them."),
        };
    }

    /// <summary>Reads one configuration file.</summary>
    /// <inheritdoc cref="ReadFolder"/>
    public static DataSetConfig Read(string path) => new ConfigFields(Documents.Document.Read(path, Kind)).ToConfig();
}
