using System.Text.Json.Nodes;
using OmniHelix.Hub;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Families;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models;

/// <summary>
/// Networks that are trained from scratch, to be scored beside models that were pre-trained. They are named where a model to train is
/// asked for: <c>cnn</c>, <c>rnn</c>, <c>bpnet</c>, <c>basenji</c>, <c>deepstarr</c>, <c>deepsea</c>.
/// </summary>
/// <example><code>
/// var tokenizer = BaselineModels.Tokenizer();
/// var config = BaselineModels.Config("cnn", tokenizer, ["hidden_size=96"]);
/// using var model = OmniModel.Create(config, TaskType.SequenceRegression, new(), seed: 42, tokenizer);
/// </code></example>
public static class BaselineModels
{
    // What the tokenizer says, and what says which network it is.
    private static readonly string[] Fixed = ["model_type", "vocab_size", "token_bases"];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. ModelFamilies.All.Where(family => family.Usual is not null).Select(family => family.Names[0].ModelType)];

    /// <summary>True for the name of a baseline; a model folder or a run of the same name comes before it.</summary>
    public static bool IsNamed(string name) => Names.Contains(name) && !ModelNames.IsFolder(name);

    /// <summary>The tokenizer that baselines have unless another one is chosen: single nucleotides, U read as T.</summary>
    public static OmniTokenizer Tokenizer() => GenomicTokenizers.OneHotBases();

    /// <summary>The configuration of a baseline.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="tokenizer">Makes the tokens; all but <c>cnn</c> and <c>rnn</c> need tokens of single bases.</param>
    /// <param name="sizes">
    /// Settings in place of the usual ones, each <c>KEY=VALUE</c> with a key of <c>config.json</c> and a number or a list of numbers, such
    /// as <c>hidden_size=64</c> or <c>kernel_sizes=[3,9]</c>.
    /// </param>
    /// <exception cref="UsageException">OH2016 no such name; OH3207 a setting that the network does not have, or no value.</exception>
    /// <exception cref="OmniException">OH3202, OH3203 a value that does not fit; OH3206 a tokenizer without single bases.</exception>
    public static BackboneConfig Config(string name, OmniTokenizer tokenizer, IReadOnlyList<string>? sizes = null)
    {
        var family = ModelFamilies.All.FirstOrDefault(family => family.Usual is not null && family.Names[0].ModelType == name)
            ?? throw new UsageException(
                "OH2016", $"'{name}' is not one of {string.Join(", ", Names)}", null,
                NearestName.Ask(name, Names) ?? "Choose one of them.");
        var json = family.Usual!(tokenizer).ToJson();
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var setting in sizes ?? [])
            if (!said.Add(Set(json, setting, name)))
                throw new UsageException("OH3207", $"'{setting}' is the second value of its size", null, "Give each size once.");
        return ModelFamilies.Read(ModelConfigFile.Parse(json.ToJsonString(), $"{name}, {string.Join(", ", sizes ?? [])}"));
    }

    private static string Set(JsonObject json, string setting, string name)
    {
        var keys = json.Select(entry => entry.Key).Except(Fixed).ToList();
        var end = setting.IndexOf('=', StringComparison.Ordinal);
        var key = end < 0 ? setting : setting[..end].Trim();
        if (!keys.Contains(key))
            throw new UsageException(
                "OH3207", end < 0 ? $"'{setting}' is no KEY=VALUE" : $"{name} has no size '{key}'", null,
                $"{NearestName.Ask(key, keys) ?? ""} Sizes of {name}: {string.Join(", ", keys)}.".Trim());
        if (end < 0) throw new UsageException("OH3207", $"'{setting}' has no value", null, $"Write {setting}=VALUE.");
        json[key] = Value(setting[(end + 1)..].Trim()) ?? throw new UsageException(
            "OH3207", $"'{setting[(end + 1)..]}' is no value of {key}", null, "Give a number, or a list of numbers such as [3,5,7].");
        return key;
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
