using System.Text.Json.Nodes;
using OmniHelix.Documents;

namespace OmniHelix.Models.Baselines;

/// <summary>What the configurations of networks that pool between their convolutions have in common.</summary>
internal abstract record PoolingConfig : OneHotConfig
{
    /// <summary>Channels of the first convolutions, as many as published; those of the last layer are the hidden size.</summary>
    public required IReadOnlyList<int> ConvChannels { get; init; }

    /// <summary>Convolutions that <see cref="ConvChannels"/> speaks of.</summary>
    private protected abstract int ConvCount { get; }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["conv_channels"] = Json(ConvChannels);
        return json;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(
            ConvChannels.Count == ConvCount, place,
            $"conv_channels has {ConvChannels.Count} sizes, and the network {ConvCount} convolutions");
    }

    /// <summary>The keys of a file that all have.</summary>
    private protected static T ReadPooling<T>(MapNode json, T defaults) where T : PoolingConfig => ReadOneHot(json, defaults) with
    {
        ConvChannels = Sizes(json, "conv_channels") ?? defaults.ConvChannels,
    };
}
