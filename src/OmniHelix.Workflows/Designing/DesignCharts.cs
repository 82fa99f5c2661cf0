using System.Text.Json.Nodes;
using OmniHelix.Reports;
using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>The charts of a search.</summary>
internal static class DesignCharts
{
    /// <summary>Gap and distance of the best sequence, and solutions, over sequences tried.</summary>
    public static VegaLiteChart Search(IReadOnlyList<SearchPoint> curve)
    {
        var values = new JsonArray();
        foreach (var point in curve)
            values.Add(new JsonObject
            {
                ["folds"] = point.Folds,
                ["seconds"] = Math.Round(point.Elapsed.TotalSeconds, 3),
                ["gap"] = point.Gap,
                ["distance"] = point.Distance,
                ["solved"] = point.Solved,
            });
        var panels = new JsonArray(Panel("gap", "gap, kcal/mol", whole: false), Panel("distance", "distance, pairs", whole: true));
        if (curve[^1].Solved > 0) panels.Add(Panel("solved", "solutions", whole: true));
        var specification = new JsonObject
        {
            ["data"] = new JsonObject { ["values"] = values },
            ["vconcat"] = panels,
        };
        return new VegaLiteChart("Best sequence and solutions over sequences tried", specification)
        {
            Data = new DataTable(
                [new("Tried", "N0"), new("Seconds", "0.00"), new("Gap, kcal/mol", "0.00"), new("Distance", "N0"), new("Solutions", "N0")],
                [.. curve.Select(point => (IReadOnlyList<object?>)
                    [point.Folds, point.Elapsed.TotalSeconds, point.Gap, point.Distance, point.Solved])]),
        };
    }

    /// <summary>Ensemble defect over the share of G and C: the lower left edge is the front of the best.</summary>
    public static VegaLiteChart Scatter(IReadOnlyList<DesignedSequence> sequences)
    {
        var values = new JsonArray();
        foreach (var (index, one) in sequences.Index())
            values.Add(new JsonObject
            {
                ["number"] = index + 1,
                ["gc"] = 100 * one.GcContent,
                ["defect"] = one.Defect,
                ["probability"] = one.Probability,
            });
        var specification = new JsonObject
        {
            ["width"] = "container",
            ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
            ["height"] = 260,
            ["data"] = new JsonObject { ["values"] = values },
            ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 60, ["opacity"] = 0.75 },
            ["encoding"] = new JsonObject
            {
                ["x"] = Axis("gc", "GC, %"),
                ["y"] = Axis("defect", "ensemble defect"),
                ["tooltip"] = new JsonArray(Tip("number", "d"), Tip("gc", ".1f"), Tip("defect", ".4f"), Tip("probability", ".4f")),
            },
        };
        return new VegaLiteChart("Defect and share of G and C", specification) { Caption = "A point for each sequence in the table." };
    }

    private static JsonObject Panel(string field, string title, bool whole) => new()
    {
        ["width"] = 640,
        ["height"] = 110,
        ["mark"] = new JsonObject { ["type"] = "line", ["interpolate"] = "step-after", ["point"] = true },
        ["encoding"] = new JsonObject
        {
            ["x"] = Axis("folds", "sequences tried", zero: true, whole: true),
            ["y"] = Axis(field, title, zero: true, whole),
            ["tooltip"] = new JsonArray(
                Tip("folds", ",d"), Tip("seconds", ".2f"), Tip("gap", ".2f"), Tip("distance", "d"), Tip("solved", ",d")),
        },
    };

    private static JsonObject Axis(string field, string title, bool zero = false, bool whole = false) => new()
    {
        ["field"] = field,
        ["type"] = "quantitative",
        ["title"] = title,
        ["scale"] = new JsonObject { ["zero"] = zero },
        ["axis"] = whole ? new JsonObject { ["format"] = ",d", ["tickMinStep"] = 1 } : new JsonObject(),
    };

    private static JsonNode Tip(string name, string format) =>
        new JsonObject { ["field"] = name, ["type"] = "quantitative", ["format"] = format };
}
