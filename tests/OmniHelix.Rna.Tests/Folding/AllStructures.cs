namespace OmniHelix.Rna.Tests.Folding;

/// <summary>Every nested structure of a short sequence, one by one.</summary>
internal static class AllStructures
{
    /// <summary>The structures whose pairs are canonical and hold three bases or more.</summary>
    public static IEnumerable<SecondaryStructure> Of(string sequence) =>
        Between(sequence, 0, sequence.Length - 1).Select(pairs => SecondaryStructure.FromPairs(sequence.Length, pairs));

    private static IEnumerable<IEnumerable<BasePair>> Between(string sequence, int i, int j)
    {
        if (j - i < 4) return [[]];
        var unpaired = Between(sequence, i + 1, j);
        var paired = Enumerable.Range(i + 4, j - i - 3)
            .Where(k => BasePair.IsCanonical(sequence[i], sequence[k]))
            .SelectMany(k => Between(sequence, i + 1, k - 1)
                .SelectMany(inner => Between(sequence, k + 1, j).Select(after => inner.Concat(after).Append(new BasePair(i, k)))));
        return unpaired.Concat(paired);
    }
}
