namespace OmniHelix.Reports;

/// <summary>Keeps pages small: neighbouring points of a long curve become their mean.</summary>
internal static class Downsample
{
    public static IReadOnlyList<CurvePoint> Means(IReadOnlyList<CurvePoint> points, int most)
    {
        if (points.Count <= most) return points;
        var bucket = (points.Count + most - 1) / most;
        var means = new List<CurvePoint>(most);
        for (var from = 0; from < points.Count; from += bucket)
        {
            var to = Math.Min(points.Count, from + bucket);
            var sum = 0.0;
            for (var p = from; p < to; p++) sum += points[p].Value;
            means.Add(new CurvePoint(points[to - 1].Step, sum / (to - from)));
        }
        return means;
    }
}
