namespace OmniHelix.Rna;

/// <summary>
/// Base-pair counts of a prediction against a reference. Counts of several sequences add up (<c>+</c>) to the pooled, micro-averaged score.
/// </summary>
/// <param name="CorrectPredicted">Predicted pairs that the reference has.</param>
/// <param name="Predicted">Predicted pairs.</param>
/// <param name="RecoveredReference">
/// Reference pairs that the prediction has; differs from <paramref name="CorrectPredicted"/> only when slip is allowed.
/// </param>
/// <param name="Reference">Reference pairs.</param>
public readonly record struct PairMetrics(long CorrectPredicted, long Predicted, long RecoveredReference, long Reference)
{
    /// <summary>Positive predictive value. Without predicted pairs: 1 when the reference has none either, else 0.</summary>
    public double Precision => Predicted > 0 ? (double)CorrectPredicted / Predicted : Reference == 0 ? 1 : 0;

    /// <summary>Sensitivity. Without reference pairs: 1 when none was predicted either, else 0.</summary>
    public double Recall => Reference > 0 ? (double)RecoveredReference / Reference : Predicted == 0 ? 1 : 0;

    /// <summary>Harmonic mean of precision and recall, 0 when both are 0.</summary>
    public double F1 => Precision + Recall is var sum && sum > 0 ? 2 * Precision * Recall / sum : 0;

    /// <summary>Pairs that two bases of the sequence could make: n(n−1)/2 of n bases.</summary>
    public long Possible { get; init; }

    /// <summary>
    /// Matthews correlation over all <see cref="Possible"/> pairs of positions; 0 where a denominator is 0, 1 when neither structure has
    /// a pair.
    /// </summary>
    public double MatthewsCorrelation
    {
        get
        {
            if (Predicted == 0 && Reference == 0) return 1;
            double right = CorrectPredicted;
            double wrong = Predicted - CorrectPredicted;
            double missed = Reference - RecoveredReference;
            var none = Possible - right - wrong - missed;
            var product = (right + wrong) * (right + missed) * (none + wrong) * (none + missed);
            return product > 0 ? (right * none - wrong * missed) / Math.Sqrt(product) : 0;
        }
    }

    /// <summary>Compares pair sets.</summary>
    /// <param name="reference">The true structure.</param>
    /// <param name="predicted">Of the same length.</param>
    /// <param name="slip">With 1, the usual tolerance, (i, j) also counts as (i±1, j) and (i, j±1); with 0 only as itself.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairMetrics Compare(SecondaryStructure reference, SecondaryStructure predicted, int slip = 0)
    {
        RequireSameLength(reference, predicted);
        ArgumentOutOfRangeException.ThrowIfNegative(slip);
        return new PairMetrics(
            CountFound(predicted, reference, slip), predicted.Pairs.Count, CountFound(reference, predicted, slip), reference.Pairs.Count)
        {
            Possible = (long)reference.Length * (reference.Length - 1) / 2,
        };
    }

    /// <summary>Share of bases with the same state: opening, closing or unpaired. 1 for an empty sequence.</summary>
    /// <inheritdoc cref="Compare" path="/exception"/>
    public static double NucleotideAccuracy(SecondaryStructure reference, SecondaryStructure predicted)
    {
        RequireSameLength(reference, predicted);
        var same = 0;
        for (var i = 0; i < reference.Length; i++)
            if (State(reference.Partners[i], i) == State(predicted.Partners[i], i)) same++;
        return reference.Length == 0 ? 1 : (double)same / reference.Length;
    }

    /// <summary>Pools the counts.</summary>
    public static PairMetrics operator +(PairMetrics a, PairMetrics b) =>
        new(a.CorrectPredicted + b.CorrectPredicted, a.Predicted + b.Predicted,
        a.RecoveredReference + b.RecoveredReference, a.Reference + b.Reference)
        {
            Possible = a.Possible + b.Possible,
        };

    /// <inheritdoc cref="op_Addition"/>
    public static PairMetrics Add(PairMetrics a, PairMetrics b) => a + b;

    private static int State(int partner, int i) => partner < 0 ? 0 : partner > i ? 1 : -1;

    private static int CountFound(SecondaryStructure of, SecondaryStructure within, int slip)
    {
        var found = 0;
        foreach (var pair in of.Pairs)
            if (Has(within, pair, slip)) found++;
        return found;
    }

    private static bool Has(SecondaryStructure structure, BasePair pair, int slip)
    {
        var partners = structure.Partners;
        var (i, j) = pair;
        if (partners[i] >= 0 && Math.Abs(partners[i] - j) <= slip) return true;
        return partners[j] >= 0 && Math.Abs(partners[j] - i) <= slip;
    }

    private static void RequireSameLength(SecondaryStructure a, SecondaryStructure b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"Structures of {a.Length} and {Plural.Count(b.Length, "base")} cannot be compared.");
    }
}
