namespace OmniHelix.Rna;

/// <summary>Makes a predicted bracket string valid, and measures how far from valid it was.</summary>
public static class DotBracketRepair
{
    /// <summary>Brackets without partner become unpaired; matched pairs are kept; the length does not change.</summary>
    /// <param name="dotBracket">One symbol a base, for instance a model's class per base.</param>
    /// <exception cref="OmniException">OH1801 for a character that is no structure symbol.</exception>
    public static SecondaryStructure Repair(ReadOnlySpan<char> dotBracket)
    {
        var partners = new int[dotBracket.Length];
        BracketMatcher.Match(dotBracket, partners, place: null);
        return SecondaryStructure.FromMatched(partners);
    }

    /// <summary>
    /// <c>unmatched / (length − dots + 1e-8)</c>: 0 for a valid structure, 1 when no bracket has a partner (<c>ss_validity_loss</c>).
    /// </summary>
    /// <inheritdoc cref="Repair" path="/exception"/>
    public static double ValidityLoss(ReadOnlySpan<char> dotBracket)
    {
        var unmatched = BracketMatcher.Match(dotBracket, new int[dotBracket.Length], place: null).Count;
        var brackets = 0;
        foreach (var c in dotBracket)
            if (!BracketMatcher.IsUnpaired(c)) brackets++;
        return unmatched / (brackets + 1e-8);
    }
}
