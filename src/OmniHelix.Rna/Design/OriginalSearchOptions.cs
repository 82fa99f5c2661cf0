namespace OmniHelix.Rna.Design;

/// <summary>The numbers of <see cref="OriginalSearch"/>, with the defaults of OmniGenBench.</summary>
public sealed record OriginalSearchOptions
{
    /// <summary>Share of the bases that a mutation hides and has filled in, from 0 to 1.</summary>
    public double MutationRatio { get; init; } = 0.5;

    /// <summary>Sequences that live at a time.</summary>
    public int Population { get; init; } = 100;

    /// <summary>Generations at most.</summary>
    public int Generations { get; init; } = 100;

    /// <summary>Of every choice.</summary>
    public long Seed { get; init; }

    /// <summary>Refuses numbers that make no sense.</summary>
    /// <exception cref="UsageException">OH1866.</exception>
    internal OriginalSearchOptions Checked()
    {
        Require(MutationRatio is >= 0 and <= 1, $"a mutation ratio of {MutationRatio} is not from 0 to 1");
        Require(Population >= 1, $"a population of {Population} has nobody in it");
        Require(Generations >= 1, $"{Generations} generations are fewer than one");
        return this;
    }

    private static void Require(bool holds, FormattableString otherwise)
    {
        if (!holds) throw new UsageException("OH1866", FormattableString.Invariant(otherwise));
    }
}
