using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Decoders;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Loading;

namespace OmniHelix.Models;

/// <summary>
/// What a model folder says about its head: the section <c>omnihelix</c> of <c>config.json</c>, the keys of transformers, or OmniGenBench's
/// <c>metadata.json</c>.
/// </summary>
internal static class HeadConfig
{
    /// <summary>What this project writes into <c>config.json</c>.</summary>
    public const string Section = "omnihelix";

    // Beginnings: classes "With2DStructure" are the same, structures stand in the text that is read.
    private static readonly (string Class, TaskType Task)[] OmniGenBenchClasses =
    [
        ("OmniModelForTokenClassification", TaskType.TokenClassification),
        ("OmniModelForMultiLabelSequenceClassification", TaskType.MultiLabelClassification),
        ("OmniModelForSequenceClassification", TaskType.SequenceClassification),
        ("OmniModelForTokenRegression", TaskType.TokenRegression),
        ("OmniModelForSequenceRegression", TaskType.SequenceRegression),
        ("OmniModelForStructuralImputation", TaskType.SequenceRegression),
    ];

    /// <summary>The task and the settings of the head.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="asked">The task that the caller wants; null to take the one that the folder tells.</param>
    /// <exception cref="OmniException">
    /// OH3202 a value of the wrong kind, OH3204 an OmniGenBench class that is not implemented, OH3205 labels that contradict each other,
    /// OH3605 a folder that does not tell its task, OH3607 no head for the task asked for.
    /// </exception>
    public static (TaskType Task, OmniModelOptions Options) Read(ModelFolder folder, TaskType? asked)
    {
        var labels = LabelsOf(folder);
        if (asked == TaskType.PairClassification && HasContactsOnly(folder, labels))
            return (asked, new() { Pairs = new() { OfEncoder = true } });
        if (labels is null && asked is { HasLabels: true }) throw NoHead(folder, asked);
        if (Stated(folder, labels) is { } stated)
        {
            var task = asked ?? stated.Task ?? throw NotImplemented(folder);
            return stated.Task is null || stated.Task == task || task == TaskType.Embedding
                ? (task, stated.Options)
                : throw NoHead(folder, task);
        }
        var heads = Heads(folder, labels?.Count ?? 0);
        if (asked is not null && asked != TaskType.Embedding && !heads.Any(head => head.Contains(asked))) throw NoHead(folder, asked);
        var chosen = asked ?? Told(folder, heads);
        return (chosen, Published(folder, chosen) with { LabelNames = labels });
    }

    /// <summary>The settings of the head that a folder has for a task; null when it has none, or one for another task.</summary>
    /// <exception cref="OmniException">As <see cref="Read"/>, but for OH3605.</exception>
    public static OmniModelOptions? Find(ModelFolder folder, TaskType task)
    {
        var labels = LabelsOf(folder);
        if (Stated(folder, labels) is { } stated)
            return stated.Task == task && stated.Options.Pairs is not { OfEncoder: true } ? stated.Options : null;
        var isThere = Heads(folder, labels?.Count ?? 0).Any(head => head[0] == task);
        return isThere ? Published(folder, task) with { LabelNames = labels } : null;
    }

    /// <summary>
    /// The tasks whose heads the folder holds, those that its class names tell first; of a head that nothing tells of all that it may be.
    /// </summary>
    /// <exception cref="OmniException">As <see cref="Read"/>, but for OH3605.</exception>
    public static IReadOnlyList<TaskType> Tasks(ModelFolder folder)
    {
        var labels = LabelsOf(folder);
        if (Stated(folder, labels) is { } stated) return stated.Task is { } task ? [task] : [];
        var heads = Heads(folder, labels?.Count ?? 0);
        var named = heads.FindAll(head => IsNamed(folder, head));
        return [.. named.Select(head => head[0]).Concat(heads.Except(named).SelectMany(head => head))];
    }

    // Of weights that were trained further for another task, the head of pairs looks at what it did not learn.
    private static bool HasContactsOnly(ModelFolder folder, IReadOnlyList<string>? labels) =>
        folder.HasContacts && (Stated(folder, labels)?.Task ?? TaskType.Embedding) == TaskType.Embedding;

    // What this project or OmniGenBench wrote about the head; null for folders of others.
    private static (TaskType? Task, OmniModelOptions Options)? Stated(ModelFolder folder, IReadOnlyList<string>? labels)
    {
        var json = folder.Json;
        if (json.Map(Section) is { } own)
        {
            var task = TaskType.All.FirstOrDefault(one => one.Name == own.Text("task")) ?? throw own.Wrong("task", Named(TaskType.All));
            return (task, Own(own, labels));
        }
        var metadata = MetadataOf(folder);
        if (metadata?.Text("model_cls") is not { } name) return null;
        var named = Labels(metadata.Map("custom_attrs"), labels);
        var options = new OmniModelOptions { LabelNames = named, Pooling = Pooling.Cls, Layout = HeadLayout.OmniGenBench };
        var known = OmniGenBenchClasses.FirstOrDefault(one => name.StartsWith(one.Class, StringComparison.Ordinal));
        return (known.Task, options);
    }

    private static MapNode? MetadataOf(ModelFolder folder) =>
        ModelConfigFile.TryOpen(Path.Combine(Path.GetDirectoryName(folder.Json.Place.File)!, "metadata.json"));

    private static IReadOnlyList<string>? LabelsOf(ModelFolder folder)
    {
        RequireScores(folder);
        return Labels(folder.Json) ?? Unnamed(folder);
    }

    // What the section of heads says of the layer that the weights hold.
    private static void RequireScores(ModelFolder folder)
    {
        var tasks = folder.Family.Heads.Tasks;
        if (Scores(folder) is not { } scores) return;
        if (tasks.IsBinary(folder.Json) && scores != 2) throw Disagree($"{tasks.Section}.problem_type is {tasks.Binary}, of two classes");
        if (tasks.LabelsOf(folder.Json) is { } stated && stated != scores && !(stated == 1 && tasks.IsBinary(folder.Json)))
            throw Disagree(FormattableString.Invariant($"{tasks.Section}.num_labels is {stated}"));

        OmniException Disagree(string what) => new(
            "OH3205", FormattableString.Invariant($"{what}, but the head of the weights has {scores} scores"), folder.Json.Place.File,
            "Take config.json from the same source as the weights.");
    }

    private static long? Scores(ModelFolder folder)
    {
        var keys = folder.Family.Heads;
        var shape = folder.Weights.ShapeOf($"{keys.TokenClassifier}.weight") ?? folder.Weights.ShapeOf($"{keys.SequenceClassifier}.weight");
        return shape?[0];
    }

    /// <summary>The head that weights without a word about it have for a task.</summary>
    public static OmniModelOptions Published(ModelFolder folder, TaskType task)
    {
        if (task.Unit == TaskUnit.Sequence && IsOmniGenBench(folder))
            return new() { Pooling = Pooling.Cls, Layout = HeadLayout.OmniGenBench };
        var heads = folder.Family.Heads;
        var pooling = heads.PoolingKey is { } key && folder.Json.Text(key) is { } named
            ? heads.Sequences.Poolings.FirstOrDefault(
                one => PoolingNames.Of(one).StartsWith(named, StringComparison.Ordinal), heads.Sequences.Poolings[0])
            : heads.Sequences.Poolings[0];
        return new() { Pooling = pooling, Layout = heads.Sequences.Layout };
    }

    // Only its heads of sequences have a pooler of their own.
    private static bool IsOmniGenBench(ModelFolder folder) =>
        folder.Weights.Has("pooler.pooler.dense.weight") && folder.Weights.Has("classifier.weight");

    /// <summary>Adds what <see cref="Read"/> needs, and what transformers needs where it knows the head.</summary>
    public static void Write(JsonObject config, OmniModel model)
    {
        var options = model.Options;
        config["architectures"] = new JsonArray(Architecture(model));
        if (model.LabelNames.Count > 0)
        {
            var names = new JsonObject();
            var numbers = new JsonObject();
            for (var i = 0; i < model.LabelNames.Count; i++)
            {
                names[i.ToString(CultureInfo.InvariantCulture)] = model.LabelNames[i];
                numbers[model.LabelNames[i]] = i;
            }
            config["id2label"] = names;
            config["label2id"] = numbers;
        }
        model.Backbone.Config.Family.Heads.Tasks.Write(config, model.Task, model.LabelNames.Count);
        var section = new JsonObject
        {
            ["task"] = model.Task.Name,
            ["pooling"] = PoolingNames.Of(options.Pooling!.Value),
            ["head"] = NameOf(options.Layout!.Value),
            ["dropout"] = options.Dropout,
            ["class_weights"] = options.ClassWeights is { } weights ? new JsonArray([.. weights.Select(w => (JsonNode)w)]) : null,
            ["focal_gamma"] = options.FocalGamma,
            ["double_softmax"] = options.DoubleSoftmax,
            ["special_tokens"] = new JsonArray([.. options.SpecialTokens.Select(id => (JsonNode)id)]),
        };
        if (options.Decoder is { } decoder) section["decoder"] = DecoderJson(decoder);
        if (options.Pairs is { } pairs) section["pairs"] = PairsJson(pairs);
        if (options.TargetScales is { } scales) section["target_scales"] = new JsonArray([.. scales.Select(ScaleJson)]);
        model.Card.AddTo(section);
        config[Section] = section;
    }

    private static OmniModelOptions Own(MapNode own, IReadOnlyList<string>? labels) => new()
    {
        LabelNames = labels,
        Pooling = PoolingNames.OfHead(own.Text("pooling")) ?? throw own.Wrong("pooling", string.Join(", ", PoolingNames.OfHeads)),
        Layout = Layout(own),
        Dropout = own.Number("dropout"),
        ClassWeights = own.Numbers("class_weights"),
        FocalGamma = own.Number("focal_gamma"),
        DoubleSoftmax = own.Flag("double_softmax") ?? false,
        TargetScales = own.Keys.Contains("target_scales") ? [.. own.Maps("target_scales").Select(ScaleOf)] : null,
        SpecialTokens = [.. (own.Numbers("special_tokens") ?? []).Select(id => TokenId(own, id))],
        Decoder = own.Map("decoder") is { } decoder ? DecoderOf(decoder) : null,
        Pairs = own.Map("pairs") is { } pairs ? PairsOf(pairs) : null,
    };

    private static JsonNode ScaleJson(TargetScale scale) => new JsonObject
    {
        ["mean"] = scale.Mean,
        ["deviation"] = scale.Deviation,
    };

    private static TargetScale ScaleOf(MapNode json) => new(
        json.Number("mean") ?? throw json.Wrong("mean", "a number"),
        json.Number("deviation", 0) ?? throw json.Wrong("deviation", "a number above 0"));

    private static JsonObject PairsJson(PairHeadOptions pairs) => new()
    {
        ["of_encoder"] = pairs.OfEncoder,
        ["channels"] = pairs.Channels,
        ["num_blocks"] = pairs.Blocks,
        ["min_distance"] = pairs.MinDistance,
    };

    private static PairHeadOptions PairsOf(MapNode json)
    {
        var least = json.Integer("min_distance", least: 1) ?? throw json.Wrong("min_distance", "a number of bases");
        if (json.Flag("of_encoder") == true) return new() { OfEncoder = true, MinDistance = least };
        return new()
        {
            Channels = json.Integer("channels", least: 1) ?? throw json.Wrong("channels", "a number of channels"),
            Blocks = json.Integer("num_blocks", least: 0) ?? throw json.Wrong("num_blocks", "a number of blocks"),
            MinDistance = least,
        };
    }

    private static JsonObject DecoderJson(DecoderOptions decoder) => new()
    {
        ["num_hidden_layers"] = decoder.LayerCount,
        ["num_attention_heads"] = decoder.HeadCount,
        ["intermediate_size"] = decoder.IntermediateSize,
        ["dropout"] = decoder.Dropout,
        ["start_token_id"] = decoder.StartToken,
        ["end_token_id"] = decoder.EndToken,
    };

    private static DecoderOptions DecoderOf(MapNode json) => new()
    {
        LayerCount = json.Integer("num_hidden_layers", least: 1) ?? throw json.Wrong("num_hidden_layers", "a number of layers"),
        HeadCount = json.Integer("num_attention_heads", least: 1) ?? throw json.Wrong("num_attention_heads", "a number of heads"),
        IntermediateSize = json.Integer("intermediate_size", least: 1),
        Dropout = json.Number("dropout") ?? 0,
        StartToken = json.Integer("start_token_id", least: 0) ?? throw json.Wrong("start_token_id", "a token id"),
        EndToken = json.Integer("end_token_id", least: 0) ?? throw json.Wrong("end_token_id", "a token id"),
    };

    private static int TokenId(MapNode own, double id) =>
        id is >= 0 and <= int.MaxValue && id == Math.Floor(id) ? (int)id : throw own.Wrong("special_tokens", "token ids");

    private static TaskType Told(ModelFolder folder, List<IReadOnlyList<TaskType>> heads)
    {
        var isPlain = heads.Count == 1 || folder.Json.Texts("architectures")?.Count == 1;
        if (heads.FindAll(head => IsNamed(folder, head)) is [[var named, ..]] && (named.HasLabels || isPlain)) return named;
        if (heads.Count == 0) return TaskType.Embedding;
        if (heads is [[{ HasLabels: false } only]]) return only;
        throw new OmniException("OH3605", "the folder does not tell what its head predicts", folder.Json.Place.File,
            $"Name the task; the weights can serve {Named(Tasks(folder).Append(TaskType.Embedding))}.");
    }

    private static bool IsNamed(ModelFolder folder, IReadOnlyList<TaskType> head) =>
        (folder.Json.Texts("architectures") ?? []).Any(
            name => name.EndsWith(folder.Family.Heads.Tasks.Ending(head[0]), StringComparison.Ordinal));

    private static OmniException NoHead(ModelFolder folder, TaskType asked)
    {
        var tasks = Tasks(folder);
        var missing = Needed(folder, asked).Where(tensor => !folder.Weights.Has(tensor)).Select(tensor => NameOf(folder, tensor)).ToList();
        var lacking = missing.Count == 0 ? "" : $" (missing: {string.Join(", ", missing)})";
        var but = tasks.Count == 0 ? "" : $", but one for {string.Join(" or ", tasks.Select(task => task.Name))}";
        return new("OH3607", $"the weights hold no head for {asked.Name}{lacking}{but}", folder.Weights.Path,
            $"They serve {Named(tasks.Append(TaskType.Embedding))}; fine-tune the model for the task first.");
    }

    // The tensors by which a published head is known.
    private static IEnumerable<string> Needed(ModelFolder folder, TaskType task)
    {
        var keys = folder.Family.Heads;
        if (!task.HasLabels || task.Unit == TaskUnit.Pair) yield break;
        yield return $"{(task.Unit == TaskUnit.Token ? keys.TokenClassifier : keys.SequenceClassifier)}.weight";
        if (task.Unit == TaskUnit.Sequence && keys.Sequences.Poolings.Contains(Pooling.Pooler)) yield return ModelFolder.Pooler;
    }

    private static string NameOf(ModelFolder folder, string tensor) =>
        folder.Family.Keys.IsBackbone(tensor) ? $"{folder.Family.NameOf(folder.Config.ModelType).KeyPrefix}.{tensor}" : tensor;

    private static string Named(IEnumerable<TaskType> tasks) => string.Join(", ", tasks.Select(task => task.Name));

    // What each head of the weights may predict. The tensors of several kinds may be called the same: then a class name tells, though it
    // is a hint only, as published files list several, some misspelled; so what the weights can serve counts.
    private static List<IReadOnlyList<TaskType>> Heads(ModelFolder folder, int labels)
    {
        var keys = folder.Family.Heads;
        var weights = folder.Weights;
        var ofOmniGenBench = IsOmniGenBench(folder);
        var heads = new List<IReadOnlyList<TaskType>>();
        if (!ofOmniGenBench && weights.Has($"{keys.TokenClassifier}.weight")) Add(TaskUnit.Token);
        if (ofOmniGenBench || Needed(folder, TaskType.SequenceClassification).All(weights.Has)) Add(TaskUnit.Sequence);
        if (heads.FindAll(head => IsNamed(folder, head)) is { Count: > 0 } named) heads = named;
        if (keys.HasLanguageModel(weights)) heads.Add([TaskType.MaskedLanguageModel]);
        return heads;

        void Add(TaskUnit unit)
        {
            if (keys.Tasks.TasksOf(folder.Json, unit, labels) is { Count: > 0 } tasks) heads.Add(tasks);
        }
    }

    private static OmniException NotImplemented(ModelFolder folder)
    {
        var metadata = MetadataOf(folder)!;
        var known = string.Join(", ", OmniGenBenchClasses.Select(one => one.Class));
        var what = $"the OmniGenBench class '{metadata.Text("model_cls")}' is not implemented";
        return new OmniException("OH3204", what, metadata.Place.File, $"Implemented: {known}.");
    }

    private static IReadOnlyList<string>? Labels(MapNode json)
    {
        var names = json.Map("id2label") is { } section ? Numbered(section, section.Keys.Select(key => Entry(section, key))) : null;
        if (json.Integer("num_labels") is { } count && names is not null && names.Count != count)
        {
            var what = $"num_labels is {count}, but id2label has {names.Count} entries";
            throw new OmniException("OH3205", what, json.Place.File, "Correct one of them.");
        }
        if (json.Map("label2id") is not { } back || names is null) return names;
        foreach (var label in back.Keys)
            if (back.Integer(label) is { } id && (id < 0 || id >= names.Count || names[id] != label))
            {
                var what = $"label2id gives '{label}' the number {id}, id2label says otherwise";
                throw new OmniException("OH3205", what, json.Place.File, "Correct one of them.");
            }
        return names;
    }

    // transformers leaves its default names out of the file.
    private static List<string>? Unnamed(ModelFolder folder)
    {
        var rows = Scores(folder);
        return rows is null or > int.MaxValue ? null
            : [.. Enumerable.Range(0, (int)rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))];
    }

    private static IReadOnlyList<string>? Labels(MapNode? attributes, IReadOnlyList<string>? otherwise) =>
        attributes?.Map("label2idx") is { } map ? Numbered(map, map.Keys.Select(key => (map.Integer(key) ?? -1, key))) : otherwise;

    private static List<string> Numbered(MapNode place, IEnumerable<(int Id, string Name)> entries)
    {
        var sorted = entries.OrderBy(entry => entry.Id).ToList();
        for (var i = 0; i < sorted.Count; i++)
        {
            if (sorted[i].Id == i) continue;
            var what = $"the labels are not numbered 0 to {sorted.Count - 1}: found {sorted[i].Id} where {i} was expected";
            throw new OmniException("OH3205", what, place.Place.ToString(), "Number them without gaps.");
        }
        if (sorted.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            var numbers = string.Join(" and ", twice.Select(entry => entry.Id));
            throw new OmniException(
                "OH3205", $"the label '{twice.Key}' is given twice, to {numbers}", place.Place.ToString(), "Give each label once.");
        }
        return [.. sorted.Select(entry => entry.Name)];
    }

    private static (int Id, string Name) Entry(MapNode place, string key)
    {
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new OmniException("OH3205", $"'{key}' is no label number", place.Place.ToString());
        return (id, place.Text(key) ?? throw place.Wrong(key, "a name"));
    }

    // A head that transformers does not know is a bare model to it.
    private static string Architecture(OmniModel model)
    {
        var family = model.Backbone.Config.Family;
        var published = family.Heads.Sequences;
        var known = model.Task.Unit == TaskUnit.Sequence
            ? model.Options.Layout == published.Layout && published.Poolings.Contains(model.Options.Pooling!.Value)
            : model.Options.Layout != HeadLayout.OmniGenBench;
        var ending = model.Backbone.ContactsBeside?.ClassEnding ?? (known ? family.Heads.Tasks.Ending(model.Task) : "Model");
        return family.NameOf(model.Backbone.Config.ModelType).ClassPrefix + ending;
    }

    private static string NameOf(HeadLayout layout) => layout.ToString().ToLowerInvariant();

    private static HeadLayout Layout(MapNode own)
    {
        var text = own.Text("head");
        foreach (var layout in Enum.GetValues<HeadLayout>())
            if (NameOf(layout) == text) return layout;
        throw own.Wrong("head", string.Join(", ", Enum.GetValues<HeadLayout>().Select(NameOf)));
    }
}
