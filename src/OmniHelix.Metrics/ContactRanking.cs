namespace OmniHelix.Metrics;

/// <summary>
/// How many of the pairs of a sequence that are scored highest are contacts, as contact maps are judged: of the best L, L/2 and L/5 of a
/// sequence of L bases or residues, at least of one, and of all there are where there are fewer. Long-range pairs are at least 24 apart.
/// A sequence without a contact so far apart has no value.
/// </summary>
public sealed class ContactRanking
{
    private const int LongRange = 24;

    private static readonly (string Name, int Least, int Divisor)[] Definitions =
    [
        ("precision_at_l", 1, 1),
        ("precision_at_l_2", 1, 2),
        ("precision_at_l_5", 1, 5),
        ("long_range_precision_at_l", LongRange, 1),
        ("long_range_precision_at_l_2", LongRange, 2),
        ("long_range_precision_at_l_5", LongRange, 5),
    ];

    private readonly MetricValue[] values;

    private ContactRanking(MetricValue[] values) => this.values = values;

    /// <summary>Names of the metrics, as the catalogue has them.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [.. Definitions.Select(one => one.Name)];

    /// <summary>A metric of this sequence.</summary>
    /// <param name="name">One of <see cref="Metrics"/>.</param>
    public MetricValue this[string name] => values[Array.FindIndex(Definitions, one => one.Name == name)];

    /// <summary>Ranks the pairs of a sequence.</summary>
    /// <param name="truth">
    /// 1 for a contact, 0 for none, anything else for pairs that do not count; those of the first with each later one, then those of the
    /// second: <c>[L · (L − 1) / 2]</c>.
    /// </param>
    /// <param name="scores">Higher where a contact is more probable, in the same order.</param>
    /// <exception cref="OmniException">OH5101: there is no sequence with so many pairs, or another number of scores.</exception>
    public static ContactRanking Of(ReadOnlySpan<int> truth, ReadOnlySpan<float> scores)
    {
        MetricInput.SameLength(truth.Length, scores.Length);
        var length = (int)Math.Round((1 + Math.Sqrt(1 + 8.0 * truth.Length)) / 2);
        if (length * (length - 1L) / 2 != truth.Length)
            throw new OmniException("OH5101", FormattableString.Invariant($"no sequence has {truth.Length} pairs of positions"));
        var ranked = new List<(float Score, int Distance, bool IsContact)>();
        var at = 0;
        for (var i = 0; i < length; i++)
            for (var j = i + 1; j < length; j++, at++)
                if (truth[at] is 0 or 1) ranked.Add((scores[at], j - i, truth[at] == 1));
        // Of equal scores the pairs stay in their order.
        (float Score, int Distance, bool IsContact)[] sorted = [.. ranked.OrderByDescending(pair => pair.Score)];
        return new ContactRanking(Array.ConvertAll(Definitions, one => Precision(sorted, one.Least, Math.Max(1, length / one.Divisor))));
    }

    private static MetricValue Precision((float Score, int Distance, bool IsContact)[] sorted, int least, int best)
    {
        int seen = 0, hits = 0, contacts = 0;
        foreach (var (_, distance, isContact) in sorted)
        {
            if (distance < least) continue;
            if (isContact) contacts++;
            if (seen == best) continue;
            seen++;
            if (isContact) hits++;
        }
        return contacts > 0 ? MetricValue.Of((double)hits / seen) : MetricValue.Undefined("a sequence without a contact so far apart");
    }
}
