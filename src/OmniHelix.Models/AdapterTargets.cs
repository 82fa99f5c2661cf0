using OmniHelix.Models.Adapters;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Which layers of a model a configuration means.</summary>
internal static class AdapterTargets
{
    private const int NamesShown = 8;

    /// <summary>A configuration with targets, and with the head among what is trained whole.</summary>
    /// <exception cref="OmniException">OH3512: a pattern that is no regular expression.</exception>
    public static LoraConfig Resolved(OmniModel model, LoraConfig config)
    {
        var patterns = config.RankPattern.Select(one => one.Pattern).Concat(config.AlphaPattern.Select(one => one.Pattern));
        foreach (var pattern in patterns.Append(config.TargetPattern).OfType<string>())
            if (LoraConfig.ProblemOf(pattern) is { } problem)
                throw new OmniException("OH3512", $"'{pattern}' is no pattern: {problem}", null, "Write a regular expression for a path.");
        var family = model.Backbone.Config.Family.AdapterTargets;
        var targets = config.Targets.Count > 0 || config.TargetPattern is not null ? config.Targets
            : family.Count > 0 ? family : [LoraConfig.AllLinear];
        return config with { Targets = targets, ModulesToSave = [.. config.ModulesToSave.Union(Heads(model))] };
    }

    /// <summary>The layers, in the order of the model.</summary>
    /// <exception cref="OmniException">OH3510: none is meant.</exception>
    public static IReadOnlyList<(string Path, Module Module)> Find(OmniModel model, LoraConfig config)
    {
        var all = config.Targets is [LoraConfig.AllLinear];
        var candidates = Candidates(model).Where(one => !all || (one.Module is Linear && !IsScoreOfVocabulary(model, one.Module))).ToList();
        var found = candidates.Where(one => config.Adapts(one.Path, config.Targets)).ToList();
        if (found.Count > 0) return found;
        var ends = candidates.Select(one => one.Path.Split('.')[^1]).Distinct().ToList();
        var meant = config.TargetPattern ?? string.Join(", ", config.Targets);
        var layers = config.Layers.Count > 0 ? $" in the blocks {string.Join(", ", config.Layers)}" : "";
        var near = config.Targets.Select(target => NearestName.Ask(target, ends)).FirstOrDefault(ask => ask is not null);
        throw new OmniException(
            "OH3510", $"the targets '{meant}' match no layer of the model{layers}", null,
            near ?? $"Its layers are called {string.Join(", ", ends.Take(NamesShown))}{(ends.Count > NamesShown ? " …" : "")}.");
    }

    /// <summary>Everything that an adapter can be put around, by its path.</summary>
    public static IEnumerable<(string Path, Module Module)> Candidates(OmniModel model) =>
        model.NamedModules().Where(one => one.Value is Linear or Embedding).Select(one => (one.Name, one.Value));

    // A head begins with random weights and is trained whole; that of a language model knows what it scores.
    private static IEnumerable<string> Heads(OmniModel model)
    {
        if (model.Task == TaskType.MaskedLanguageModel) return [];
        var parts = model.NamedParameters().Select(entry => entry.Name.Split('.')[0]).Distinct();
        var names = parts.Where(name => name != model.Backbone.Prefix);
        var hasPooler = OmniModels.PartsFor(model.Task, model.Options) == BackboneParts.Pooler;
        return hasPooler ? names.Append($"{model.Backbone.Prefix}.pooler") : names;
    }

    private static bool IsScoreOfVocabulary(OmniModel model, Module module) =>
        model.Task == TaskType.MaskedLanguageModel && module is Linear { Map: Affine plain }
        && plain.Weight.Value.Size(0) == model.Backbone.VocabularySize;
}
