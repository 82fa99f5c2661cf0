
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Data.DataSets;

/// <summary>The declarative task file of a data set, <c>config.json</c> or <c>config.yaml</c>. Everything is optional; unknown keys are errors. Null means "not said".</summary>
public sealed record DataSetConfig
{
    /// <summary>Name shown in reports (<c>task_name</c>).</summary>
    public string? TaskName { get; init; }

    /// <summary><c>task_type</c>.</summary>
    public TaskType? TaskType { get; init; }

    /// <summary><c>label2id</c>.</summary>
    public LabelMap? Labels { get; init; }

    /// <summary><c>num_labels</c>; must agree with <c>label2id</c>.</summary>
    public int? NumLabels { get; init; }

    /// <summary><c>unknown_labels</c>: <c>ignore</c> instead of <c>error</c>.</summary>
    public bool IgnoreUnknownLabels { get; init; }

    /// <summary><c>train_file</c>, relative to the folder.</summary>
    public string? TrainFile { get; init; }

    /// <summary><c>valid_file</c>.</summary>
    public string? ValidFile { get; init; }

    /// <summary><c>test_file</c>.</summary>
    public string? TestFile { get; init; }

    /// <summary><c>sequence_column</c>.</summary>
    public string? SequenceColumn { get; init; }

    /// <summary><c>label_columns</c>: one name or a list.</summary>
    public IReadOnlyList<string> LabelColumns { get; init; } = [];

    /// <summary><c>max_length</c> in tokens, special tokens included.</summary>
    public int? MaxLength { get; init; }

    /// <summary><c>max_examples</c> of each split.</summary>
    public int? MaxExamples { get; init; }

    /// <summary><c>long_sequences</c>: error, truncate, window or drop; <c>drop_long_seq: true</c> says drop.</summary>
    public LengthPolicy? LongSequences { get; init; }

    /// <summary><c>window_overlap</c> in tokens.</summary>
    public int? WindowOverlap { get; init; }

    /// <summary><c>epochs</c>.</summary>
    public int? Epochs { get; init; }

    /// <summary><c>patience</c> in epochs.</summary>
    public int? Patience { get; init; }

    /// <summary><c>learning_rate</c>.</summary>
    public double? LearningRate { get; init; }

    /// <summary><c>weight_decay</c>.</summary>
    public double? WeightDecay { get; init; }

    /// <summary><c>batch_size</c> in rows.</summary>
    public int? BatchSize { get; init; }

    /// <summary><c>gradient_accumulation_steps</c>.</summary>
    public int? GradientAccumulationSteps { get; init; }

    /// <summary><c>seeds</c>: one number or a list.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary><c>metrics</c>, by name.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary><c>primary_metric</c>.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary><c>loss.type</c>.</summary>
    public string? LossType { get; init; }

    /// <summary><c>loss.class_weights</c>, one per class.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Reads <c>config.json</c>, <c>config.yaml</c> or <c>config.yml</c> of a folder; an empty configuration when there is none.</summary>
    /// <exception cref="UsageException">OH1602 an unknown key; OH1603 a value of the wrong kind; OH1604 several configuration files; OH1605 a bad label map; OH1606 a file that cannot be parsed.</exception>
    public static DataSetConfig ReadFolder(string folder)
    {
        string[] found = [.. new[] { "config.json", "config.yaml", "config.yml" }.Select(n => Path.Combine(folder, n)).Where(File.Exists)];
        return found.Length switch
        {
            0 => new DataSetConfig(),
            1 => Read(found[0]),
            _ => throw new UsageException("OH1604", $"several configuration files: {string.Join(", ", found.Select(Path.GetFileName))}", folder, "Keep one of them."),
        };
    }

    /// <summary>Reads one configuration file.</summary>
    /// <inheritdoc cref="ReadFolder"/>
    public static DataSetConfig Read(string path) => ConfigFields.ToConfig(new ConfigFields(ConfigDocument.Read(path), path));
}
