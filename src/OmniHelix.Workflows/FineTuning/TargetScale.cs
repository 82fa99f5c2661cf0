using OmniHelix.Data.Tokens;
using OmniHelix.Models.Heads;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Mean and standard deviation of the numbers that training pairs have.</summary>
/// <param name="Mean">0 where there is no number.</param>
/// <param name="Deviation">1 where all numbers are the same.</param>
internal readonly record struct TargetScale(double Mean, double Deviation)
{
    /// <summary>Of a store with labels of pairs.</summary>
    public static TargetScale Of(RaggedTokens tokens)
    {
        var count = 0L;
        double mean = 0, squares = 0;
        // Welford (1962): stable, and one pass.
        for (var row = 0; row < tokens.Count; row++)
            foreach (var value in tokens.Targets(row))
            {
                if (float.IsNaN(value)) continue;
                count++;
                var from = value - mean;
                mean += from / count;
                squares += from * (value - mean);
            }
        var deviation = count > 0 ? Math.Sqrt(squares / count) : 0;
        return new(mean, deviation > 0 ? deviation : 1);
    }

    /// <summary>Options of a head that starts with this scale.</summary>
    public PairHeadOptions In(PairHeadOptions options) => options with { Mean = Mean, Deviation = Deviation };
}
