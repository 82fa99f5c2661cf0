using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Reports;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Designing;

/// <summary>
/// A run of Eterna100 as a page: how many were solved in which time, all puzzles in a table, and the unsolved ones drawn.
/// </summary>
public static class EternaPage
{
    private const int MostDrawn = 24;

    private static readonly TableColumn[] Columns =
    [
        new("No.", "N0"), new("Puzzle"), new("Bases", "N0"), new("Solved"), new("Seconds", "0.0"), new("Tried", "N0"),
        new("Distance", "N0"), new("Gap, kcal/mol", "0.00"), new("Defect", "0.0000"),
    ];

    /// <summary>The page.</summary>
    /// <param name="scores">Of every puzzle that was run.</param>
    /// <param name="conditions">From <see cref="EternaTable.Conditions"/>.</param>
    /// <exception cref="OmniException">OH6503: a score does not fit its puzzle.</exception>
    public static HtmlReport Compose(IReadOnlyList<EternaScore> scores, string conditions)
    {
        var unsolved = scores.Where(score => !score.IsSolved).ToList();
        var page = new HtmlReport("Eterna100")
        {
            Kind = "OmniHelix design benchmark",
            Subtitle = conditions,
            KeyFigures =
            [
                new("solved", Text($"{scores.Count - unsolved.Count} of {scores.Count}"), ProvedText(unsolved)),
                new("median time of the solved", MedianText(scores)),
                new("time of all", Text($"{scores.Sum(score => score.Seconds) / 60:0.0} min")),
            ],
            Footer = $"OmniHelix {typeof(EternaPage).Assembly.GetName().Version!.ToString(3)}",
        };
        if (scores.Any(score => score.IsSolved)) page.AddSection("Solved in time").Add(Times(scores));
        page.AddSection("Puzzles").Add(new SearchTable(Columns, [.. scores.Select(Row)]));
        if (unsolved.Count == 0) return page;
        var section = page.AddSection(
            "Unsolved", "The target, and what the nearest sequence folds into; pairs that only one of them has stand out.");
        var model = new EnergyModel();
        foreach (var score in unsolved.Take(MostDrawn)) section.Add(Drawn(score, model));
        return page;
    }

    /// <summary>The median of the times of the solved puzzles, with its unit.</summary>
    public static string MedianText(IReadOnlyList<EternaScore> scores)
    {
        double[] times = [.. scores.Where(score => score.IsSolved).Select(score => score.Seconds).Order()];
        return times.Length == 0 ? "–" : Text($"{(times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2:0.0} s");
    }

    private static string? ProvedText(List<EternaScore> unsolved) =>
        unsolved.Count(score => score.IsImpossible) is var proved and > 0 ? Text($"{proved} proved to have no solution") : null;

    private static VegaLiteChart Times(IReadOnlyList<EternaScore> scores)
    {
        var values = new JsonArray();
        var whole = new JsonObject { ["format"] = "d", ["tickMinStep"] = 1 };
        foreach (var (index, seconds) in scores.Where(score => score.IsSolved).Select(score => score.Seconds).Order().Index())
            values.Add(new JsonObject { ["seconds"] = Math.Max(0.1, seconds), ["solved"] = index + 1 });
        return new VegaLiteChart("Puzzles solved within a time", new JsonObject
        {
            ["width"] = "container",
            ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
            ["height"] = 220,
            ["data"] = new JsonObject { ["values"] = values },
            ["mark"] = new JsonObject { ["type"] = "line", ["interpolate"] = "step-after", ["point"] = true },
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject
                {
                    ["field"] = "seconds",
                    ["type"] = "quantitative",
                    ["title"] = "seconds",
                    ["scale"] = new JsonObject { ["type"] = "log" },
                },
                ["y"] = new JsonObject { ["field"] = "solved", ["type"] = "quantitative", ["title"] = "puzzles solved", ["axis"] = whole },
            },
        });
    }

    private static IReadOnlyList<object?> Row(EternaScore score) =>
    [
        score.Puzzle.Number, score.Puzzle.Name, score.Puzzle.Structure.Length,
        score.IsSolved
            ? "yes"
            : score.IsImpossible ? "impossible" : "no", score.Seconds, score.Folds, score.Distance, score.Gap, score.Defect,
    ];

    private static Card Drawn(EternaScore score, EnergyModel model)
    {
        var (number, name, target) = score.Puzzle;
        var folded = model.Fold(score.Sequence).Structure;
        var (wanted, came) = SvgFigure.Plane(
            new StructureExample(name, score.Sequence, target, folded), "Target", "What the nearest sequence folds into");
        var told = Text(
            $"{Plural.Count(target.Length, "base")} · {Plural.Count(score.Distance, "pair")} apart · {score.Gap:0.00} kcal/mol above");
        return new Card(
            Text($"{number} {name}"), score.IsImpossible ? told + " · proved to have no solution" : told,
            [
                new SideBySide(wanted, came),
                new CodeBlock($"{score.Sequence}\n{target}  target\n{folded}"),
            ]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
