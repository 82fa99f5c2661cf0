using System.Globalization;
using System.Text.Json.Nodes;

namespace OmniHelix.Models.Loading;

/// <summary>What a model folder says about its head: the section <c>omnihelix</c> of <c>config.json</c>, the keys of transformers, or OmniGenBench's <c>metadata.json</c>.</summary>
internal static class HeadConfig
{
    private const string Section = "omnihelix";

    private static readonly (string Class, TaskType Task)[] OmniGenBenchClasses =
    [
        ("OmniModelForTokenClassification", TaskType.TokenClassification),
        ("OmniModelForMultiLabelSequenceClassification", TaskType.MultiLabelClassification),
        ("OmniModelForSequenceClassification", TaskType.SequenceClassification),
        ("OmniModelForTokenRegression", TaskType.TokenRegression),
        ("OmniModelForSequenceRegression", TaskType.SequenceRegression),
    ];

    /// <summary>The task (null when nothing tells) and the settings of the head.</summary>
    /// <exception cref="OmniException">OH3202 a value of the wrong kind, OH3205 labels that contradict each other, OH3204 an OmniGenBench class that is not implemented.</exception>
    public static (TaskType? Task, OmniModelOptions Options) Read(ConfigJson json, ModelWeights weights)
    {
        var labels = Labels(json) ?? Unnamed(weights);
        if (json.Section(Section) is { } own) return (TaskTypeNames.Parse(own.Text("task") ?? throw own.Wrong("task", "a task")), Own(own, labels));
        var metadata = ConfigJson.TryOpen(Path.Combine(Path.GetDirectoryName(json.Path)!, "metadata.json"));
        if (metadata?.Text("model_cls") is { } name)
            return (OmniGenBenchTask(name, metadata.Path), new OmniModelOptions { LabelNames = Labels(metadata.Section("custom_attrs"), labels), Pooling = Pooling.Cls, Layout = HeadLayout.OmniGenBench });
        return (Task(json, weights, labels?.Count ?? 0), new OmniModelOptions { LabelNames = labels, Pooling = Pooling.Cls, Layout = weights.Has("classifier.dense.weight") ? HeadLayout.Dense : HeadLayout.Linear });
    }

    /// <summary>Adds what <see cref="Read"/> needs, and what transformers needs where it knows the head.</summary>
    public static void Write(JsonObject config, OmniModel model)
    {
        var options = model.Options;
        config["architectures"] = new JsonArray(Architecture(model));
        if (model.LabelNames.Count > 0)
        {
            var (names, numbers) = (new JsonObject(), new JsonObject());
            for (var i = 0; i < model.LabelNames.Count; i++)
            {
                names[i.ToString(CultureInfo.InvariantCulture)] = model.LabelNames[i];
                numbers[model.LabelNames[i]] = i;
            }
            (config["id2label"], config["label2id"]) = (names, numbers);
        }
        if (ProblemType(model.Task) is { } problem) config["problem_type"] = problem;
        config[Section] = new JsonObject
        {
            ["task"] = model.Task.Name(),
            ["pooling"] = Choice(options.Pooling),
            ["head"] = Choice(options.Layout),
            ["dropout"] = options.Dropout,
            ["class_weights"] = options.ClassWeights is { } weights ? new JsonArray([.. weights.Select(w => (JsonNode)w)]) : null,
            ["double_softmax"] = options.DoubleSoftmax,
            ["special_tokens"] = new JsonArray([.. options.SpecialTokens.Select(id => (JsonNode)id)]),
        };
    }

    private static OmniModelOptions Own(ConfigJson own, IReadOnlyList<string>? labels) => new()
    {
        LabelNames = labels,
        Pooling = Choose<Pooling>(own, "pooling"),
        Layout = Choose<HeadLayout>(own, "head"),
        Dropout = own.Number("dropout"),
        ClassWeights = own.Numbers("class_weights"),
        DoubleSoftmax = own.Flag("double_softmax") ?? false,
        SpecialTokens = [.. (own.Numbers("special_tokens") ?? []).Select(id => id is >= 0 and <= int.MaxValue && id == Math.Floor(id) ? (int)id : throw own.Wrong("special_tokens", "token ids"))],
    };

    // Class names are a hint only: published files list several, some misspelled. What the weights hold decides.
    private static TaskType? Task(ConfigJson json, ModelWeights weights, int labels)
    {
        var classes = json.Texts("architectures") ?? [];
        var classifies = weights.Has("classifier.weight") || weights.Has("classifier.out_proj.weight");
        if (classifies && Names("ForTokenClassification")) return TaskType.TokenClassification;
        if (classifies && Names("ForSequenceClassification"))
            return json.Text("problem_type") switch
            {
                "regression" => TaskType.SequenceRegression,
                "multi_label_classification" => TaskType.MultiLabelClassification,
                null when labels == 1 => TaskType.SequenceRegression,
                "single_label_classification" or null => TaskType.SequenceClassification,
                _ => throw json.Wrong("problem_type", "regression, single_label_classification or multi_label_classification"),
            };
        if (weights.Has("lm_head.dense.weight")) return TaskType.MaskedLanguageModel;
        return classifies ? null : TaskType.Embedding;

        bool Names(string suffix) => classes.Any(name => name.EndsWith(suffix, StringComparison.Ordinal));
    }

    private static TaskType OmniGenBenchTask(string name, string path)
    {
        foreach (var (known, task) in OmniGenBenchClasses)
            if (name.StartsWith(known, StringComparison.Ordinal)) return task;
        throw new OmniException("OH3204", $"the OmniGenBench class '{name}' is not implemented", path, $"Implemented: {string.Join(", ", OmniGenBenchClasses.Select(c => c.Class))}.");
    }

    private static IReadOnlyList<string>? Labels(ConfigJson json)
    {
        var names = json.Section("id2label") is { } section ? Numbered(section, section.Keys.Select(key => (Number(section, key), section.Text(key) ?? throw section.Wrong(key, "a name")))) : null;
        if (json.Integer("num_labels") is { } count && names is not null && names.Count != count)
            throw new OmniException("OH3205", $"num_labels is {count}, but id2label has {names.Count} entries", json.Path, "Correct one of them.");
        if (json.Section("label2id") is not { } back || names is null) return names;
        foreach (var label in back.Keys)
            if (back.Integer(label) is { } id && (id < 0 || id >= names.Count || names[id] != label))
                throw new OmniException("OH3205", $"label2id gives '{label}' the number {id}, id2label says otherwise", json.Path, "Correct one of them.");
        return names;
    }

    // transformers leaves its default names out of the file.
    private static List<string>? Unnamed(ModelWeights weights) =>
        new[] { "classifier.weight", "classifier.out_proj.weight" }.FirstOrDefault(weights.Has) is { } name && weights.Get(name).Shape is [var rows and <= int.MaxValue, _]
            ? [.. Enumerable.Range(0, (int)rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))]
            : null;

    private static IReadOnlyList<string>? Labels(ConfigJson? attributes, IReadOnlyList<string>? otherwise) => attributes?.Section("label2idx") is { } map
        ? Numbered(map, map.Keys.Select(key => (map.Integer(key) ?? -1, key)))
        : otherwise;

    private static List<string> Numbered(ConfigJson place, IEnumerable<(int Id, string Name)> entries)
    {
        var sorted = entries.OrderBy(entry => entry.Id).ToList();
        for (var i = 0; i < sorted.Count; i++)
            if (sorted[i].Id != i) throw new OmniException("OH3205", $"the labels are not numbered 0 to {sorted.Count - 1}: found {sorted[i].Id} where {i} was expected", place.Path, "Number them without gaps.");
        return [.. sorted.Select(entry => entry.Name)];
    }

    private static int Number(ConfigJson place, string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new OmniException("OH3205", $"'{key}' is no label number", place.Path);

    private static string Architecture(OmniModel model)
    {
        var family = model.Backbone.Prefix == "esm" ? "Esm" : model.Backbone.Prefix;
        return family + (model.Task switch
        {
            TaskType.MaskedLanguageModel => "ForMaskedLM",
            TaskType.TokenClassification when model.Options.Layout != HeadLayout.OmniGenBench => "ForTokenClassification",
            TaskType.SequenceClassification or TaskType.MultiLabelClassification or TaskType.SequenceRegression when model.Options is { Layout: HeadLayout.Dense, Pooling: Pooling.Cls } => "ForSequenceClassification",
            _ => "Model",
        });
    }

    private static string? ProblemType(TaskType task) => task switch
    {
        TaskType.SequenceClassification => "single_label_classification",
        TaskType.MultiLabelClassification => "multi_label_classification",
        TaskType.SequenceRegression => "regression",
        _ => null,
    };

    private static string Choice<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Choose<T>(ConfigJson json, string key) where T : struct, Enum
    {
        var text = json.Text(key);
        foreach (var value in Enum.GetValues<T>())
            if (Choice(value) == text) return value;
        throw json.Wrong(key, string.Join(", ", Enum.GetValues<T>().Select(Choice)));
    }
}
