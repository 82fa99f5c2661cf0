namespace OmniHelix.Rna.Design;

/// <summary>
/// What a language model contributes to a search: sequences to start from, new bases where a walk comes no further, and in the children of
/// a population.
/// </summary>
public sealed record PriorOptions
{
    /// <summary>Share of such sequences that the model draws, from 0 to 1; the others are drawn without it.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>
    /// Share of the bases that the model draws anew in a sequence of a population, from 0 to 1; those of a pair together.
    /// </summary>
    public double MutationRatio { get; init; } = 0.5;

    /// <summary>Above 0: below 1 bases that the model finds likely are favoured, above 1 rare ones.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Draw among this many of the likeliest bases, or others only where these cannot pair; null for among all.</summary>
    public int? TopK { get; init; }

    /// <summary>Refuses numbers that make no sense.</summary>
    /// <exception cref="UsageException">OH1867.</exception>
    internal void Check()
    {
        Require(Share is >= 0 and <= 1, $"a share of {Share} is not from 0 to 1");
        Require(MutationRatio is >= 0 and <= 1, $"a mutation ratio of {MutationRatio} is not from 0 to 1");
        Require(Temperature > 0 && double.IsFinite(Temperature), $"a temperature of {Temperature} is not above 0");
        Require(TopK is null or >= 1, $"a choice among {TopK} is none");
    }

    private static void Require(bool holds, FormattableString otherwise)
    {
        if (!holds) throw new UsageException("OH1867", FormattableString.Invariant(otherwise));
    }
}
