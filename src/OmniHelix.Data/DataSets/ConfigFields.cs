using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Data.DataSets;

/// <summary>Typed access to the keys of a configuration; every key must be asked for, anything else is unknown.</summary>
internal sealed class ConfigFields
{
    private static readonly string[] LossKeys = ["type", "class_weights"];
    private static readonly string[] Keys =
    [
        "task_name", "task_type", "label2id", "num_labels", "unknown_labels", "train_file", "valid_file", "test_file", "sequence_column", "label_columns", "max_length", "max_examples",
        "drop_long_seq", "long_sequences", "window_overlap", "epochs", "patience", "learning_rate", "weight_decay", "batch_size", "gradient_accumulation_steps", "seeds", "metrics", "primary_metric", "adapter", "loss",
    ];

    private readonly JsonObject values;
    private readonly string path;

    public ConfigFields(JsonObject values, string path)
    {
        (this.values, this.path) = (values, path);
        RefuseUnknown(values, Keys, "");
    }

    public static DataSetConfig ToConfig(ConfigFields f)
    {
        var labels = f.Labels();
        var count = f.Whole("num_labels", 1);
        if (labels is not null && count is { } n && n != labels.Count)
            throw new UsageException("OH1605", $"num_labels is {n}, but label2id has {labels.Count} labels", f.path);
        if (f.Text("adapter") is { } adapter and not "default") throw f.Wrong("adapter", $"'{adapter}' is not supported yet; only 'default' is");
        var loss = f.Loss();
        var weights = f.Numbers(loss, "class_weights");
        if (weights is not null && (labels?.Count ?? count) is { } classes && weights.Count != classes)
            throw f.Wrong("loss.class_weights", $"has {weights.Count} numbers for {classes} classes");
        return new DataSetConfig
        {
            TaskName = f.Text("task_name"),
            TaskType = f.Task(),
            Labels = labels,
            NumLabels = count,
            IgnoreUnknownLabels = f.Text("unknown_labels") switch { null or "error" => false, "ignore" => true, var other => throw f.Wrong("unknown_labels", $"'{other}' is neither 'error' nor 'ignore'") },
            TrainFile = f.Text("train_file"),
            ValidFile = f.Text("valid_file"),
            TestFile = f.Text("test_file"),
            SequenceColumn = f.Text("sequence_column"),
            LabelColumns = f.Texts("label_columns"),
            MaxLength = f.Whole("max_length", 1),
            MaxExamples = f.Whole("max_examples", 1),
            LongSequences = f.LongSequences(),
            WindowOverlap = f.Whole("window_overlap", 0),
            Epochs = f.Whole("epochs", 1),
            Patience = f.Whole("patience", 0),
            LearningRate = f.Real("learning_rate"),
            WeightDecay = f.Real("weight_decay"),
            BatchSize = f.Whole("batch_size", 1),
            GradientAccumulationSteps = f.Whole("gradient_accumulation_steps", 1),
            Seeds = [.. f.List("seeds").Select(s => s is JsonValue v && v.TryGetValue<long>(out var seed) ? seed : throw f.Wrong("seeds", "must hold whole numbers"))],
            Metrics = f.Texts("metrics"),
            PrimaryMetric = f.Text("primary_metric"),
            LossType = loss?["type"] is { } type ? AsText(type) ?? throw f.Wrong("loss.type", "must be text") : null,
            ClassWeights = weights,
        };
    }

    private TaskType? Task()
    {
        if (Text("task_type") is not { } name) return null;
        return TaskType.Names.Contains(name) ? TaskType.Parse(name) : throw Wrong("task_type", $"is '{name}', which is none of {string.Join(", ", TaskType.Names)}");
    }

    private LengthPolicy? LongSequences()
    {
        var drop = Flag("drop_long_seq");
        LengthPolicy? policy = Text("long_sequences") switch
        {
            null => null,
            "error" => LengthPolicy.Error,
            "truncate" => LengthPolicy.Truncate,
            "window" => LengthPolicy.Window,
            "drop" => LengthPolicy.Drop,
            var other => throw Wrong("long_sequences", $"'{other}' is none of error, truncate, window, drop"),
        };
        if (drop && policy is not (null or LengthPolicy.Drop)) throw Wrong("drop_long_seq", "contradicts long_sequences");
        return drop ? LengthPolicy.Drop : policy;
    }

    private JsonObject? Loss()
    {
        if (values["loss"] is not { } node) return null;
        if (AsText(node) is { } name) return new JsonObject { ["type"] = name };
        if (node is not JsonObject loss) throw Wrong("loss", "must be a name, or an object with type and class_weights");
        RefuseUnknown(loss, LossKeys, "loss.");
        return loss;
    }

    private LabelMap? Labels()
    {
        if (values["label2id"] is not { } node) return null;
        if (node is not JsonObject map) throw Wrong("label2id", "must be an object from label to id");
        return LabelMap.FromIds(map.ToDictionary(p => p.Key, p => p.Value is JsonValue v && v.TryGetValue<long>(out var id) && id is >= 0 and < int.MaxValue ? (int)id : throw Wrong("label2id", $"the id of '{p.Key}' must be a whole number")), path);
    }

    private string? Text(string key) => values[key] is not { } node ? null : AsText(node) ?? throw Wrong(key, "must be text");

    private IReadOnlyList<string> Texts(string key) => [.. List(key).Select(n => AsText(n) ?? throw Wrong(key, "must be text or a list of texts"))];

    private JsonNode?[] List(string key) => values[key] switch { null => [], JsonArray list => [.. list], var one => [one] };

    private int? Whole(string key, int least)
    {
        if (values[key] is not { } node) return null;
        return node is JsonValue v && v.TryGetValue<long>(out var number) && number >= least && number <= int.MaxValue ? (int)number : throw Wrong(key, $"must be a whole number of at least {least}");
    }

    private double? Real(string key)
    {
        if (values[key] is not { } node) return null;
        return AsNumber(node) is >= 0 and var number ? number : throw Wrong(key, "must be a number that is not negative");
    }

    private bool Flag(string key) => values[key]?.GetValueKind() switch { null or JsonValueKind.False => false, JsonValueKind.True => true, _ => throw Wrong(key, "must be true or false") };

    private List<double>? Numbers(JsonObject? from, string key) => from?[key] switch
    {
        null => null,
        JsonArray list => [.. list.Select(n => AsNumber(n) is >= 0 and var weight ? weight : throw Wrong("loss." + key, "must be a list of numbers that are not negative"))],
        _ => throw Wrong("loss." + key, "must be a list of numbers"),
    };

    private static string? AsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static double? AsNumber(JsonNode? node) => node is JsonValue v && v.TryGetValue<double>(out var number) ? number : node is JsonValue w && w.TryGetValue<long>(out var whole) ? whole : null;

    private UsageException Wrong(string key, string what) => new("OH1603", $"the key '{key}' {what}", path);

    private void RefuseUnknown(JsonObject from, string[] known, string prefix)
    {
        foreach (var (key, _) in from)
            if (!known.Contains(key)) throw new UsageException("OH1602", $"unknown key '{prefix}{key}'", path, NearestName.Ask(key, known) ?? $"Known keys: {string.Join(", ", known)}.");
    }
}
