namespace OmniHelix.Rna.Design;

/// <summary>Where a search stood.</summary>
/// <param name="Elapsed">Time taken.</param>
/// <param name="Folds">Sequences tried.</param>
/// <param name="Solved">Different solutions.</param>
/// <param name="Gap">Energy of the target above the least energy, of the best sequence so far, kcal/mol.</param>
/// <param name="Distance">Its pairs that are in one of the two structures only.</param>
public sealed record SearchPoint(TimeSpan Elapsed, long Folds, int Solved, double Gap, int Distance);

/// <summary>Notes where a search stands whenever that changes, and at its end; of very many points every second is kept.</summary>
internal sealed class SearchCurve
{
    private const int Most = 2000;

    private readonly List<SearchPoint> points = [];
    private SearchPoint? last;

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<SearchPoint> Points => last is null || points[^1] == last ? points : [.. points, last];

    /// <summary>Notes where the search stands.</summary>
    public void Note(TimeSpan elapsed, long folds, int solved, DesignState best)
    {
        last = new SearchPoint(elapsed, folds, solved, best.Gap / 100.0, best.Distance);
        if (points.Count > 0 && (points[^1].Solved, points[^1].Gap, points[^1].Distance) == (last.Solved, last.Gap, last.Distance)) return;
        if (points.Count == Most)
            for (var at = 0; at < points.Count; at++) points.RemoveAt(at);
        points.Add(last);
    }
}
