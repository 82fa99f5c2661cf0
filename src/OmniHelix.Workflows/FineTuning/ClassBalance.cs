

using OmniHelix.Data.Tokens;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Class weights that make every class count the same in a loss.</summary>
internal static class ClassBalance
{
    /// <summary><c>n / (classes · count)</c> for each class; 0 for one that does not occur.</summary>
    /// <exception cref="UsageException">OH5054: the task has no classes.</exception>
    public static IReadOnlyList<double> Of(RaggedTokens tokens)
    {
        if (tokens.Labels is not { Task.Target: TaskTarget.Class } labels)
            throw new UsageException("OH5054", "only classification has classes to balance", null, "Leave --balance-classes out.");
        var counts = new long[labels.Outputs];
        for (var row = 0; row < tokens.Count; row++)
            foreach (var label in tokens.Classes(row))
                if (label >= 0) counts[label]++;
        var total = (double)counts.Sum();
        return [.. counts.Select(c => c == 0 ? 0 : total / (counts.Length * c))];
    }
}
