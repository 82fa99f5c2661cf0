namespace OmniHelix.Rna.Folding;

/// <summary>The conditions and rules of folding. The defaults are those of ViennaRNA's RNAfold.</summary>
public sealed record FoldingOptions
{
    /// <summary>The conditions of the published parameters: 37 °C, both dangles, everything allowed.</summary>
    public static FoldingOptions Default { get; } = new();

    /// <summary>In °C.</summary>
    public double Temperature { get; init; } = 37;

    /// <summary>What the bases beside a helix do.</summary>
    public DangleModel Dangles { get; init; } = DangleModel.Both;

    /// <summary>False: every helix has at least two pairs.</summary>
    public bool LonelyPairs { get; init; } = true;

    /// <summary>False: no GU pairs.</summary>
    public bool WobblePairs { get; init; } = true;

    /// <summary>False: a GU pair neither closes a hairpin or multiloop nor stands beside a bulge or interior loop.</summary>
    public bool WobbleClosure { get; init; } = true;

    /// <summary>False: the hairpins of three, four and six bases with an energy of their own count as others do.</summary>
    public bool SpecialHairpins { get; init; } = true;

    /// <summary>The most bases from one partner of a pair to the other, both counted; null for any number.</summary>
    public int? MaximumSpan { get; init; }

    /// <summary>True: the last base is joined to the first. Not with dangles 1 or 3, a largest span, or without lonely pairs.</summary>
    public bool Circular { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="UsageException">
    /// OH1850 when the temperature is not from 0 to 100 °C, the span is below 5, or a circle is asked for what it is not known for.
    /// </exception>
    internal FoldingOptions Checked()
    {
        if (!(Temperature is >= 0 and <= 100))
            throw new UsageException(
                "OH1850", $"RNA cannot be folded at {Temperature} °C", null,
                "Give a temperature from 0 to 100 °C; the parameters were measured at 37.");
        if (MaximumSpan is < 5)
            throw new UsageException(
                "OH1850", $"a largest span of {MaximumSpan} leaves no pair: a hairpin needs 5 bases", null, "Give 5 or more, or no span.");
        if (!Enum.IsDefined(Dangles))
            throw new UsageException("OH1850", $"there is no dangle model {(int)Dangles}", null, "Give 0, 1, 2 or 3.");
        if (Circular && (Dangles is DangleModel.Unpaired or DangleModel.Coaxial || !LonelyPairs || MaximumSpan is not null))
            throw new UsageException(
                "OH1850", "circular RNA is folded with dangles 0 or 2, with lonely pairs and without a largest span", null,
                "Leave these conditions out.");
        return this;
    }
}
