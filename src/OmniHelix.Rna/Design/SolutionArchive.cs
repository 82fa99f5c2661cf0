namespace OmniHelix.Rna.Design;

/// <summary>
/// The solutions found: all are counted, and kept is, of those near one another, the best. Of very many only the best are kept.
/// </summary>
/// <param name="wanted">Solutions that will be asked for.</param>
/// <param name="apart">Bases in which every two of them differ at least.</param>
internal sealed class SolutionArchive(int wanted, int apart)
{
    private const int LeastKept = 1000;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly int most = 2 * Math.Max(LeastKept, wanted);
    private List<Candidate> kept = [];

    /// <summary>Different solutions so far.</summary>
    public int Found => known.Count;

    /// <summary>Those far enough from one another.</summary>
    public int Count => kept.Count;

    /// <summary>One of them; null when there is none.</summary>
    public DesignState? First => kept.Count > 0 ? kept[0].State : null;

    /// <summary>Adds a solution unless it is there, or near one that is not worse in everything.</summary>
    public void Add(Candidate solution)
    {
        if (!known.Add(DesignTarget.Text(solution.State.Codes))) return;
        List<Candidate> near = apart > 1 ? [.. kept.Where(one => IsNear(one, solution))] : [];
        if (near.Any(one => ParetoFronts.Compare(solution, one) >= 0)) return;
        kept.RemoveAll(near.Contains);
        kept.Add(solution);
        if (kept.Count >= most) kept = ParetoFronts.Sorted(kept)[..(most / 2)];
    }

    /// <summary>As many as are wanted: by fronts of their objectives, without objectives in the order found.</summary>
    public IEnumerable<Candidate> Chosen() => ParetoFronts.Sorted(kept).Take(wanted);

    private bool IsNear(Candidate one, Candidate other)
    {
        var differ = 0;
        foreach (var (first, second) in one.State.Codes.Zip(other.State.Codes)) differ += first == second ? 0 : 1;
        return differ < apart;
    }
}
