using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;

namespace OmniHelix.Models.Families;

/// <summary>The table of architectures: loading, heads, adapters and reference numbers ask it. One line for each.</summary>
internal static class ModelFamilies
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } =
    [
        Bert.Family,
        Esm.Family,
    ];

    /// <summary>True when a <c>model_type</c> is in the table.</summary>
    public static bool Know(string modelType) => Names().Any(entry => entry.Name.ModelType == modelType);

    /// <summary>
    /// The family that a configuration names, by its <c>model_type</c> or, where publishers left that out, by its class names.
    /// </summary>
    /// <exception cref="OmniException">OH3204: a family that is not implemented, or none at all.</exception>
    public static (ModelFamily Family, PublishedName Name) Of(MapNode json)
    {
        var type = json.Text("model_type");
        var classes = type is null ? json.Texts("architectures") ?? [] : [];
        foreach (var (family, name) in Names())
            if (name.ModelType == type) return (family, name);
        foreach (var published in classes)
            foreach (var (family, name) in Names())
                if (published.StartsWith(name.ClassPrefix, StringComparison.Ordinal)) return (family, name);
        var known = Names().Select(entry => entry.Name.ModelType).ToList();
        var what = type is null ? "model_type is missing" : $"model_type '{type}' is not implemented";
        throw new OmniException("OH3204", $"{what}; implemented: {string.Join(", ", known)}", json.Place.File,
            type is null ? "Take the complete config.json of the model." : NearestName.Ask(type, known));
    }

    /// <summary>The configuration of a backbone, without looking at weights.</summary>
    /// <exception cref="OmniException">
    /// OH3202 a value of the wrong kind, OH3203 a contradiction, OH3204 what is not implemented.
    /// </exception>
    public static BackboneConfig Read(MapNode json)
    {
        var (family, name) = Of(json);
        return family.Read(json, name, null);
    }

    /// <summary>The family that a backbone belongs to.</summary>
    public static ModelFamily Of(BackboneConfig config) => Names().First(entry => entry.Name.ModelType == config.ModelType).Family;

    private static IEnumerable<(ModelFamily Family, PublishedName Name)> Names() =>
        All.SelectMany(family => family.Names.Select(name => (family, name)));
}
