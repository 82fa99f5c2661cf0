using OmniHelix.Data.Tokens;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Settings that tasks on pairs of bases have, and those that they do not.</summary>
internal static class PairRules
{
    private static readonly string[] Own = ["min_distance", "pair_channels", "pair_blocks"];

    /// <summary>Decides what is left open.</summary>
    /// <exception cref="UsageException">OH2021: a setting of pairs for another task, or windows for pairs.</exception>
    public static ResolvedSettings Apply(ResolvedSettings settings)
    {
        var task = (TaskType)settings["task"].Value!;
        if (task.Unit != TaskUnit.Pair)
        {
            foreach (var setting in Own.Select(name => settings[name]))
                if (setting.Value is not null)
                    throw new UsageException(
                        "OH2021", $"{setting.Key.Name} is for tasks on pairs of bases, not for {task.Name}", setting.Source.Place,
                        "Leave it out.");
            return settings;
        }
        if (settings["long_sequences"] is { Value: LengthPolicy.Window } windows)
            throw new UsageException(
                "OH2021", $"{task.Name} has no windows: they leave the pairs out of which each has one base", windows.Source.Place,
                "Truncate or drop longer sequences, or choose a model that takes them.");
        return settings["min_distance"].Value is null ? settings.With("min_distance", task.UsualMinDistance, Source.Default) : settings;
    }
}
