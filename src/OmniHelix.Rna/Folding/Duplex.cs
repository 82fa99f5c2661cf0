namespace OmniHelix.Rna.Folding;

/// <summary>Two strands hybridised by one helix, which may have bulges and interior loops.</summary>
/// <param name="Pairs">From the 5' end of the first strand on; each of a base of the first strand and one of the second, from 0.</param>
/// <param name="Energy">In kcal/mol.</param>
public sealed record Duplex(IReadOnlyList<BasePair> Pairs, double Energy)
{
    /// <summary>Dots and brackets of both strands as RNAduplex shows them: from one base before the duplex to one behind it.</summary>
    /// <param name="first">Bases of the first strand.</param>
    /// <param name="second">Bases of the second.</param>
    public string ToDotBracket(int first, int second)
    {
        var start = Math.Max(0, Pairs[0].Open - 1);
        var secondStart = Math.Max(0, Pairs[^1].Close - 1);
        var end = Math.Min(first, Pairs[^1].Open + 2);
        var secondEnd = Math.Min(second, Pairs[0].Close + 2);
        var signs = new string('.', end - start + 1 + secondEnd - secondStart).ToCharArray();
        signs[end - start] = '&';
        foreach (var pair in Pairs)
        {
            signs[pair.Open - start] = '(';
            signs[end - start + 1 + pair.Close - secondStart] = ')';
        }
        return new string(signs);
    }
}
