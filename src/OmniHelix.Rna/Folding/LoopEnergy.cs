namespace OmniHelix.Rna.Folding;

/// <summary>What a loop is.</summary>
public enum LoopKind
{
    /// <summary>Outside of all pairs.</summary>
    Exterior,

    /// <summary>One pair.</summary>
    Hairpin,

    /// <summary>Two pairs without a base between them.</summary>
    Stack,

    /// <summary>Two pairs with unpaired bases on one side.</summary>
    Bulge,

    /// <summary>Two pairs with unpaired bases on both sides.</summary>
    Interior,

    /// <summary>Three pairs or more.</summary>
    Multiloop,
}

/// <summary>One loop of a structure.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Closing">The pair around it; null outside of all pairs.</param>
/// <param name="Inner">The pairs that it is around.</param>
/// <param name="Energy">In kcal/mol; +∞ when there is no such loop, as a hairpin of fewer than three bases.</param>
public sealed record LoopEnergy(LoopKind Kind, BasePair? Closing, IReadOnlyList<BasePair> Inner, double Energy);

/// <summary>The energy of a structure as the sum of its loops.</summary>
/// <param name="Loops">From outside in, 5' to 3'.</param>
public sealed record StructureEnergy(IReadOnlyList<LoopEnergy> Loops)
{
    /// <summary>In kcal/mol.</summary>
    public double Energy { get; } = Loops.Sum(loop => Math.Round(loop.Energy * 100)) / 100;
}
