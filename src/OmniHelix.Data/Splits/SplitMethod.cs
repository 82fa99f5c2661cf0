namespace OmniHelix.Data.Splits;

/// <summary>How records are spread over splits.</summary>
public enum SplitMethod
{
    /// <summary>At random; equal sequences and reverse-complement twins stay together.</summary>
    Random,

    /// <summary>At random with the label balance of the whole in every split.</summary>
    Stratified,

    /// <summary>Whole groups: all records of a gene, an individual, a parent sequence.</summary>
    Grouped,

    /// <summary>Whole chromosomes.</summary>
    Chromosome,

    /// <summary>Whole clusters of similar sequences, as the leakage audit finds them.</summary>
    Similarity,

    /// <summary>
    /// Every record for itself: the first ones train, the next validate, the last test, with the numbers of scikit-learn's
    /// <c>train_test_split</c>. Only to reproduce what others did; the audit will show the leakage.
    /// </summary>
    Sequential,
}

/// <summary>The names of split methods.</summary>
internal static class SplitMethodNames
{
    /// <summary>As users type it.</summary>
    public static string Name(this SplitMethod method) => method.ToString().ToLowerInvariant();
}
