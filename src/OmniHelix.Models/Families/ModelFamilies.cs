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
        Roberta.Family,
        DistilBert.Family,
        MosaicBert.Family,
        GenaLm.Family,
        ModernBert.Family,
        Longformer.Family,
        Nystromformer.Family,
        Esm.Family,
        MultimoleculeBert.Family,
        MultimoleculeDnaBert2.Family,
        RnaFm.Family,
        UtrLm.Family,
        Rinalmo.Family,
        ErnieRna.Family,
        RnaMsm.Family,
        ScBert.Family,
        ScModernBert.Family,
        ScLlama.Family,
        ScNystromformer.Family,
        ScPerformer.Family,
    ];

    /// <summary>True when a <c>model_type</c> is in the table.</summary>
    public static bool Know(string modelType) => Names().Any(entry => entry.Name.ModelType == modelType);

    /// <summary>
    /// The family that a configuration names, by its <c>model_type</c> or, where publishers left that out, by its class names; of several
    /// that share a name the one whose evidence is there.
    /// </summary>
    /// <param name="json">The configuration.</param>
    /// <param name="tensors">Names of the tensors beside it, as the file has them; empty without weights.</param>
    /// <exception cref="OmniException">OH3204: a family that is not implemented, or none at all.</exception>
    public static (ModelFamily Family, PublishedName Name) Of(MapNode json, IReadOnlyList<string> tensors)
    {
        var type = json.Text("model_type");
        var classes = type is null ? json.Texts("architectures") ?? [] : [];
        var candidates = Names().Where(entry => type is null
            ? classes.Any(published => published.StartsWith(entry.Name.ClassPrefix, StringComparison.Ordinal))
            : entry.Name.ModelType == type).ToList();
        if (candidates.Count == 0) throw Unknown(json, type, tensors);
        var shown = candidates.Find(entry => entry.Family.IsShownBy is { } evidence && evidence(json, tensors));
        return shown.Family is not null ? shown : candidates.Find(entry => entry.Family.IsShownBy is null) is { Family: not null } plain
            ? plain
            : candidates[0];
    }

    /// <summary>The configuration of a backbone, without looking at weights.</summary>
    /// <exception cref="OmniException">
    /// OH3202 a value of the wrong kind, OH3203 a contradiction, OH3204 what is not implemented.
    /// </exception>
    public static BackboneConfig Read(MapNode json)
    {
        var (family, name) = Of(json, []);
        return family.Read(json, name, null);
    }

    // Publishers of models with code of their own leave out what names the architecture; the tensors tell it all the same.
    private static OmniException Unknown(MapNode json, string? type, IReadOnlyList<string> tensors)
    {
        var known = Names().Select(entry => entry.Name.ModelType).Distinct().ToList();
        var what = type is null ? "model_type is missing" : $"model_type '{type}' is not implemented";
        var like = All.FirstOrDefault(
            family => family.Mark is { } mark && tensors.Any(tensor => tensor.EndsWith(mark, StringComparison.Ordinal)));
        var name = like?.Names[0];
        var advice = name is not null ? $"The tensors look like {name.ClassPrefix}: write \"model_type\": \"{name.ModelType}\" into it."
            : type is null ? "Take the complete config.json of the model." : NearestName.Ask(type, known);
        return new OmniException("OH3204", $"{what}; implemented: {string.Join(", ", known)}", json.Place.File, advice);
    }

    private static IEnumerable<(ModelFamily Family, PublishedName Name)> Names() =>
        All.SelectMany(family => family.Names.Select(name => (family, name)));
}
