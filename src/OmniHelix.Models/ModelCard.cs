using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Configuration;

namespace OmniHelix.Models;

/// <summary>What a folder tells of its model beside head and weights, in the section <c>omnihelix</c> of <c>config.json</c>.</summary>
public sealed record ModelCard
{
    /// <summary>The training splits that the weights have seen, in order.</summary>
    public IReadOnlyList<TrainingData> TrainedOn { get; init; } = [];

    /// <summary>How far folding listens to the classes of dot-bracket notation; null where that was not fitted.</summary>
    public HybridFolding? Folding { get; init; }

    /// <summary>The card of a model that has been trained on more.</summary>
    public ModelCard With(params IEnumerable<TrainingData> data) => this with { TrainedOn = [.. TrainedOn.Union(data)] };

    /// <summary>The card of a model; an empty one for folders that others wrote.</summary>
    /// <param name="path">A model folder, or its <c>config.json</c>.</param>
    /// <exception cref="OmniException">OH3201: there is no such file or it cannot be read; OH3202: a value of another kind.</exception>
    public static ModelCard Read(string path) => Of(ModelConfigFile.Open(path));

    internal static ModelCard Of(MapNode config) => config.Map(HeadConfig.Section) is not { } section ? new() : new()
    {
        TrainedOn = [.. section.Maps("trained_on").Select(TrainingData.Of)],
        Folding = section.Map("hybrid_folding") is { } folding ? HybridFolding.Of(folding) : null,
    };

    /// <summary>Adds what <see cref="Of"/> reads.</summary>
    internal void AddTo(JsonObject section)
    {
        if (TrainedOn.Count > 0) section["trained_on"] = new JsonArray([.. TrainedOn.Select(data => data.ToJson())]);
        if (Folding is { } folding) section["hybrid_folding"] = folding.ToJson();
    }
}

/// <summary>A training split that a model has seen.</summary>
/// <param name="Name">Of the data set, for people.</param>
/// <param name="Sha256">Digest of its distinct sequences, whatever the file and their order.</param>
/// <param name="Labels">True when their labels were learned too, false when only the sequences were.</param>
public sealed record TrainingData(string Name, string Sha256, bool Labels)
{
    /// <summary>A training split by its sequences.</summary>
    public static TrainingData Of(string name, IEnumerable<string> sequences, bool labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sequence in sequences.Distinct().Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(sequence + '\n'));
        return new TrainingData(name, Convert.ToHexStringLower(hash.GetHashAndReset()), labels);
    }

    internal static TrainingData Of(MapNode json) => new(
        json.Text("name") ?? throw json.Wrong("name", "a text"),
        json.Text("sha256") ?? throw json.Wrong("sha256", "a text"),
        json.Flag("labels") ?? throw json.Wrong("labels", "true or false"));

    internal JsonNode ToJson() => new JsonObject { ["name"] = Name, ["sha256"] = Sha256, ["labels"] = Labels };
}

/// <summary>How structures are folded with a model's class probabilities beside the energies; fitted on a validation split.</summary>
/// <param name="Weight">Of the probabilities beside the energies, at least 0: 0 is folding alone.</param>
/// <param name="Gamma">Weight of paired bases beside unpaired ones in the expected accuracy, above 0.</param>
public sealed record HybridFolding(double Weight, double Gamma)
{
    internal static HybridFolding Of(MapNode json) => new(
        json.Number("weight", 0) ?? throw json.Wrong("weight", "a number of at least 0"),
        json.Number("gamma", double.Epsilon) ?? throw json.Wrong("gamma", "a number above 0"));

    internal JsonNode ToJson() => new JsonObject { ["weight"] = Weight, ["gamma"] = Gamma };
}
