namespace OmniHelix.Rna.Folding;

/// <summary>
/// The best way in which the unpaired bases of a loop stack on its helices, and, when allowed, helices on one another: each base stacks
/// on one helix, each helix takes at most the base on either side or one neighbouring helix without a base between.
/// </summary>
internal sealed class HelixArrangement(HelixEnergy energy, int[]? coaxial)
{
    private const int Types = 7;

    private enum Side
    {
        Free,
        Base,
        Helix,
    }

    /// <summary>The least energy of helices in a row.</summary>
    /// <param name="helices">In order.</param>
    public int Linear(ReadOnlySpan<Helix> helices)
    {
        if (helices.IsEmpty) return 0;
        var least = Math.Min(
            From(helices, Side.Free).Least(), helices[0].Before == BaseCodes.None ? int.MaxValue : From(helices, Side.Base).Least());
        return least;
    }

    /// <summary>The least energy of helices around a loop: the last is beside the first.</summary>
    public int Circular(ReadOnlySpan<Helix> helices)
    {
        var least = MinPlus.Infinity;
        var gap = helices[^1].Gap;
        foreach (var side in new[] { Side.Free, Side.Base, Side.Helix })
        {
            if (side == Side.Helix && (coaxial is null || gap > 0)) continue;
            if (side == Side.Base && gap == 0) continue;
            var ends = From(helices, side);
            if (side == Side.Helix)
            {
                least = Math.Min(least, ends[Side.Helix] + Stacked(helices[^1], helices[0]));
                continue;
            }
            least = Math.Min(least, ends[Side.Free]);
            if (gap >= (side == Side.Base ? 2 : 1)) least = Math.Min(least, ends[Side.Base]);
        }
        return least;
    }

    /// <summary>The least energies by what the last helix has after it, given what the first has before it.</summary>
    private Ends From(ReadOnlySpan<Helix> helices, Side first)
    {
        var ends = Add(new Ends(), helices[0], first, 0);
        for (var next = 1; next < helices.Length; next++)
        {
            var helix = helices[next];
            var gap = helices[next - 1].Gap;
            var before = ends;
            var after = Add(new Ends(), helix, Side.Free, before[Side.Free]);
            if (gap >= 1)
            {
                after = Add(after, helix, Side.Base, before[Side.Free]);
                after = Add(after, helix, Side.Free, before[Side.Base]);
            }
            if (gap >= 2) after = Add(after, helix, Side.Base, before[Side.Base]);
            if (gap == 0 && coaxial is not null)
                after = Add(after, helix, Side.Helix, before[Side.Helix] + Stacked(helices[next - 1], helix));
            ends = after;
        }
        return ends;
    }

    private Ends Add(Ends ends, Helix helix, Side before, int so)
    {
        if (so >= MinPlus.Infinity) return ends;
        var left = before == Side.Base ? helix.Before : BaseCodes.None;
        var free = so + energy(helix.Type, left, BaseCodes.None);
        ends = ends.With(Side.Free, free);
        if (before == Side.Helix) return ends;
        if (helix.After != BaseCodes.None) ends = ends.With(Side.Base, so + energy(helix.Type, left, helix.After));
        return before == Side.Free && coaxial is not null ? ends.With(Side.Helix, free) : ends;
    }

    /// <summary>Two helices end to end stack as their closing pairs would inside one helix.</summary>
    private int Stacked(Helix first, Helix second) => coaxial![Turned(first.Type) * Types + Turned(second.Type)];

    private static int Turned(int type) => type switch
    {
        0 => 1,
        1 => 0,
        2 => 3,
        3 => 2,
        4 => 5,
        5 => 4,
        _ => type,
    };

    private readonly struct Ends
    {
        private readonly int free;
        private readonly int onBase;
        private readonly int onHelix;

        public Ends()
            : this(MinPlus.Infinity, MinPlus.Infinity, MinPlus.Infinity)
        {
        }

        private Ends(int free, int onBase, int onHelix)
        {
            this.free = free;
            this.onBase = onBase;
            this.onHelix = onHelix;
        }

        public int this[Side side] => side switch
        {
            Side.Free => free,
            Side.Base => onBase,
            _ => onHelix,
        };

        public Ends With(Side side, int energy) => side switch
        {
            Side.Free => new Ends(Math.Min(free, energy), onBase, onHelix),
            Side.Base => new Ends(free, Math.Min(onBase, energy), onHelix),
            _ => new Ends(free, onBase, Math.Min(onHelix, energy)),
        };

        public int Least() => Math.Min(free, onBase);
    }
}
