namespace OmniHelix.Rna.Folding;

/// <summary>
/// Locally optimal structures of a sequence of any length (Hofacker et al. 2004): the least energies of its 3' ends, from the shortest to
/// the whole, and a structure wherever they fall, unless the next holds it. What a pair is worth depends on no base outside of it but its
/// neighbours, so the tables are those of one stretch of the sequence after the other, and memory does not grow with the sequence.
/// </summary>
/// <param name="inside">Is filled with one stretch after the other.</param>
/// <param name="sequence">By <see cref="BaseCodes.Encode"/>.</param>
/// <param name="span">The most bases that a pair spans.</param>
internal sealed class LocalFolding(Inside<int, MinPlus> inside, byte[] sequence, int span)
{
    private const int ShortestPair = 4;

    private readonly int stretch = StretchOf(span);
    // Of the ends that start within a pair's reach.
    private readonly long[] ends = new long[span + 3];
    private readonly int[] noCosts = new int[StretchOf(span) + span + 60];
    private readonly int length = sequence.Length - 2;
    private Traceback traceback = null!;
    private int offset;

    /// <summary>Bases folded at once: more than two stretches have in common.</summary>
    public static int StretchOf(int span) => Math.Max(2000, 2 * span);

    /// <summary>Folds the sequence.</summary>
    /// <param name="found">Receives the structures, those nearest to the 3' end first.</param>
    /// <param name="progress">Is told the share of the sequence that is done.</param>
    /// <returns>The least energy of the whole sequence, in 0.01 kcal/mol.</returns>
    public long Run(Action<LocalStructure> found, IProgress<double>? progress)
    {
        LocalStructure? last = null;
        for (var i = length; i >= 1; i--)
        {
            if ((length - i) % stretch == 0)
            {
                if (i < length) progress?.Report((length - i) / (double)length);
                Fill(Math.Max(1, i - stretch + 1), i);
            }
            Energy(i) = Least(i);
            if (Energy(i) == Energy(i + 1)) continue;
            var next = At(i);
            if (last is not null && !Holds(next, last)) found(last);
            last = next;
        }
        if (last is not null) found(last);
        return length == 0 ? 0 : Energy(1);
    }

    /// <summary>The least energy of the bases from i on.</summary>
    private ref long Energy(int i) => ref ends[i % ends.Length];

    /// <summary>Fills the tables for the pairs that start from <paramref name="first"/> to <paramref name="last"/>.</summary>
    private void Fill(int first, int last)
    {
        // Whether a pair is lonely is seen one base outside of it.
        var from = Math.Max(1, first - 1);
        var to = Math.Min(length, last + span + 1);
        inside.Fill(sequence[(from - 1)..(to + 2)], PairRules<int, MinPlus>.None, noCosts);
        traceback = new Traceback(inside);
        offset = from - 1;
    }

    private long Least(int i)
    {
        var least = Energy(i + 1);
        for (var j = i + ShortestPair; j <= Math.Min(length, i + span - 1); j++)
        {
            var helix = inside.ExteriorHelix(i - offset, j - offset);
            if (!MinPlus.IsZero(helix)) least = Math.Min(least, helix + Energy(j + 1));
        }
        return least;
    }

    /// <summary>The structure with which the energy falls at base i.</summary>
    private LocalStructure At(int i)
    {
        var j = i + ShortestPair;
        while (inside.ExteriorHelix(i - offset, j - offset) + Energy(j + 1) != Energy(i)) j++;
        // Where bases choose, the one that is stacked on the helix is j.
        var last = inside.BasesChoose ? j : Math.Min(length, j + 1);
        var structure = SecondaryStructure.FromMatched(traceback.OfHelix(i - offset, j - offset, last - i + 1));
        return new LocalStructure(i - 1, structure, (Energy(i) - Energy(j + 1)) / 100.0);
    }

    /// <summary>True when a structure that starts earlier has all of another.</summary>
    private static bool Holds(LocalStructure around, LocalStructure other)
    {
        var shift = other.Start - around.Start;
        // Without the base that is stacked on its end.
        var helix = other.Structure.Partners[..(other.Structure.Partners.LastIndexOfAnyExcept(-1) + 1)];
        if (shift + helix.Length > around.Structure.Length) return false;
        for (var at = 0; at < helix.Length; at++)
        {
            var partner = around.Structure.Partners[shift + at];
            if ((partner < 0 ? -1 : partner - shift) != helix[at]) return false;
        }
        return true;
    }
}
