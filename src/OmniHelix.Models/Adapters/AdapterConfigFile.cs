using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Hub;
using OmniHelix.Models.Configuration;

namespace OmniHelix.Models.Adapters;

/// <summary><c>adapter_config.json</c>, the configuration of an adapter as the library PEFT writes it.</summary>
internal static class AdapterConfigFile
{
    // What changes the numbers, and is not implemented; each is off when it is absent, false or nothing.
    private static readonly string[] Refused =
    [
        "use_qalora", "layer_replication", "target_parameters", "alora_invocation_tokens", "arrow_config", "trainable_token_indices",
        "use_bdlora", "kasa_config", "monteclora_config", "velora_config", "megatron_config",
    ];

    // Starts that changed the weights of the model too.
    private static readonly string[] ChangedStarts = ["pissa", "olora", "corda", "loftq", "eva"];

    private static readonly (string Name, AdapterBias Bias)[] Biases =
        [("none", AdapterBias.None), ("all", AdapterBias.All), ("lora_only", AdapterBias.LoraOnly)];

    // Tasks for which PEFT trains what is called so, where it is there.
    private static readonly string[] Classifying = ["SEQ_CLS", "TOKEN_CLS"];

    /// <summary>The file of a folder.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "adapter_config.json");

    /// <summary>The folder of the model that an adapter belongs to; null for a folder that has no adapter.</summary>
    /// <exception cref="OmniException">
    /// OH3517: it is not there, or is an adapter itself; OH3201, OH3202, OH3515 as <see cref="Read"/>.
    /// </exception>
    public static string? BaseFolder(string folder)
    {
        var path = PathIn(folder);
        if (!File.Exists(path)) return null;
        var name = Read(path).BaseModel;
        // A path is written as it was said when the adapter was made; the model may lie beside the adapter today.
        string[] places = name.Length == 0 ? [] : [name, Path.Combine(folder, name), Path.Combine(folder, "..", name)];
        try
        {
            var found = ModelNames.FolderOf(places.FirstOrDefault(ModelNames.IsFolder) ?? name);
            return File.Exists(PathIn(found))
                ? throw new OmniException("OH3517", "the adapter belongs to another adapter", found, "Merge that one: omni model merge.")
                : found;
        }
        catch (OmniException e) when (e.Code == "OH5302")
        {
            throw new OmniException(
                "OH3517", $"the adapter belongs to the model '{name}', which is not there: {e.Message}", path,
                "Put that model there, or write its folder into base_model_name_or_path.", e);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="OmniException">
    /// OH3201 it cannot be read, OH3202 a value of the wrong kind, OH3515 an adapter of another kind or with a part that is not
    /// implemented.
    /// </exception>
    public static LoraConfig Read(string path)
    {
        var json = ModelConfigFile.Open(path);
        if (json.Text("peft_type") is { } type && type != "LORA") throw Other(json, "peft_type", $"an adapter of the kind {type}");
        foreach (var key in Refused)
            if (json.Find(key) is { } set && (set as ScalarNode)?.Flag != false) throw Other(json, key, $"an adapter with {key}");
        if (json.Find("init_lora_weights") is ScalarNode { IsQuoted: true } start
            && ChangedStarts.Any(one => start.Text.StartsWith(one, StringComparison.OrdinalIgnoreCase)))
            throw Other(json, "init_lora_weights", $"an adapter that began with {start.Text}, which changed the weights of its model,");
        if (json.Flag("fan_in_fan_out") == true) throw Other(json, "fan_in_fan_out", "an adapter for matrices stored [inputs, outputs]");
        var bias = json.Text("bias") ?? "none";
        var saved = json.Texts("modules_to_save") ?? [];
        return new LoraConfig
        {
            Rank = json.Integer("r", 1) ?? 8,
            Alpha = json.Number("lora_alpha") ?? 8,
            Dropout = json.Number("lora_dropout", 0) ?? 0,
            Bias = Biases.FirstOrDefault(one => one.Name == bias) is { Name: not null } known
                ? known.Bias
                : throw json.Wrong("bias", "none, all or lora_only"),
            RankStabilised = json.Flag("use_rslora") ?? false,
            Dora = json.Flag("use_dora") ?? false,
            BiasOnB = json.Flag("lora_bias") ?? false,
            Targets = ListOf(json, "target_modules") ?? (json.Text("target_modules") == LoraConfig.AllLinear ? [LoraConfig.AllLinear] : []),
            TargetPattern = PatternOf(json, "target_modules"),
            Excluded = ListOf(json, "exclude_modules") ?? [],
            Layers = [.. LayersOf(json)],
            ModulesToSave = Classifying.Contains(json.Text("task_type")) ? [.. saved.Union(["classifier", "score"])] : saved,
            RankPattern = [.. Patterns(json, "rank_pattern").Select(one => (one.Key, (int)one.Value))],
            AlphaPattern = [.. Patterns(json, "alpha_pattern")],
            BaseModel = json.Text("base_model_name_or_path") ?? "",
            TaskType = json.Text("task_type"),
        };
    }

    /// <summary>Writes a file with the keys and defaults of PEFT.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">The adapter.</param>
    /// <param name="task">What the model predicts.</param>
    public static void Write(string path, LoraConfig config, TaskType task)
    {
        var kind = task == TaskType.TokenClassification ? "TOKEN_CLS"
            : task == TaskType.Embedding ? "FEATURE_EXTRACTION"
            : task.Unit == TaskUnit.Sequence && task.HasLabels ? "SEQ_CLS" : null;
        ModelConfigFile.Write(path, new JsonObject
        {
            ["peft_type"] = "LORA",
            ["base_model_name_or_path"] = config.BaseModel,
            ["task_type"] = kind,
            ["inference_mode"] = true,
            ["r"] = config.Rank,
            ["lora_alpha"] = config.Alpha,
            ["lora_dropout"] = config.Dropout,
            ["target_modules"] = config.TargetPattern is { } pattern ? pattern
                : config.Targets is [LoraConfig.AllLinear] ? LoraConfig.AllLinear : Texts(config.Targets),
            ["exclude_modules"] = config.Excluded.Count == 0 ? null : Texts(config.Excluded),
            ["bias"] = Biases.First(one => one.Bias == config.Bias).Name,
            ["fan_in_fan_out"] = false,
            ["use_rslora"] = config.RankStabilised,
            ["use_dora"] = config.Dora,
            ["lora_bias"] = config.BiasOnB,
            ["modules_to_save"] = config.ModulesToSave.Count == 0 ? null : Texts(config.ModulesToSave),
            ["init_lora_weights"] = true,
            ["layers_to_transform"] = config.Layers.Count == 0 ? null : new JsonArray([.. config.Layers.Select(n => (JsonNode)n)]),
            ["layers_pattern"] = null,
            ["rank_pattern"] = Map(config.RankPattern.Select(one => (one.Pattern, (JsonNode)one.Rank))),
            ["alpha_pattern"] = Map(config.AlphaPattern.Select(one => (one.Pattern, (JsonNode)one.Alpha))),
        });
    }

    private static IReadOnlyList<string>? ListOf(MapNode json, string key) => json.Find(key) is ListNode ? json.Texts(key) : null;

    private static string? PatternOf(MapNode json, string key)
    {
        if (json.Find(key) is null or ListNode || json.Text(key) is not { } text || text == LoraConfig.AllLinear) return null;
        return LoraConfig.ProblemOf(text) is { } problem ? throw json.Wrong(key, $"names, or a regular expression ({problem})") : text;
    }

    private static IEnumerable<int> LayersOf(MapNode json)
    {
        const string key = "layers_to_transform";
        if (json.Find(key) is ScalarNode) return [json.Integer(key, 0)!.Value];
        var numbers = json.Numbers(key, 0) ?? [];
        return numbers.All(number => number == Math.Floor(number) && number <= int.MaxValue)
            ? numbers.Select(number => (int)number)
            : throw json.Wrong(key, "numbers of blocks");
    }

    private static IEnumerable<(string Key, double Value)> Patterns(MapNode json, string key)
    {
        if (json.Map(key) is not { } patterns) yield break;
        foreach (var pattern in patterns.Keys)
        {
            if (LoraConfig.ProblemOf(pattern) is { } problem) throw json.Wrong(key, $"regular expressions ({problem})");
            yield return (pattern, patterns.Number(pattern, 0) ?? throw patterns.Wrong(pattern, "a number"));
        }
    }

    private static OmniException Other(MapNode json, string key, string what) => new(
        "OH3515", $"{what} is not implemented", (json.Find(key)?.Place ?? json.Place).ToString(),
        "Merge it into its model with the library that made it, and take that.");

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject Map(IEnumerable<(string Key, JsonNode Value)> entries)
    {
        var map = new JsonObject();
        foreach (var (key, value) in entries) map[key] = value;
        return map;
    }
}
