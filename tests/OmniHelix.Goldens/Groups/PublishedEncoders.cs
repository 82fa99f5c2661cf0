using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// The tables of the encoders: how many parameters published configurations have, and how fresh models begin. Models are made of the
/// configuration alone.
/// </summary>
internal static class PublishedEncoders
{
    private const string Counts = "published-parameter-counts.json", Starts = "initialisation.json";
    // Of either estimate.
    private const double StandardErrors = 7;

    private static readonly (string Ending, TaskType Task)[] Tasks =
    [
        ("ForMaskedLM", TaskType.MaskedLanguageModel),
        ("ForPreTraining", TaskType.MaskedLanguageModel),
        ("ForSequenceClassification", TaskType.SequenceClassification),
        ("ForTokenClassification", TaskType.TokenClassification),
        ("Model", TaskType.Embedding),
    ];

    /// <summary>A case for each row of both tables that a folder has.</summary>
    public static IEnumerable<GoldenCase> Discover(string folder) =>
        Rows(folder, Counts, "parameters", "checkpoint", CompareCount).Concat(Rows(folder, Starts, "start", "family", CompareStart));

    /// <summary>Parameters of the language models of published models, by their names at the hub.</summary>
    /// <param name="folder">That of the tables.</param>
    public static IReadOnlyDictionary<string, long> ParametersOfPublished(string folder)
    {
        var counts = new Dictionary<string, long>();
        foreach (var row in GoldenJson.Read(Path.Combine(folder, Counts)).GetProperty("rows").EnumerateArray())
        {
            if (TaskOf(row.GetProperty("class").GetString()!) != TaskType.MaskedLanguageModel) continue;
            var config = Config(row, null);
            // Of several releases the newest comes first.
            foreach (var model in config.Family.PublishedLike(config)) counts.TryAdd(model.Name, row.GetProperty("parameters").GetInt64());
        }
        return counts;
    }

    private static IEnumerable<GoldenCase> Rows(
        string folder, string file, string kind, string name, Action<JsonElement, GoldenCheck> compare)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path)) yield break;
        foreach (var row in GoldenJson.Read(path).GetProperty("rows").EnumerateArray())
        {
            var published = row.GetProperty("class").GetString()!;
            var label = $"{kind}/{row.GetProperty(name).GetString()} {published} ({row.GetProperty("version").GetString()})";
            var type = row.GetProperty("config").GetProperty("model_type").GetString()!;
            if (TaskOf(published) is null) yield return GoldenCase.NotUnderstood(label, path, $"the class {published} is not implemented");
            else if (!ModelFamilies.Know(type))
                yield return GoldenCase.NotUnderstood(label, path, $"the encoder family '{type}' is not implemented yet");
            else yield return new GoldenCase(label, path, check => compare(row, check));
        }
    }

    // A model of 15 billion parameters is counted without making it: all layers from the third on are alike.
    private static void CompareCount(JsonElement row, GoldenCheck check)
    {
        var config = Config(row, null);
        var (two, three) = (CountOf(row, 2), CountOf(row, 3));
        var counted = two + (config.LayerCount - 2) * (three - two);
        var expected = row.GetProperty("parameters").GetInt64();
        // Older releases make a table of positions that rotary models never look at.
        var isRotary = row.GetProperty("config").TryGetProperty("position_embedding_type", out var kind) && kind.GetString() == "rotary";
        if (isRotary && row.GetProperty("of_which").TryGetProperty("position_embeddings", out var unused)) expected -= unused.GetInt64();
        // ERNIE-RNA makes a table of segments that it never looks at.
        if (config is ErnieRnaConfig ernie)
            expected -= ernie.HiddenSize * row.GetProperty("config").GetProperty("type_vocab_size").GetInt64();
        if (row.GetProperty("class").GetString()!.Contains("ForPreTraining", StringComparison.Ordinal))
            expected -= BesideLanguageModel(config);
        check.Equal("parameters", counted, expected);
    }

    // Heads of pre-training that the model of the language has not: of neighbouring sentences, of structures and alignments, of contacts.
    private static long BesideLanguageModel(BackboneConfig config)
    {
        long h = config.HiddenSize;
        return config.ModelType switch
        {
            "bert" => 2 * h + 2,
            "rnabert" => h * h + 13 * h + 10,
            "rnafm" or "utrlm" or "rnamsm" => (long)config.LayerCount * config.AttentionHeads!.Value + 1,
            _ => 0,
        };
    }

    private static long CountOf(JsonElement row, int layers)
    {
        var hasPooler = row.GetProperty("of_which").TryGetProperty("pooler", out _);
        var parts = BackboneParts.ContactHead | (hasPooler ? BackboneParts.Pooler : BackboneParts.None);
        using var model = Model(row, Config(row, layers), 2, parts, null);
        return model.ParameterCount();
    }

    private static void CompareStart(JsonElement row, GoldenCheck check)
    {
        using var scope = new TensorScope();
        var config = Config(row, null);
        var labels = row.GetProperty("parameters").TryGetProperty("classifier.weight", out var last)
            || row.GetProperty("parameters").TryGetProperty("classifier.out_proj.weight", out last)
                ? last.GetProperty("shape")[0].GetInt32()
                : 2;
        using var model = Model(row, config, labels, BackboneParts.None, 5);
        var parameters = model.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Value);
        foreach (var expected in row.GetProperty("parameters").EnumerateObject())
        {
            var names = Enumerable.Range(0, expected.Name.Contains("{i}", StringComparison.Ordinal) ? config.LayerCount : 1)
                .Select(i => expected.Name.Replace("{i}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            var found = 0;
            foreach (var name in names)
            {
                if (!parameters.Remove(name, out var parameter)) continue;
                CompareParameter(name, parameter, expected.Value, check);
                found++;
            }
            if (found > 0 || !MayLack(config.Family, expected.Name))
                check.Equal($"{expected.Name} tensors", found, expected.Value.GetProperty("tensors").GetInt32());
        }
        check.Equal("parameters that the table lacks", string.Join(", ", parameters.Keys), "");
    }

    private static void CompareParameter(string name, Parameter parameter, JsonElement expected, GoldenCheck check)
    {
        var values = parameter.Value.ToArray<float>();
        if (expected.TryGetProperty("constant", out var constant))
        {
            check.Equal(name, values.All(value => value == constant.GetSingle()), true);
            return;
        }
        var (mean, deviation) = (values.Average(value => (double)value), expected.GetProperty("std").GetDouble());
        var got = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        var error = StandardErrors * deviation * Math.Sqrt(2.0 / values.Length);
        check.Close($"{name} mean", mean, expected.GetProperty("mean").GetDouble(), new Tolerance(error + 1e-6, 0));
        check.Close($"{name} deviation", got, deviation, new Tolerance(error + 1e-6, 0));
        if (expected.TryGetProperty("padding_row_zero", out var zero) && zero.ValueKind == JsonValueKind.True)
        {
            using var scope = new TensorScope();
            check.Equal($"{name} has a row of zeros", parameter.Value.Abs().Sum([1]).Eq(0).Any().IsNonzero(), true);
        }
    }

    // The head of contacts is not made with a fresh model, tables that nothing looks at never.
    private static bool MayLack(ModelFamily family, string name)
    {
        var prefixes = family.Names.Select(one => $"{one.KeyPrefix}.");
        return family.Keys.Unneeded.Any(unneeded => prefixes.Any(prefix => name.StartsWith(prefix + unneeded, StringComparison.Ordinal)));
    }

    private static OmniModel Model(JsonElement row, BackboneConfig config, int labels, BackboneParts more, long? seed)
    {
        var task = TaskOf(row.GetProperty("class").GetString()!)!;
        var heads = config.Family.Heads;
        var options = new OmniModelOptions
        {
            LabelNames = task.HasLabels ? [.. Enumerable.Range(0, labels).Select(i => i.ToString(CultureInfo.InvariantCulture))] : null,
            Pooling = heads.Sequences.Poolings[0],
            Layout = heads.Sequences.Layout,
        };
        var parts = OmniModels.PartsFor(task, options) | more | (task == TaskType.Embedding ? BackboneParts.Pooler : BackboneParts.None);
        return OmniModels.For(new(task, config.CreateBackbone(parts), options, seed is { } s ? model => OmniModels.Fresh(model, s) : null));
    }

    private static BackboneConfig Config(JsonElement row, int? layers)
    {
        var json = JsonObject.Create(row.GetProperty("config"))!;
        if (layers is not null) json[json["model_type"]!.GetValue<string>() == "distilbert" ? "n_layers" : "num_hidden_layers"] = layers;
        if (layers is not null && json["attention_window"] is JsonArray windows) json["attention_window"] = windows[0]!.DeepClone();
        // The table keeps the keys of the library that BERT has too.
        if (row.GetProperty("library").GetString()!.StartsWith("mosaicml", StringComparison.Ordinal)) json["alibi_starting_size"] = 512;
        if (row.GetProperty("class").GetString()!.Contains("NT v2", StringComparison.Ordinal)) json["add_bias_fnn"] = false;
        if (row.TryGetProperty("family", out var family) && family.GetString()!.EndsWith(" sinusoidal", StringComparison.Ordinal))
            json["sinusoidal_pos_embds"] = true;
        if (row.TryGetProperty("checkpoint", out var checkpoint) && checkpoint.GetString() == "multimolecule/mrnafm")
            json["embed_norm"] = false;
        // Nor does it keep ids of tokens.
        json["pad_token_id"] ??= 1;
        json["mask_token_id"] ??= 2;
        var folder = Directory.CreateTempSubdirectory("omni-goldens-");
        try
        {
            var path = Path.Combine(folder.FullName, "config.json");
            File.WriteAllText(path, json.ToJsonString());
            return ModelFamilies.Read(ModelConfigFile.Open(path));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static TaskType? TaskOf(string published)
    {
        var name = published.Split(' ')[0];
        return Tasks.FirstOrDefault(one => name.EndsWith(one.Ending, StringComparison.Ordinal)).Task;
    }
}
