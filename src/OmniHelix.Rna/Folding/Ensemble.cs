namespace OmniHelix.Rna.Folding;

/// <summary>All structures of a sequence in equilibrium. Positions are 0-based.</summary>
public sealed class Ensemble
{
    private readonly Triangle<double> probabilities;
    private readonly double[] unpaired;
    private readonly double thermalEnergy;

    /// <param name="inside">Filled for the sequence.</param>
    /// <param name="outside">Filled from it.</param>
    /// <param name="probabilities">As it filled them.</param>
    /// <param name="energy">Of the whole, kcal/mol.</param>
    /// <param name="thermalEnergy">kT in kcal/mol.</param>
    internal Ensemble(
        Inside<double, SumProduct> inside, Outside outside, Triangle<double> probabilities, double energy, double thermalEnergy)
    {
        Length = inside.Length;
        Energy = energy;
        this.thermalEnergy = thermalEnergy;
        this.probabilities = probabilities;
        Span = inside.Span;
        Stacks = [.. outside.Stacks.OrderBy(stack => stack.Outer)];
        var length = Length;
        unpaired = new double[length];
        Array.Fill(unpaired, 1);
        foreach (var (pair, probability) in Pairs(double.Epsilon))
        {
            unpaired[pair.Open] -= probability;
            unpaired[pair.Close] -= probability;
        }
    }

    /// <summary>Number of bases.</summary>
    public int Length { get; }

    /// <summary>Free energy of the whole ensemble, <c>−kT ln Z</c>, in kcal/mol.</summary>
    public double Energy { get; }

    /// <summary><c>[length]</c>: the probability of each base to be unpaired.</summary>
    public ReadOnlySpan<double> Unpaired => unpaired;

    /// <summary>
    /// The pairs that have a pair directly inside them, with the probability of both; those of 10⁻⁶ or more, ordered by opening base.
    /// </summary>
    public IReadOnlyList<(BasePair Outer, double Probability)> Stacks { get; }

    /// <summary>The mean number of pairs in which two structures of the ensemble differ.</summary>
    public double Diversity => Pairs(double.Epsilon).Sum(pair => 2 * pair.Probability * (1 - pair.Probability));

    private int Span { get; }

    /// <summary>The probability of two bases to pair, in either order.</summary>
    public double this[int open, int close]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(open, close));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Math.Max(open, close), Length);
            if (open > close) (open, close) = (close, open);
            return open == close || close - open >= Span ? 0 : probabilities[open + 1, close + 1];
        }
    }

    /// <summary>The share of a structure in the ensemble.</summary>
    /// <param name="energy">Of the structure, kcal/mol.</param>
    public double Frequency(double energy) => Math.Exp((Energy - energy) / thermalEnergy);

    /// <summary>The pairs of some probability, ordered by opening base.</summary>
    /// <param name="least">The least probability listed.</param>
    public IReadOnlyList<(BasePair Pair, double Probability)> Pairs(double least)
    {
        var pairs = new List<(BasePair Pair, double Probability)>();
        for (var i = 1; i <= Length; i++)
            for (var j = i + 1; j <= Math.Min(Length, i + Span - 1); j++)
                if (probabilities[i, j] >= least) pairs.Add((new BasePair(i - 1, j - 1), probabilities[i, j]));
        return pairs;
    }

    /// <summary>
    /// The structure of all pairs more probable than not, and the mean number of pairs in which the ensemble differs from it.
    /// </summary>
    public (SecondaryStructure Structure, double Distance) Centroid()
    {
        var chosen = new List<BasePair>();
        var distance = 0.0;
        foreach (var (pair, probability) in Pairs(double.Epsilon))
        {
            distance += probability > 0.5 ? 1 - probability : probability;
            if (probability > 0.5) chosen.Add(pair);
        }
        return (SecondaryStructure.FromPairs(Length, chosen), distance);
    }

    /// <summary>
    /// The ensemble defect: the mean share of bases that are not as the target has them (Zadeh et al. 2011). 0 is perfect.
    /// </summary>
    /// <param name="target">Of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double Defect(SecondaryStructure target)
    {
        if (target.Length != Length)
            throw new ArgumentException(
                $"A structure of {Plural.Count(target.Length, "base")} cannot be a target for {Length}.", nameof(target));
        var defect = 0.0;
        for (var i = 0; i < Length; i++)
        {
            var partner = target.Partners[i];
            defect += 1 - (partner < 0 ? unpaired[i] : this[i, partner]);
        }
        return Length == 0 ? 0 : defect / Length;
    }

    /// <summary><c>[length]</c>: how uncertain the state of each base is, in bits; 0 where it is settled (Huynen et al. 1997).</summary>
    public double[] PositionalEntropy()
    {
        var entropy = new double[Length];
        for (var i = 0; i < Length; i++) entropy[i] = Bits(unpaired[i]);
        foreach (var (pair, probability) in Pairs(double.Epsilon))
        {
            entropy[pair.Open] += Bits(probability);
            entropy[pair.Close] += Bits(probability);
        }
        return entropy;

        static double Bits(double share) => share > 0 ? -share * Math.Log2(share) : 0;
    }

    /// <summary>
    /// The structure of maximum expected accuracy (Do et al. 2006): the most probable bases, paired ones counting
    /// <paramref name="gamma"/>.
    /// </summary>
    /// <param name="gamma">Weight of paired bases beside unpaired ones; greater gives more pairs.</param>
    /// <returns>The structure and its accuracy: the sum over bases.</returns>
    public (SecondaryStructure Structure, double Accuracy) MaximumExpectedAccuracy(double gamma = 1) =>
        new ExpectedAccuracy(Length, Pairs(1e-4 / (1 + gamma)), gamma).Best();
}
