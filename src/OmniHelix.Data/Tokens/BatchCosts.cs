namespace OmniHelix.Data.Tokens;

/// <summary>
/// What rows count in the budget of a batch: their tokens. Tasks on pairs compute with maps of pairs, so there a row of n tokens counts
/// n² / 64, as many as it has at 64 tokens, more beyond and fewer below.
/// </summary>
public static class BatchCosts
{
    private const int Even = 64;

    /// <summary>The cost of each row.</summary>
    /// <param name="task">What is computed.</param>
    /// <param name="lengths">Tokens of each row.</param>
    public static IReadOnlyList<int> Of(TaskType task, IReadOnlyList<int> lengths) =>
        task.Unit == TaskUnit.Pair ? [.. lengths.Select(OfPairs)] : lengths;

    private static int OfPairs(int length) => (int)Math.Min(int.MaxValue, Math.Max(1, (long)length * length / Even));
}
