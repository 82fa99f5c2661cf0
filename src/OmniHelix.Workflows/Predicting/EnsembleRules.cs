using OmniHelix.Inference;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about ensembles, the same for predictions and evaluations.</summary>
internal static class EnsembleRules
{
    /// <summary>Refuses settings that mean nothing for a single model.</summary>
    /// <exception cref="UsageException">OH2021.</exception>
    public static void Check(ResolvedSettings settings)
    {
        if (settings["ensemble"].Value is IReadOnlyList<string> { Count: > 0 }) return;
        foreach (var key in new[] { "combine", "ensemble_weights" })
            if (settings[key].Value is { } value && !value.Equals(settings[key].Key.Default))
                throw new UsageException(
                    "OH2021", $"{key} is for several models, and there is one", settings[key].Source.Place,
                    "Name the others with --ensemble.");
    }

    /// <summary>How the models answer together.</summary>
    public static EnsembleOptions Of(Combination combination, IReadOnlyList<double>? weights) =>
        new() { Combination = combination, Weights = weights };

    /// <summary>What the models are, and how far they are apart.</summary>
    /// <param name="ensemble">The models.</param>
    /// <param name="spread">Of each row.</param>
    public static string Tell(ModelEnsemble ensemble, float[][] spread)
    {
        var count = spread.Sum(row => (long)row.Length);
        var mean = spread.Sum(row => row.Sum(value => (double)value)) / Math.Max(1, count);
        var what = ensemble.Models[0].Model.Task.Target == TaskTarget.Number ? "values" : "probabilities";
        var how = SettingValue.Write(ensemble.Options.Combination);
        return FormattableString.Invariant(
            $"{ensemble.Models.Count} models answer as one by {how}; their {what} have a standard deviation of {mean:0.000} on average.");
    }
}
