using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Draws sequences for a target: pairs as pairs, with strong ones at the ends of helices, unpaired bases mostly A, and beside helices what
/// the loops' energies favour (what players of Eterna and NEMO, Portela 2018, found to work).
/// </summary>
internal sealed class SequenceProposals(DesignTarget target, TargetLoops loops, Xoshiro256 random)
{
    private const int MostMismatches = 12;

    private readonly List<int> wrong = [];
    private bool isBold;

    /// <summary>A sequence drawn anew.</summary>
    /// <returns>Codes by <see cref="BaseCodes.Encode"/>.</returns>
    public byte[] Initial()
    {
        // What works for most targets excludes what some need: now and then a search draws more evenly.
        isBold = random.NextDouble() < 0.4;
        var codes = new byte[target.Length + 2];
        codes[0] = BaseCodes.None;
        codes[^1] = BaseCodes.None;
        for (var at = 0; at < target.Length; at++)
        {
            if (target.Partners[at] > at) DrawPair(codes, at);
            else if (target.Partners[at] < 0) DrawUnpaired(codes, at, besideHelix: false);
        }
        for (var loop = 0; loop < loops.Count; loop++)
            if (random.NextDouble() < 0.7) Stabilise(codes, loop);
        return codes;
    }

    /// <summary>A neighbour of a sequence, changed mostly where it does not fold as the target.</summary>
    /// <param name="codes">The sequence.</param>
    /// <param name="folded"><c>[length]</c>: partners in its structure of least energy.</param>
    public byte[] Neighbour(byte[] codes, int[] folded)
    {
        var changed = (byte[])codes.Clone();
        CollectWrong(folded);
        var changes = random.NextDouble() < 0.6 ? 1 : random.NextDouble() < 0.6 ? 2 : 3 + random.Next(3);
        var stabilise = random.NextDouble() < 0.2;
        for (var change = 0; change < changes; change++) Change(changed, Place(folded), stabilise);
        return changed;
    }

    /// <summary>Draws half of the bases anew that do not fold as the target.</summary>
    public byte[] Kick(byte[] codes, int[] folded)
    {
        var changed = (byte[])codes.Clone();
        CollectWrong(folded);
        foreach (var at in wrong)
        {
            if (random.NextDouble() >= 0.5) continue;
            if (target.Partners[at] >= 0) DrawPair(changed, Math.Min(at, target.Partners[at]));
            else DrawUnpaired(changed, at, loops.LoopsOf[at].Count > 0);
        }
        return changed;
    }

    private void CollectWrong(int[] folded)
    {
        wrong.Clear();
        for (var at = 0; at < folded.Length; at++)
            if (folded[at] != target.Partners[at]) wrong.Add(at);
    }

    /// <summary>A base that is wrong, its neighbour or its wrong partner; sometimes any.</summary>
    private int Place(int[] folded)
    {
        if (wrong.Count == 0 || random.NextDouble() >= 0.85) return random.Next(target.Length);
        var at = wrong[random.Next(wrong.Count)];
        if (random.NextDouble() < 0.3) at = Math.Clamp(at + random.Next(5) - 2, 0, target.Length - 1);
        return random.NextDouble() < 0.15 && folded[at] >= 0 ? folded[at] : at;
    }

    private void Change(byte[] codes, int at, bool stabilise)
    {
        var around = loops.LoopsOf[at];
        if (target.Partners[at] >= 0)
        {
            DrawPair(codes, Math.Min(at, target.Partners[at]));
            if (random.NextDouble() < 0.5)
                foreach (var loop in around) Stabilise(codes, loop);
        }
        else if (stabilise && around.Count > 0)
        {
            foreach (var loop in around) Stabilise(codes, loop);
        }
        else
        {
            DrawUnpaired(codes, at, around.Count > 0);
        }
    }

    private void DrawPair(byte[] codes, int open)
    {
        var ends = target.IsHelixEnd(open);
        var (gc, au, gu) = target.Options.PairWeights;
        var total = 0.0;
        foreach (var pair in target.PairsAt(open)) total += Weight(pair);
        var draw = random.NextDouble() * total;
        foreach (var pair in target.PairsAt(open))
        {
            codes[open + 1] = (byte)pair.Open;
            codes[target.Partners[open] + 1] = (byte)pair.Close;
            draw -= Weight(pair);
            if (draw < 0) return;
        }

        double Weight((int Open, int Close) pair) => (pair.Open + pair.Close, ends) switch
        {
            (5, false) when pair.Open is 2 or 3 => gc,
            (5, false) => au,
            (_, false) => gu,
            (5, true) when pair.Open is 2 or 3 => isBold ? 0.6 : 0.94,
            (5, true) => isBold ? 0.25 : 0.04,
            _ => isBold ? 0.15 : 0.02,
        };
    }

    private void DrawUnpaired(byte[] codes, int at, bool besideHelix)
    {
        ReadOnlySpan<double> weights = besideHelix
            ? isBold ? [0, 0.3, 0.2, 0.3, 0.2] : [0, 0.5, 0.08, 0.32, 0.1]
            : [0, 0.93, 0.015, 0.04, 0.015];
        var total = 0.0;
        for (var code = 1; code <= 4; code++) total += target.Allows(at, code) ? weights[code] : 0;
        var draw = random.NextDouble() * total;
        for (var code = 1; code <= 4; code++)
        {
            if (!target.Allows(at, code)) continue;
            codes[at + 1] = (byte)code;
            draw -= weights[code];
            if (draw < 0) return;
        }
    }

    /// <summary>Gives the unpaired bases beside a loop's pairs what lowers its energy most, one after the other, twice around.</summary>
    private void Stabilise(byte[] codes, int loop)
    {
        var mismatches = loops.Mismatches(loop);
        if (mismatches.Count > MostMismatches) return;
        for (var round = 0; round < 2; round++)
            foreach (var at in mismatches) codes[at + 1] = Best(codes, at);
    }

    private byte Best(byte[] codes, int at)
    {
        var best = codes[at + 1];
        var least = int.MaxValue;
        // A first: among equals it pairs least.
        foreach (var code in (ReadOnlySpan<byte>)[1, 3, 4, 2])
        {
            if (!target.Allows(at, code)) continue;
            codes[at + 1] = code;
            var energy = 0;
            foreach (var loop in loops.LoopsOf[at]) energy += loops.Energy(codes, loop);
            if (energy >= least) continue;
            least = energy;
            best = code;
        }
        return best;
    }
}
