using System.Globalization;
using System.Text;

namespace OmniHelix.Reports;

/// <summary>
/// The figures of a training report as SVG files of their own, for papers: colours stand in the files, and no script is needed.
/// </summary>
public static class ReportFigures
{
    // Those of the page in daylight. Programs that draw SVG know neither variables nor mixed colours.
    private const string Style = """
        text { fill: #1d2630; font-family: "DejaVu Sans", Helvetica, Arial, sans-serif; }
        .axis, .tick, .end, .matrix text { fill: #5d6874; }
        .grid { stroke: #e2e3df; fill: none; }
        .drawing text { text-anchor: middle; font-family: "DejaVu Sans Mono", monospace; }
        .backbone { fill: none; stroke: #b4bac0; stroke-linejoin: round; }
        .base { fill: #ffffff; stroke: #9ea5ac; }
        .pair { fill: none; stroke-linecap: round; }
        .right { stroke: #0f766e; } .missed { stroke: #c27803; } .wrong { stroke: #c2255c; }
        .base.right { fill: #cfe4e2; } .base.missed { fill: #f0dfc3; } .base.wrong { fill: #f2d0dc; }
        .matrix .true { text-anchor: end; } .matrix .predicted { text-anchor: middle; }
        .matrix .ground { fill: #f2f1ec; } .matrix .cell { fill: #0f766e; }
        .matrix .share { fill: #1d2630; text-anchor: middle; } .matrix .strong { fill: #ffffff; }
        .own { fill: #0f766e; stroke: #0f766e; } .other { fill: #5d6874; stroke: #5d6874; }
        .series { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
        """;

    /// <summary>Writes every figure for which there are data.</summary>
    /// <param name="folder">Is made when it does not exist; files there of the same names are replaced.</param>
    /// <param name="data">What the report shows.</param>
    /// <returns>Names of the files, such as <c>score.svg</c>.</returns>
    /// <exception cref="OmniException">OH6502, OH6503: data do not fit together; OH600x: a file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, TrainingReportData data)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, folder);
        }
        var names = new List<string>();
        foreach (var (name, svg) in Drawings(data))
        {
            AtomicFile.WriteText(Path.Combine(folder, name + ".svg"), Standalone(svg));
            names.Add(name + ".svg");
        }
        return names;
    }

    private static IEnumerable<(string Name, string Svg)> Drawings(TrainingReportData data)
    {
        if (data.Score is { } score) yield return ("score", ScoreDrawing.Draw(score));
        if (data.Confusion is { } matrix)
            yield return ("confusion", new HeatMap(matrix.Labels, matrix.Counts).Drawing());
        foreach (var curve in data.Curves) yield return (FileName(curve.Title), CurveDrawing.Draw(curve));
        for (var i = 0; i < data.Structures.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"structure-{i + 1}");
            yield return ($"{name}-arcs", ArcDrawing.Draw(data.Structures[i]));
            var (truth, prediction) = PlaneDrawing.Draw(data.Structures[i]);
            yield return ($"{name}-truth", truth);
            yield return ($"{name}-prediction", prediction);
        }
    }

    // Titles are ours or names of metrics.
    private static string FileName(string title) =>
        string.Concat(title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    private static string Standalone(string svg)
    {
        var end = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        return new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"")
            .Append(svg, 4, end - 4).Append("\n<style>\n").Append(Style).Append("\n</style>\n").Append(svg, end, svg.Length - end)
                .Append('\n')
            .ToString();
    }
}
