using OmniHelix.Data.Tokens;
using OmniHelix.Models.Heads;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Mean and standard deviation of the numbers of a training split.</summary>
internal static class TargetScales
{
    /// <summary>A scale for each target; a store with labels of pairs has one.</summary>
    public static IReadOnlyList<TargetScale> Of(RaggedTokens tokens)
    {
        var targets = tokens.Labels!.Task.Unit == TaskUnit.Pair ? 1 : tokens.Labels.Width;
        return [.. Enumerable.Range(0, targets).Select(target => TargetScale.Of(Numbers(tokens, target, targets)))];
    }

    private static IEnumerable<float> Numbers(RaggedTokens tokens, int target, int targets)
    {
        for (var row = 0; row < tokens.Count; row++)
        {
            var numbers = tokens.Targets(row).ToArray();
            for (var at = target; at < numbers.Length; at += targets) yield return numbers[at];
        }
    }
}
