using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>A break-size experiment as a page: a table, and how sizes change what is learned.</summary>
public static class BreakSizePage
{
    private static readonly TableColumn[] Columns =
    [
        new("Break size"), new("Words", "N0"), new("Tokens", "N0"), new("Shared", "N0"), new("Shared, %", "0.0"),
        new("Weight variance", "0.0000"), new("Weight of ▁", "0.000"), new("Tokens a letter, held out", "0.0000"),
    ];

    /// <summary>The page.</summary>
    /// <param name="title">What was learned from.</param>
    /// <param name="experiment">The experiment.</param>
    public static HtmlReport Compose(string title, BreakSizeExperiment experiment)
    {
        var trials = experiment.Trials;
        var first = trials[0];
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix break-size experiment",
            Subtitle = $"Each tokenizer is compared with that of {Named(first)}.",
            KeyFigures =
            [
                new("Tokenizers", Text($"{trials.Count}"), Text($"{first.Outcome.Sequences:N0} sequences each")),
                .. trials.Skip(1).Take(1).Select(trial => Figure("Shortest pieces", trial)),
                .. trials.Skip(2).TakeLast(1).Select(trial => Figure("Longest pieces", trial)),
            ],
            Footer = $"OmniHelix {typeof(BreakSizePage).Assembly.GetName().Version!.ToString(3)}",
        };
        page.AddSection("Sizes", "Shared are tokens that the first tokenizer has too; weights are natural logarithms of probabilities.")
            .Add(new DataTable(Columns, [.. trials.Select(Row)]));
        page.AddSection("Plots").Add(new SideBySide(
        [
            .. new[]
            {
                Plot("Shared tokens", "% of the tokens", trials, trial => 100 * trial.SharedFraction),
                Plot("Weight variance", "mean over shared tokens", trials, trial => trial.WeightVariance),
                Plot("Weight of ▁ alone", "logarithm", trials, trial => trial.WordMarkWeight),
                Plot("Held-out sequences", "tokens a letter", trials, trial => trial.HeldOutTokensPerLetter),
            }.OfType<ReportBlock>(),
        ]));
        return page;
    }

    private static KeyFigure Figure(string label, BreakSizeTrial trial) =>
        new(label, Text($"{100 * trial.SharedFraction:0.0} %"), $"of the tokens of {Named(trial)} are shared");

    private static IReadOnlyList<object?> Row(BreakSizeTrial trial) =>
    [
        Name(trial), trial.Outcome.Words, trial.Tokens, trial.Shared, 100 * trial.SharedFraction, trial.WeightVariance,
        trial.WordMarkWeight, trial.HeldOutTokensPerLetter,
    ];

    private static VegaLiteChart? Plot(
        string title, string valueTitle, IReadOnlyList<BreakSizeTrial> trials, Func<BreakSizeTrial, double?> value)
    {
        // Whole sequences are the longest pieces.
        var known = trials.Where(trial => value(trial) is not null).OrderBy(trial => trial.Size == 0 ? int.MaxValue : trial.Size).ToList();
        if (known.Count == 0) return null;
        return new VegaLiteChart(title, new JsonObject
        {
            ["width"] = "container",
            ["height"] = 200,
            ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
            ["data"] = new JsonObject
            {
                ["values"] = new JsonArray([.. known.Select(trial => new JsonObject { ["size"] = Name(trial), ["value"] = value(trial) })]),
            },
            ["mark"] = new JsonObject { ["type"] = "line", ["point"] = new JsonObject { ["size"] = 40 } },
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject
                {
                    ["field"] = "size",
                    ["type"] = "ordinal",
                    ["title"] = "break size",
                    ["sort"] = null,
                    ["axis"] = new JsonObject { ["labelAngle"] = 0 },
                },
                ["y"] = new JsonObject
                {
                    ["field"] = "value",
                    ["type"] = "quantitative",
                    ["title"] = valueTitle,
                    ["scale"] = new JsonObject { ["zero"] = false },
                },
                ["tooltip"] = new JsonArray(
                    new JsonObject { ["field"] = "size", ["title"] = "break size" },
                    new JsonObject { ["field"] = "value", ["title"] = valueTitle, ["format"] = ".4~g", ["type"] = "quantitative" }),
            },
        });
    }

    private static string Name(BreakSizeTrial trial) => trial.Size == 0 ? "whole" : Text($"{trial.Size}");

    private static string Named(BreakSizeTrial trial) => trial.Size == 0 ? "whole sequences" : Text($"pieces of {trial.Size:N0} letters");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
