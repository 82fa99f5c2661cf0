using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.DataSets;

/// <summary>Seeded choices among examples; file order is kept.</summary>
internal static class ValidationSplit
{
    /// <summary>
    /// Sets aside about <paramref name="share"/> of the examples of every class, or of all where a sequence has no single class; equal
    /// sequences stay on one side.
    /// </summary>
    public static (List<Example> Train, List<Example> Valid) Carve(
        IReadOnlyList<Example> examples, TaskType? task, double share, long seed)
    {
        var groups = Enumerable.Range(0, examples.Count).GroupBy(i => SequenceKey.Of(examples[i].Letters)).Select(g => g.ToArray())
            .ToArray();
        new Xoshiro256(seed, stream: 1).Shuffle<int[]>(groups);
        var aside = new bool[examples.Count];
        foreach (var alike in groups.GroupBy(group => Class(examples[group[0]], task)))
        {
            var count = alike.Sum(group => group.Length);
            var wanted = Math.Max(1, (int)Math.Round(share * count));
            var taken = 0;
            foreach (var group in alike)
            {
                if (taken >= wanted || taken + group.Length >= count) continue;
                foreach (var i in group) aside[i] = true;
                taken += group.Length;
            }
        }
        return ([.. examples.Where((_, i) => !aside[i])], [.. examples.Where((_, i) => aside[i])]);
    }

    private static string Class(Example example, TaskType? task) => (task, example.Label) switch
    {
        (_, null) => "",
        ({ Target: TaskTarget.Classes }, VectorLabel several) => string.Join(' ', several.Values),
        ({ Unit: TaskUnit.Sequence, Target: TaskTarget.Class or TaskTarget.Classes }, _) =>
            string.Join('\n', LabelNames.Of(example, task)),
        _ => "",
    };

    /// <summary>A random choice of <paramref name="count"/> examples.</summary>
    public static List<Example> Sample(IReadOnlyList<Example> examples, int count, long seed)
    {
        var order = Enumerable.Range(0, examples.Count).ToArray();
        new Xoshiro256(seed, stream: 2).Shuffle<int>(order);
        return [.. order.Take(count).Order().Select(i => examples[i])];
    }
}
