using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OmniHelix.Reports.Raster;

namespace OmniHelix.Reports;

/// <summary>
/// The figures of a report as files of their own, for papers: SVG with its colours inside, and the same as PNG with 300 dots an inch.
/// </summary>
public static partial class ReportFigures
{
    /// <summary>Name in the folder of a run.</summary>
    public const string FolderName = "figures";

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
        .pairmap text { fill: #5d6874; } .pairmap .middle { text-anchor: middle; } .pairmap .end { text-anchor: end; }
        .pairmap .ground { fill: #f2f1ec; } .pairmap .blank { fill: #ffffff; } .pairmap .shade { fill: #0f766e; }
        .pairmap .hit { fill: #0f766e; } .pairmap .miss { fill: #c27803; } .pairmap .error { fill: #c2255c; }
        .diagonal { fill: none; stroke: #9ea5ac; } .series { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
        """;

    /// <summary>Writes every figure for which there are data.</summary>
    /// <param name="folder">Is made when it does not exist; files there of the same names are replaced.</param>
    /// <param name="data">What the report shows.</param>
    /// <returns>Names of the files: <c>score.svg</c>, <c>score.png</c> and so on.</returns>
    /// <exception cref="OmniException">OH6502, OH6503: data do not fit together; OH600x: a file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, TrainingReportData data)
    {
        AtomicFile.MakeFolder(folder);
        var figures = Drawings(data).Select(figure => (figure.Name, Svg: Standalone(figure.Svg))).ToList();
        foreach (var (name, svg) in figures)
        {
            AtomicFile.WriteText(Path.Combine(folder, name + ".svg"), svg);
            AtomicFile.Write(Path.Combine(folder, name + ".png"), file => file.Write(FigureRaster.ToPng(svg)));
        }
        return [.. figures.SelectMany(figure => new[] { figure.Name + ".svg", figure.Name + ".png" })];
    }

    /// <summary>Writes one drawing as SVG, as PNG with 300 dots an inch, and as a page of PDF of its size.</summary>
    /// <param name="stem">Path without the ending; files of that name are replaced.</param>
    /// <param name="histogram">What is drawn.</param>
    /// <returns>The files.</returns>
    /// <exception cref="OmniException">OH600x: a file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string stem, Histogram histogram)
    {
        var svg = Standalone(HistogramDrawing.Draw(histogram));
        AtomicFile.WriteText(stem + ".svg", svg);
        AtomicFile.Write(stem + ".png", file => file.Write(FigureRaster.ToPng(svg)));
        AtomicFile.Write(stem + ".pdf", file => FigureRaster.ToPdf(svg, file));
        return [stem + ".svg", stem + ".png", stem + ".pdf"];
    }

    private static IEnumerable<(string Name, string Svg)> Drawings(TrainingReportData data)
    {
        if (data.Score is { } score) yield return ("score", ScoreDrawing.Draw(score));
        if (data.Confusion is { } matrix)
            yield return ("confusion", new HeatMap(matrix.Labels, matrix.Counts).Drawing());
        foreach (var curve in data.Curves.Concat(data.TestCurves)) yield return (FileName(curve.Title), CurveDrawing.Draw(curve));
        for (var i = 0; i < data.PairMaps.Count; i++)
            yield return (string.Create(CultureInfo.InvariantCulture, $"pairs-{i + 1}"), PairMapDrawing.Draw(data.PairMaps[i]));
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

    // A unit is a ninety-sixth of an inch: programs that know nothing else take that for the size.
    private static string Standalone(string svg)
    {
        var box = ViewBox().Match(svg);
        var end = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        return new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"")
            .Append(CultureInfo.InvariantCulture, $" width=\"{box.Groups["width"]}\" height=\"{box.Groups["height"]}\"")
            .Append(svg, 4, end - 4).Append("\n<style>\n").Append(Style).Append("\n</style>\n").Append(svg, end, svg.Length - end)
            .Append('\n').ToString();
    }

    [GeneratedRegex("viewBox=\"\\S+ \\S+ (?<width>\\S+) (?<height>[^\"]+)\"")]
    private static partial Regex ViewBox();
}
