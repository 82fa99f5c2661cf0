using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Rna.Folding;

/// <summary>
/// The weight of everything around each interval, by running the recursions of <see cref="Inside{T, S}"/> backwards: each array here is
/// the derivative of the partition function by the one of the same name there. With both, the probability of every pair.
/// </summary>
internal sealed class Outside(LoopTables<double, SumProduct> tables)
{
    private const int ShortestPair = 4;
    private const double LeastStack = 1e-6;

    private readonly TwoPairWindow<double, SumProduct> window = new(tables, outward: true);
    private readonly Triangle<double> multi = new(byColumn: false);
    private Inside<double, SumProduct> inside = null!;
    private Circle<double, SumProduct>? circle;
    private readonly List<(BasePair Outer, double Probability)> stacks = [];
    private double[] suffix = [];
    private double[] branch = [];
    private double[] branchAfter = [];
    private double[] closing = [];
    private double[] closingAfter = [];

    /// <summary>The pairs that lie directly around a pair with a probability of 10⁻⁶ or more, with that probability; 0-based.</summary>
    public IReadOnlyList<(BasePair Outer, double Probability)> Stacks => stacks;

    /// <summary>Fills in the probabilities.</summary>
    /// <param name="filled">The inside of the sequence.</param>
    /// <param name="probabilities">By column; written over.</param>
    /// <param name="joined">Where the ends are joined; null of a linear sequence.</param>
    public void Fill(Inside<double, SumProduct> filled, Triangle<double> probabilities, Circle<double, SumProduct>? joined)
    {
        inside = filled;
        circle = joined;
        var length = inside.Length;
        byte[] reversed = [.. inside.Codes.Reverse()];
        window.Begin(reversed, inside.Scale, inside.Rules.Costs?.Reversed());
        multi.Begin(length, inside.Span, 0);
        probabilities.Begin(length, inside.Span, 0);
        suffix = new double[length + 3];
        suffix[length + 1] = 1;
        branch = new double[length + 20];
        branchAfter = new double[length + 20];
        closing = new double[length + 3];
        closingAfter = new double[length + 3];
        stacks.Clear();
        if (circle is not null)
            for (var j = ShortestPair + 1; j < length; j++) multi[1, j] = circle.AroundMulti(j);
        for (var j = length; j >= 1; j--) Column(j, probabilities);
    }

    private void Column(int j, Triangle<double> probabilities)
    {
        var length = inside.Length;
        (branch, branchAfter) = (branchAfter, branch);
        (closing, closingAfter) = (closingAfter, closing);
        Array.Clear(branch);
        Array.Clear(closing);
        if (j < length) suffix[j + 1] += inside.ExteriorUnpaired(j + 1) * suffix[j + 2];
        var one = 0.0;
        var afterUnpaired = j < length ? inside.MultiUnpaired(j + 1) : 0;
        for (var i = Math.Max(1, j - inside.Span + 1); i <= j - ShortestPair; i++)
        {
            var both = multi[i, j];
            one = both + (i > 1 ? inside.MultiUnpaired(i - 1) * one : 0);
            branch[i] += one + afterUnpaired * branchAfter[i];
            if (circle is not null) branch[i] += circle.AroundBranch(i, j);
            var several = both + (i > 1 ? closingAfter[i - 1] : 0);
            Pair(i, j, probabilities);
            if (several != 0) Part(i, j, several);
        }
    }

    private void Pair(int i, int j, Triangle<double> probabilities)
    {
        var (x, y) = (inside.Length + 1 - i, inside.Length + 1 - j);
        var weight = inside.Paired[i, j];
        if (weight == 0)
        {
            window.PutNone(x, y);
            return;
        }
        var codes = inside.Codes;
        var type = BaseCodes.Pair(codes[i], codes[j]);
        var turned = BaseCodes.Pair(codes[j], codes[i]);
        var exterior = tables.Exterior(type, codes[i - 1], codes[j + 1]);
        var outside = circle?.AroundPair(i, j) ?? inside.Prefix[i - 1] * exterior * suffix[j + 1];
        outside += branch[i] * tables.Branch(type, codes[i - 1], codes[j + 1]);
        suffix[i] += weight * exterior * suffix[j + 1];
        var share = weight / (circle?.Whole ?? inside.Prefix[inside.Length]);
        if (i > 1 && j < inside.Length)
        {
            outside += window.Loops(x, y, turned, i - 2 + inside.Length - j - 1);
            var stack = window.Stacked(x, y, turned) * share;
            if (stack >= LeastStack) stacks.Add((new BasePair(i - 2, j), stack));
        }
        probabilities[i, j] = outside * share;
        var around = outside * inside.Rules.PairCost(i, j);
        window.Put(x, y, around, type, codes[i + 1], codes[j - 1]);
        closing[i] = around * tables.Closing(turned, codes[j - 1], codes[i + 1]) * inside.Scale[2];
    }

    /// <summary>Hands the weight around an interval of several helices on to its two parts, wherever they meet.</summary>
    private void Part(int i, int j, double weight)
    {
        var count = j - i - 2 * ShortestPair;
        if (count <= 0) return;
        var both = Vector512.Create(weight);
        ref var left = ref inside.Multi.Values[inside.Multi.Line(i) + i + ShortestPair];
        ref var leftWeight = ref multi.Values[multi.Line(i) + i + ShortestPair];
        ref var right = ref inside.Branch.Values[inside.Branch.Line(j) + i + ShortestPair + 1];
        ref var rightWeight = ref branch[i + ShortestPair + 1];
        var at = 0;
        for (; at <= count - Vector512<double>.Count; at += Vector512<double>.Count)
        {
            var lane = (nuint)at;
            Vector512.FusedMultiplyAdd(both, Vector512.LoadUnsafe(ref right, lane), Vector512.LoadUnsafe(ref leftWeight, lane))
                .StoreUnsafe(ref leftWeight, lane);
            Vector512.FusedMultiplyAdd(both, Vector512.LoadUnsafe(ref left, lane), Vector512.LoadUnsafe(ref rightWeight, lane))
                .StoreUnsafe(ref rightWeight, lane);
        }
        var lefts = MemoryMarshal.CreateSpan(ref left, count);
        var leftWeights = MemoryMarshal.CreateSpan(ref leftWeight, count);
        var rights = MemoryMarshal.CreateSpan(ref right, count);
        var rightWeights = MemoryMarshal.CreateSpan(ref rightWeight, count);
        for (; at < count; at++)
        {
            leftWeights[at] += weight * rights[at];
            rightWeights[at] += weight * lefts[at];
        }
    }
}
