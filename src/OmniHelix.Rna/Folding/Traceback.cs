namespace OmniHelix.Rna.Folding;

/// <summary>
/// The structure of least energy from the filled arrays. Of several, the one that RNAfold gives: what it tries first and which partners
/// it takes first is kept.
/// </summary>
internal sealed class Traceback(Inside<int, MinPlus> inside)
{
    private readonly byte[] codes = inside.Codes;
    private readonly LoopTables<int, MinPlus> tables = inside.Tables;
    private readonly SequenceLoops<int, MinPlus> loops = new(inside);
    private readonly int[] partners = new int[inside.Length];
    private readonly Stack<(int I, int J, bool IsPair)> parts = new();

    /// <summary><c>[length]</c>: the partner of each base, from 0, or −1.</summary>
    public int[] Partners()
    {
        Array.Fill(partners, -1);
        Exterior();
        Parts();
        return partners;
    }

    /// <summary>The same of a circle.</summary>
    public int[] Partners(Circle<int, MinPlus> circle)
    {
        Array.Fill(partners, -1);
        Closed(circle);
        Parts();
        return partners;
    }

    /// <summary>The same of two strands.</summary>
    /// <param name="strands">The place between them.</param>
    /// <param name="bound">True when they have a pair between them.</param>
    public int[] Partners(StrandBreak<int, MinPlus> strands, bool bound)
    {
        Array.Fill(partners, -1);
        if (bound) Exterior();
        else Beside(strands, 1, inside.Length);
        Parts();
        return partners;
    }

    /// <summary><c>[bases]</c>: the partners of the bases from i on, from 0, in the best structure of the helix from i to j.</summary>
    public int[] OfHelix(int i, int j, int bases)
    {
        Array.Fill(partners, -1, i - 1, bases);
        Helix(i, j, inside.ExteriorHelix(i, j), exterior: true);
        Parts();
        return [.. partners.AsSpan(i - 1, bases).ToArray().Select(partner => partner < 0 ? -1 : partner - i + 1)];
    }

    private void Parts()
    {
        while (parts.TryPop(out var part))
        {
            if (part.IsPair) Pair(part.I, part.J);
            else Multi(part.I, part.J);
        }
    }

    private void Exterior()
    {
        var prefix = inside.Prefix;
        var j = inside.Length;
        while (true)
        {
            while (j > 0 && prefix[j] == prefix[j - 1] + inside.ExteriorUnpaired(j)) j--;
            if (j < 5) return;
            var i = j - 4;
            while (!Helix(i, j, prefix[j] - prefix[i - 1], exterior: true)) i--;
            j = i - 1;
        }
    }

    private void Closed(Circle<int, MinPlus> circle)
    {
        foreach (var (i, j) in circle.Pairs())
        {
            if (circle.Hairpin(i, j) != circle.Whole) continue;
            parts.Push((i, j, true));
            return;
        }
        foreach (var (i, j) in circle.Pairs())
            foreach (var (p, q) in circle.Behind(i, j))
            {
                if (circle.Interior(i, j, p, q) != circle.Whole) continue;
                parts.Push((i, j, true));
                parts.Push((p, q, true));
                return;
            }
        var start = 1;
        while (start <= inside.Length && circle.Multi(start) != circle.Whole) start++;
        if (start > inside.Length) return;
        parts.Push((1, start - 1, false));
        var rest = circle.Whole - tables.MultiClosing - inside.Multi[1, start - 1];
        var next = start + 5;
        while (inside.Branch[start, next - 1] + inside.Branch[next, inside.Length] != rest) next++;
        Branch(start, next - 1);
        Branch(next, inside.Length);
    }

    private void Branch(int i, int j)
    {
        while (j - i > 4 && inside.Branch[i, j] == inside.Branch[i, j - 1] + inside.MultiUnpaired(j)) j--;
        parts.Push((i, j, true));
    }

    /// <summary>The loop that holds the break of two strands: of the first strand from i on, of the second to j.</summary>
    private void Beside(StrandBreak<int, MinPlus> strands, int i, int j)
    {
        while (i <= strands.LastOfFirst)
        {
            if (strands.Tail(i) == strands.Tail(i + 1) + inside.ExteriorUnpaired(i))
            {
                i++;
                continue;
            }
            var last = i + 4;
            while (strands.Helix(i, last) + strands.Tail(last + 1) != strands.Tail(i)) last++;
            parts.Push((i, last, true));
            i = last + 1;
        }
        while (j >= strands.FirstOfSecond)
        {
            if (strands.Head(j) == strands.Head(j - 1) + inside.ExteriorUnpaired(j))
            {
                j--;
                continue;
            }
            var first = j - 4;
            while (strands.Head(first - 1) + strands.Helix(first, j) != strands.Head(j)) first--;
            parts.Push((first, j, true));
            j = first - 1;
        }
    }

    private void Multi(int i, int j)
    {
        var multi = inside.Multi;
        while (j - i > 4 && multi[i, j] == multi[i, j - 1] + inside.MultiUnpaired(j)) j--;
        while (j - i > 4 && multi[i, j] == multi[i + 1, j] + inside.MultiUnpaired(i)) i++;
        if (Helix(i, j, multi[i, j], exterior: false) || TwoStacked(i, j, multi[i, j])) return;
        Several(i, j, multi[i, j]);
    }

    /// <summary>Goes on with a helix from i to j, bases stacked on its ends included, if that explains the energy.</summary>
    private bool Helix(int i, int j, int energy, bool exterior)
    {
        if (!inside.BasesChoose)
        {
            var helix = exterior
                ? inside.ExteriorHelix(i, j)
                : inside.Paired[i, j] + tables.Branch(loops.Type(i, j), codes[i - 1], codes[j + 1]);
            if (helix != energy) return false;
            parts.Push((i, j, true));
            return true;
        }
        for (var ends = 0; ends < 4; ends++)
        {
            var (before, after) = (ends & 1, ends >> 1);
            if (inside.HelixWith(i, j, before, after, exterior) != energy) continue;
            parts.Push((i + before, j - after, true));
            return true;
        }
        return false;
    }

    private bool TwoStacked(int i, int j, int energy)
    {
        if (!inside.HelicesStack) return false;
        for (var end = i + 4; end < j - 4; end++)
        {
            if (inside.Stacked2(i, end, j) != energy) continue;
            parts.Push((i, end, true));
            parts.Push((end + 1, j, true));
            return true;
        }
        return false;
    }

    /// <summary>Goes on with two helices or more between i and j, if that explains the energy.</summary>
    private bool Several(int i, int j, int energy)
    {
        for (var split = i + 1; split < j; split++)
        {
            if (inside.Multi[i, split] + inside.Multi[split + 1, j] != energy) continue;
            parts.Push((i, split, false));
            parts.Push((split + 1, j, false));
            return true;
        }
        if (!inside.HelicesStack) return false;
        var before = energy;
        for (var first = i; first < j - 8; first++)
        {
            var rest = before;
            for (var last = j; last > first + 8; last--)
            {
                if (TwoStacked(first, last, rest)) return true;
                rest -= inside.MultiUnpaired(last);
            }
            before -= inside.MultiUnpaired(first);
        }
        return false;
    }

    private void Pair(int i, int j)
    {
        // Without lonely pairs: true when the pair lies directly inside another.
        var stacked = false;
        while (true)
        {
            partners[i - 1] = j - 1;
            partners[j - 1] = i - 1;
            if (inside.HelicesOnly && !stacked)
            {
                (i, j) = (i + 1, j - 1);
                stacked = true;
                continue;
            }
            var energy = (stacked ? inside.Stacked : inside.Paired)[i, j] - inside.Rules.PairCost(i, j);
            if (stacked && energy == StackOnStacked(i, j))
            {
                (i, j) = (i + 1, j - 1);
                continue;
            }
            if (energy == loops.Hairpin(i, j)) return;
            if (Inner(i, j, energy) is var (p, q))
            {
                (i, j) = (p, q);
                stacked = false;
                continue;
            }
            if (inside.Strands is { } strands && strands.AreApart(i, j) && energy == strands.Around(i, j)) Beside(strands, i + 1, j - 1);
            else ClosedMulti(i, j, energy);
            return;
        }
    }

    private void ClosedMulti(int i, int j, int energy)
    {
        if (!inside.BasesChoose)
        {
            Several(i + 1, j - 1, energy - tables.Closing(loops.Type(j, i), codes[j - 1], codes[i + 1]));
            return;
        }
        for (var ends = 0; ends < 4; ends++)
        {
            var (before, after) = (ends & 1, ends >> 1);
            if (Several(i + 1 + after, j - 1 - before, energy - inside.ClosingWith(i, j, before, after))) return;
        }
        for (var end = i + 5; end < j - 5; end++)
        {
            if (inside.ClosingOnFirst(i, end, j) != energy) continue;
            parts.Push((i + 1, end, true));
            parts.Push((end + 1, j - 1, false));
            return;
        }
        for (var start = i + 6; start < j - 4; start++)
        {
            if (inside.ClosingOnLast(i, start, j) != energy) continue;
            parts.Push((i + 1, start - 1, false));
            parts.Push((start, j - 1, true));
            return;
        }
    }

    private int StackOnStacked(int i, int j) =>
        j - i < 6 ? MinPlus.Infinity : inside.Stacked[i + 1, j - 1] + loops.TwoPairs(i, j, i + 1, j - 1);

    private (int P, int Q)? Inner(int i, int j, int energy)
    {
        foreach (var (p, q) in loops.Inner(i, j))
            if (inside.Paired[p, q] + loops.TwoPairs(i, j, p, q) == energy) return (p, q);
        return null;
    }
}
