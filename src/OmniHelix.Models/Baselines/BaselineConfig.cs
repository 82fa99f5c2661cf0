using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Sizes and switches of a network that is trained from scratch on labels alone, to be scored beside models that were pre-trained.
/// </summary>
internal abstract record BaselineConfig : BackboneConfig
{
    /// <summary>Dropout before the classifier.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Tokens that a vector of the last hidden state stands for.</summary>
    public virtual int Resolution => 1;

    internal override double HeadDropout => Dropout;

    internal override (Pooling Pooling, HeadLayout Layout) UsualHead => (Family.Heads.Sequences.Poolings[0], Family.Heads.Sequences.Layout);

    internal override void Initialise(Module part) => Initialization.Layers(part);

    internal override JsonObject ToJson() => new()
    {
        ["model_type"] = ModelType,
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = HiddenSize,
        ["dropout"] = Dropout,
    };

    /// <summary>Refuses numbers that do not fit together.</summary>
    /// <param name="place">Where they stand.</param>
    /// <exception cref="OmniException">OH3203.</exception>
    internal virtual void Check(string place)
    {
        Require(VocabularySize > 0, place, $"vocab_size {VocabularySize} must be positive");
        Require(HiddenSize > 0, place, $"hidden_size {HiddenSize} must be positive");
        Require(Dropout is >= 0 and < 1, place, $"a dropout of {Dropout} is outside [0, 1)");
    }

    /// <summary><paramref name="defaults"/> with the common keys of a file.</summary>
    /// <exception cref="OmniException">OH3202: a value of the wrong kind.</exception>
    private protected static T ReadCommon<T>(MapNode json, T defaults) where T : BaselineConfig => defaults with
    {
        VocabularySize = json.Integer("vocab_size") ?? throw json.Wrong("vocab_size", "the number of tokens"),
        HiddenSize = json.Integer("hidden_size") ?? defaults.HiddenSize,
        Dropout = json.Number("dropout") ?? defaults.Dropout,
    };

    /// <summary>A list of sizes; null when the key is not there.</summary>
    /// <exception cref="OmniException">OH3202: something else than whole numbers above 0, at least one.</exception>
    private protected static IReadOnlyList<int>? Sizes(MapNode json, string key)
    {
        if (json.Numbers(key) is not { } numbers) return null;
        return numbers.Count > 0 && numbers.All(number => number is >= 1 and <= int.MaxValue && number == Math.Floor(number))
            ? [.. numbers.Select(number => (int)number)]
            : throw json.Wrong(key, "a list of whole numbers above 0");
    }

    private protected static JsonArray Json(IEnumerable<int> sizes) => new([.. sizes.Select(size => (JsonNode)size)]);

    /// <summary>Throws OH3203 unless a condition holds.</summary>
    private protected static void Require(bool holds, string place, FormattableString otherwise)
    {
        if (!holds) throw new OmniException("OH3203", FormattableString.Invariant(otherwise), place, "Correct the sizes.");
    }
}
