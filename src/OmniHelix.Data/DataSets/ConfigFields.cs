using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Documents;

namespace OmniHelix.Data.DataSets;

/// <summary>The keys of a data set's configuration that describe the data, typed; every key is known or an error.</summary>
/// <param name="root">The file.</param>
internal sealed class ConfigFields(MapNode root)
{
    private static readonly string[] LossKeys = ["type", "gamma", "class_weights"];

    private static readonly string[] DataKeys =
    [
        "task_name", "task_type", "label2id", "num_labels", "unknown_labels", "train_file", "valid_file", "test_file",
        .. DataSetConfig.SequenceKeys, .. DataSetConfig.LabelKeys, .. DataSetConfig.PairKeys,
        "max_examples", "drop_long_seq", "long_sequences", "adapter", "loss",
    ];

    public DataSetConfig ToConfig()
    {
        root.RefuseUnknown([.. DataKeys, .. DataSetConfig.TrainingKeys]);
        if (root.Text("adapter") is not (null or "default")) throw root.Wrong("adapter", "'default', the only one there is");
        var labels = Labels();
        var count = root.Integer("num_labels", 1);
        if (labels is not null && count is { } n && n != labels.Count)
            throw new UsageException(
                "OH1605", $"num_labels is {n}, but label2id has "
                    + $"{Plural.Count(labels.Count, "label")}", root.Find("num_labels")!.Place.ToString());
        var loss = root.Find("loss") as MapNode;
        loss?.RefuseUnknown(LossKeys);
        return new DataSetConfig
        {
            TaskName = root.Text("task_name"),
            TaskType = Task(),
            Labels = labels,
            NumLabels = count,
            IgnoreUnknownLabels = Choice("unknown_labels", "error", "ignore") == "ignore",
            TrainFile = root.Text("train_file"),
            ValidFile = root.Text("valid_file"),
            TestFile = root.Text("test_file"),
            SequenceColumn = Named(DataSetConfig.SequenceKeys) is { } sequence ? root.Text(sequence) : null,
            LabelColumns = Columns(),
            PairColumn = Named(DataSetConfig.PairKeys) is { } pair ? root.Text(pair) : null,
            MaxExamples = root.Integer("max_examples", 1),
            LongSequences = LongSequences(),
            LossType = loss is null ? root.Text("loss") : loss.Text("type"),
            FocalGamma = loss?.Number("gamma", 0),
            ClassWeights = Weights(loss, labels?.Count ?? count),
            Document = root,
        };
    }

    private IReadOnlyList<string> Columns() => Named(DataSetConfig.LabelKeys) is not { } label ? []
        : root.Find(label) is ScalarNode ? [root.Text(label)!]
        : root.Texts(label)!;

    // Of several names for one thing the file uses one.
    private string? Named(IReadOnlyList<string> names)
    {
        string[] said = [.. names.Where(name => root.Find(name) is not null)];
        return said.Length < 2 ? said.FirstOrDefault() : throw root.Wrong(said[1], $"no second name of '{said[0]}'");
    }

    private TaskType? Task() => Choice("task_type", [.. TaskType.Names]) is { } name ? TaskType.Parse(name) : null;

    private LengthPolicy? LongSequences()
    {
        LengthPolicy? policy = Choice("long_sequences", "error", "truncate", "window", "drop") switch
        {
            null => null,
            "error" => LengthPolicy.Error,
            "truncate" => LengthPolicy.Truncate,
            "window" => LengthPolicy.Window,
            _ => LengthPolicy.Drop,
        };
        if (root.Flag("drop_long_seq") != true) return policy;
        return policy is null or LengthPolicy.Drop ? LengthPolicy.Drop : throw root.Wrong("drop_long_seq", "what long_sequences says");
    }

    private static IReadOnlyList<double>? Weights(MapNode? loss, int? classes)
    {
        var weights = loss?.Numbers("class_weights", 0);
        return weights is null || classes is null || weights.Count == classes
            ? weights
            : throw loss!.Wrong("class_weights", $"{classes} numbers, one for each class; there are {weights.Count}");
    }

    private LabelMap? Labels()
    {
        if (root.Map("label2id") is not { } map) return null;
        var ids = map.Entries.ToDictionary(e => e.Key, e => map.Integer(e.Key, 0) ?? throw map.Wrong(e.Key, "a whole number"));
        return LabelMap.FromIds(ids, map.Place.ToString());
    }

    private string? Choice(string key, params string[] choices)
    {
        var text = root.Text(key);
        return text is null || choices.Contains(text) ? text : throw root.Wrong(key, $"one of {string.Join(", ", choices)}");
    }
}
