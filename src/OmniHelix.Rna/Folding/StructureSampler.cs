namespace OmniHelix.Rna.Folding;

/// <summary>
/// Draws structures from an ensemble, each with its probability (Ding and Lawrence 2003): of the ways in which a part comes about one is
/// drawn by its share in the part's weight, and so on down to the loops.
/// </summary>
internal sealed class StructureSampler(Inside<double, SumProduct> inside, Xoshiro256 random)
{
    private readonly Derivations<double, SumProduct> derivations = new(inside);
    private readonly Stack<Part> parts = new();

    /// <summary>The next structure.</summary>
    public SecondaryStructure Next()
    {
        var partners = new int[inside.Length];
        Array.Fill(partners, -1);
        parts.Push(derivations.Whole);
        while (parts.TryPop(out var part))
        {
            if (part.Kind == PartKind.Nothing) continue;
            if (part.Kind == PartKind.Pair)
            {
                partners[part.I - 1] = part.J - 1;
                partners[part.J - 1] = part.I - 1;
            }
            var way = Draw(part);
            parts.Push(way.First);
            parts.Push(way.Second);
        }
        return SecondaryStructure.FromMatched(partners);
    }

    private Derivation<double> Draw(Part part)
    {
        var left = random.NextDouble() * derivations.Value(part);
        var drawn = default(Derivation<double>);
        foreach (var way in derivations.Of(part))
        {
            if (way.Value <= 0) continue;
            drawn = way;
            left -= way.Value;
            if (left < 0) break;
        }
        // Rounding can leave a trace after the last way, which then is the one.
        return drawn;
    }
}
