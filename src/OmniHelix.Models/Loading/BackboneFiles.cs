using OmniHelix.Models.Esm;

namespace OmniHelix.Models.Loading;

/// <summary>Builds the encoder that a configuration describes; one line per family.</summary>
internal static class BackboneFiles
{
    /// <summary>An encoder with uninitialised weights; its optional parts are those that <paramref name="weights"/> hold.</summary>
    /// <exception cref="OmniException">OH3204: a family that is not implemented; OH3303: configuration and weights disagree.</exception>
    public static Backbone Create(ConfigJson json, ModelWeights? weights)
    {
        var config = EsmConfigFile.Parse(json);
        if (weights is null) return new EsmBackbone(config);
        EsmShapes.Check(config, weights, json.Path);
        return new EsmBackbone(config, EsmShapes.Parts(weights));
    }
}
