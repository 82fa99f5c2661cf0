using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Folds sequences and tells how far they are from a target. What was folded is remembered: a search comes back to the same sequences,
/// the more often the fewer of their bases are still changed. Not for several threads at once.
/// </summary>
internal sealed class TargetFolding(DesignTarget target, TargetLoops loops, EnergyModel model)
{
    // Partners and codes of what is remembered take about 5 bytes a base.
    private const int BytesRemembered = 20_000_000;

    private readonly Inside<int, MinPlus> inside = new(model.Energies, model.Options);
    private readonly int[] noScale = new int[target.Length + 40];
    private readonly Dictionary<byte[], DesignState> known = new(new SameBases());
    private readonly int mostKnown = BytesRemembered / (5 * target.Length + 100);

    /// <summary>Folds a sequence, or remembers it.</summary>
    /// <param name="codes">By <see cref="BaseCodes.Encode"/>; must not be changed afterwards.</param>
    public DesignState Fold(byte[] codes)
    {
        if (known.TryGetValue(codes, out var before)) return before;
        inside.Fill(codes, PairRules<int, MinPlus>.None, noScale);
        var folded = new Traceback(inside).Partners();
        var gap = loops.Energy(codes) - inside.Prefix[target.Length];
        var found = new DesignState(codes, folded, gap, target.Penalty(codes.AsSpan(1, target.Length)), Distance(folded));
        if (known.Count >= mostKnown) known.Clear();
        known.Add(codes, found);
        return found;
    }

    private int Distance(int[] folded)
    {
        var distance = 0;
        for (var at = 0; at < folded.Length; at++)
        {
            if (folded[at] == target.Partners[at]) continue;
            if (folded[at] > at) distance++;
            if (target.Partners[at] > at) distance++;
        }
        return distance;
    }

    private sealed class SameBases : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] codes)
        {
            var hash = new HashCode();
            hash.AddBytes(codes);
            return hash.ToHashCode();
        }
    }
}
