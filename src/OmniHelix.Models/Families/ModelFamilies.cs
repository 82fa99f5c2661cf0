using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Baselines;
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
        Cnn.Family,
        Rnn.Family,
        BpNet.Family,
        Basenji.Family,
        DeepStarr.Family,
        DeepSea.Family,
    ];

    /// <summary>True when a <c>model_type</c> is in the table.</summary>
    public static bool Know(string modelType) => Names().Any(entry => entry.Name.ModelType == modelType);

    /// <summary>
    /// The family that a configuration names, by its <c>model_type</c> or, where publishers left that out, by its class names; of several
    /// that share a name the one whose evidence is there. Where it names none, that whose evidence is enough.
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
        if (candidates.Count == 0 && type is null)
            candidates = [.. Names().Where(entry => entry.Family.NeedsNoName && entry.Family.IsShownBy!(json, tensors))];
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
        var config = family.Read(json, name, null);
        config.RequireFewLayers(json.Place.File);
        return config;
    }

    /// <summary>
    /// What to write into a configuration whose tensors are those of another family; null when they may be of this one, or nothing tells.
    /// </summary>
    /// <param name="family">The family that the configuration names; null for none.</param>
    /// <param name="tensors">Names in the file.</param>
    public static string? AdviceFor(ModelFamily? family, IEnumerable<string> tensors)
    {
        var names = tensors.ToList();
        var like = LookLike([.. names.Select(KeyMap.LayerNormSuffix)]);
        if (like.Count == 0 || (family is not null && (like.Contains(family) || HasPrefixOf(family, like, names)))) return null;
        var types = Either(like.Select(one => $"\"{one.Names[0].ModelType}\""));
        return $"The tensors look like {Either(like.Select(one => one.Names[0].ClassPrefix))}: write \"model_type\": {types} into it.";
    }

    // The prefix of a family that those it is confused with do not have: "roberta." before tensors that are called as BERT's.
    private static bool HasPrefixOf(ModelFamily family, List<ModelFamily> others, List<string> tensors) => family.Keys.Prefixes
        .Where(prefix => family.Names.Any(name => prefix == $"{name.ModelType}.") && !others.Any(one => one.Keys.Prefixes.Contains(prefix)))
        .Any(prefix => tensors.Any(tensor => tensor.StartsWith(prefix, StringComparison.Ordinal)));

    // Of families that share names the one with the most marks; the layouts of authors have names of their own.
    private static List<ModelFamily> LookLike(IReadOnlyList<string> tensors)
    {
        var found = All.Where(family => family.Marks.All(Has)).ToList();
        if (found.Count == 0) return [.. All.Where(family => family.Keys.Layouts.Any(layout => layout.TellsFamily && Has(layout.Mark)))];
        var most = found.Max(family => family.Marks.Count);
        return found.FindAll(family => family.Marks.Count == most);

        bool Has(string mark) => tensors.Any(tensor => tensor.EndsWith(mark, StringComparison.Ordinal));
    }

    private static string Either(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    // Publishers of models with code of their own leave out what names the architecture; the tensors tell it all the same.
    private static OmniException Unknown(MapNode json, string? type, IReadOnlyList<string> tensors)
    {
        var known = Names().Select(entry => entry.Name.ModelType).Distinct().ToList();
        var what = type is null ? "model_type is missing" : $"model_type '{type}' is not implemented";
        var advice = AdviceFor(null, tensors)
            ?? (type is null ? "Take the complete config.json of the model." : NearestName.Ask(type, known));
        return new OmniException("OH3204", $"{what}; implemented: {string.Join(", ", known)}", json.Place.File, advice);
    }

    private static IEnumerable<(ModelFamily Family, PublishedName Name)> Names() =>
        All.SelectMany(family => family.Names.Select(name => (family, name)));
}
