using System.Text.Json.Nodes;

namespace OmniHelix.Reports;

/// <summary>
/// The few chart forms that reports use, as Vega-Lite specifications. Names that users choose appear only as data, never as field names or
/// expressions.
/// </summary>
internal static class Charts
{
    /// <summary>Lines over steps, one colour a series.</summary>
    public static VegaLiteChart Lines(Curve curve, int mostPoints)
    {
        var values = new JsonArray();
        var bucket = 1;
        foreach (var series in curve.Series)
        {
            bucket = Math.Max(bucket, (series.Points.Count + mostPoints - 1) / mostPoints);
            foreach (var (step, value) in Downsample.Means(series.Points, mostPoints))
                values.Add(new JsonObject { ["step"] = step, ["value"] = Number(value), ["series"] = series.Name });
        }
        var encoding = new JsonObject
        {
            ["x"] = Quantity("step", curve.StepTitle, zero: false),
            ["y"] = Quantity("value", curve.ValueTitle, zero: false),
            ["tooltip"] = new JsonArray(
                Tip("step", curve.StepTitle, curve.IsOfShares ? ".3f" : ",.0f"),
                Tip("value", curve.ValueTitle, ".4~g"),
                new JsonObject { ["field"] = "series", ["title"] = "series" }),
        };
        if (curve.IsOfShares)
            foreach (var axis in new[] { "x", "y" })
                ((JsonObject)encoding[axis]!)["scale"] = new JsonObject { ["domain"] = new JsonArray(0, 1) };
        else ((JsonObject)encoding["x"]!)["axis"] = new JsonObject { ["format"] = ",d", ["tickMinStep"] = 1 };
        // Of a single value Vega would show all digits.
        if (!curve.IsOfShares && curve.Series.SelectMany(s => s.Points).Select(p => p.Value).Distinct().Count() == 1)
            ((JsonObject)encoding["y"]!)["axis"] = new JsonObject { ["format"] = ",.4~r" };
        encoding["color"] = Series("series", curve.Series.Select(s => s.Name), legend: curve.Series.Count > 1 || curve.IsOfShares);
        if (curve.IsOfShares)
        {
            // As many names beside each other as letters fit into the narrowest place of a chart.
            const int Letters = 40;
            var columns = Math.Max(1, Letters / curve.Series.Max(s => s.Name.Length));
            ((JsonObject)encoding["color"]!)["legend"] = new JsonObject { ["columns"] = columns };
        }
        if (curve.LogarithmicScale) ((JsonObject)encoding["y"]!)["scale"] = new JsonObject { ["type"] = "log", ["nice"] = false };
        var window = curve.RunningMean ? Math.Min(mostPoints, curve.Series.Max(s => s.Points.Count)) / 20 : 0;
        var few = curve.Series.All(s => s.Points.Count <= 40);
        var mark = new JsonObject { ["type"] = "line", ["point"] = few ? new JsonObject { ["size"] = 28 } : null };
        var spec = Frame(values, curve.IsOfShares ? 300 : 210, mark, encoding);
        if (window > 1) AddRunningMean(spec, window);
        if (curve.HasDiagonal) AddDiagonal(spec);
        return new VegaLiteChart(curve.Title, spec) { Caption = Explain(bucket, window), Data = Numbers(curve) };
    }

    private static DataTable Numbers(Curve curve)
    {
        const int Rows = 30;
        var rows =
            from series in curve.Series
            from point in Downsample.Means(series.Points, Rows)
            select (IReadOnlyList<object?>)[series.Name, point.Step, point.Value];
        var reduced = curve.Series.Any(s => s.Points.Count > Rows);
        return new DataTable([new("Series"), new(curve.StepTitle, "0.##"), new(curve.ValueTitle, "0.#####")], [.. rows])
        {
            Caption = reduced ? $"Means of neighbouring records, at most {Rows} a series, with the last step of each." : null,
        };
    }

    private static string? Explain(int bucket, int window)
    {
        var points = bucket > 1 ? $"Each point is the mean of {bucket} records." : null;
        var line = window > 1 ? $"The strong line is the running mean of {2 * window + 1} points." : null;
        return points is null && line is null ? null : $"{points} {line}".Trim();
    }

    private static void AddRunningMean(JsonObject spec, int window)
    {
        var (mark, encoding) = ((JsonObject)spec["mark"]!, (JsonObject)spec["encoding"]!);
        var y = (JsonObject)encoding["y"]!.DeepClone();
        y["field"] = "mean";
        mark["opacity"] = 0.28;
        mark["strokeWidth"] = 1;
        spec.Remove("mark");
        spec["transform"] = new JsonArray(new JsonObject
        {
            ["window"] = new JsonArray(new JsonObject { ["op"] = "mean", ["field"] = "value", ["as"] = "mean" }),
            ["groupby"] = new JsonArray("series"),
            ["sort"] = new JsonArray(new JsonObject { ["field"] = "step" }),
            ["frame"] = new JsonArray(-window, window),
        });
        spec["layer"] = new JsonArray(
            new JsonObject { ["mark"] = mark },
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "line", ["strokeWidth"] = 2 },
                ["encoding"] = new JsonObject { ["y"] = y },
            });
    }

    private static void AddDiagonal(JsonObject spec)
    {
        var mark = spec["mark"]!;
        var encoding = spec["encoding"]!;
        spec.Remove("mark");
        spec.Remove("encoding");
        var ends = new JsonArray(new JsonObject { ["step"] = 0, ["value"] = 0 }, new JsonObject { ["step"] = 1, ["value"] = 1 });
        spec["layer"] = new JsonArray(
            new JsonObject
            {
                ["data"] = new JsonObject { ["values"] = ends },
                ["mark"] = new JsonObject
                {
                    ["type"] = "line",
                    ["strokeWidth"] = 1,
                    ["strokeDash"] = new JsonArray(4, 4),
                    ["color"] = "#8a94a0",
                },
                ["encoding"] = new JsonObject { ["x"] = encoding["x"]!.DeepClone(), ["y"] = encoding["y"]!.DeepClone() },
            },
            new JsonObject { ["mark"] = mark, ["encoding"] = encoding });
    }

    /// <summary>Scores as points with their intervals, best at the top.</summary>
    public static VegaLiteChart Intervals(ScoreSummary score)
    {
        var values = new JsonArray();
        foreach (var row in score.Rows)
            values.Add(new JsonObject
            {
                ["name"] = row.Name,
                ["value"] = Number(row.Value),
                ["low"] = Number(row.Low),
                ["high"] = Number(row.High),
                ["own"] = row.IsModel,
                ["label"] = row.Value.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture),
            });
        var color = new JsonObject
        {
            ["field"] = "own",
            ["type"] = "nominal",
            ["legend"] = null,
            ["scale"] = new JsonObject { ["domain"] = new JsonArray(true, false), ["range"] = new JsonArray("#12968a", "#8a94a0") },
        };
        var y = new JsonObject
        {
            ["field"] = "name",
            ["type"] = "nominal",
            ["title"] = null,
            ["sort"] = new JsonObject { ["field"] = "value", ["order"] = score.HigherIsBetter ? "descending" : "ascending" },
            ["axis"] = new JsonObject { ["labelFontSize"] = 13, ["labelLimit"] = 320, ["grid"] = false },
        };
        var tips = new JsonArray(
            new JsonObject { ["field"] = "name", ["title"] = "predictor" },
            Tip("value", score.Metric, ".4f"),
            Tip("low", "low", ".4f"),
            Tip("high", "high", ".4f"));
        var spec = new JsonObject
        {
            ["width"] = "container",
            ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
            ["height"] = new JsonObject { ["step"] = 34 },
            ["data"] = new JsonObject { ["values"] = values },
            ["encoding"] = new JsonObject { ["y"] = y, ["color"] = color, ["tooltip"] = tips },
            ["layer"] = new JsonArray(
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 5, ["strokeCap"] = "round", ["opacity"] = 0.38 },
                    ["encoding"] = new JsonObject { ["x"] = Scored("low", score), ["x2"] = new JsonObject { ["field"] = "high" } },
                },
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 95, ["opacity"] = 1 },
                    ["encoding"] = new JsonObject { ["x"] = Scored("value", score) },
                },
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "text", ["dy"] = -12, ["fontSize"] = 11.5, ["fontWeight"] = 600 },
                    ["encoding"] = new JsonObject { ["x"] = Scored("value", score), ["text"] = new JsonObject { ["field"] = "label" } },
                }),
        };
        return new VegaLiteChart($"{score.Metric} on the {score.Split} split", spec) { Caption = score.IntervalNote };
    }

    /// <summary>Room on both sides for the numbers over the points.</summary>
    private static JsonObject Scored(string field, ScoreSummary score)
    {
        var x = Quantity(field, score.Metric, zero: false);
        ((JsonObject)x["scale"]!)["padding"] = 26;
        return x;
    }

    /// <summary>Length distributions, as shares so that splits of different size can be compared.</summary>
    public static VegaLiteChart Histogram(IReadOnlyList<LengthHistogram> histograms)
    {
        var values = new JsonArray();
        foreach (var histogram in histograms)
        {
            var total = Math.Max(1, histogram.Counts.Sum());
            for (var b = 0; b < histogram.Counts.Count; b++)
                values.Add(new JsonObject
                {
                    ["from"] = histogram.Start + b * histogram.BinWidth,
                    ["to"] = histogram.Start + (b + 1) * histogram.BinWidth,
                    ["share"] = (double)histogram.Counts[b] / total,
                    ["count"] = histogram.Counts[b],
                    ["split"] = histogram.Split,
                });
        }
        var encoding = new JsonObject
        {
            ["x"] = Quantity("from", "length (bases)", zero: false),
            ["x2"] = new JsonObject { ["field"] = "to" },
            ["y"] = Quantity("share", "share of sequences", zero: true),
            ["y2"] = new JsonObject { ["datum"] = 0 },
            ["color"] = Series("split", histograms.Select(h => h.Split), legend: false),
            ["row"] = new JsonObject
            {
                ["field"] = "split",
                ["type"] = "nominal",
                ["title"] = null,
                ["sort"] = Names(histograms.Select(h => h.Split)),
                ["spacing"] = 10,
                ["header"] = new JsonObject
                {
                    ["labelAngle"] = 0,
                    ["labelAlign"] = "left",
                    ["labelAnchor"] = "middle",
                    ["labelFontSize"] = 13,
                    ["labelPadding"] = 14,
                },
            },
            ["tooltip"] = new JsonArray(
                new JsonObject { ["field"] = "split", ["title"] = "split" },
                Tip("from", "from", ",.0f"),
                Tip("to", "below", ",.0f"),
                Tip("count", "sequences", ",.0f"),
                Tip("share", "share", ".1%")),
        };
        var y = (JsonObject)encoding["y"]!;
        ((JsonObject)encoding["x"]!)["axis"] = new JsonObject { ["grid"] = false, ["tickCount"] = 8 };
        y["axis"] = new JsonObject { ["format"] = ".0%", ["tickCount"] = 3, ["title"] = null };
        var spec = Frame(values, 74, new JsonObject { ["type"] = "rect", ["stroke"] = null }, encoding);
        // A faceted chart takes its width from its parts.
        spec["width"] = 820;
        spec.Remove("autosize");
        return new VegaLiteChart("Lengths per split", spec)
        {
            Caption = "Share of the split's sequences in each length bin.",
            Data = new DataTable(
                [new("Split"), new("From (bases)", "N0"), new("Below", "N0"), new("Sequences", "N0")],
                [.. histograms.SelectMany(Bins)]),
        };
    }

    private static IEnumerable<IReadOnlyList<object?>> Bins(LengthHistogram histogram)
    {
        for (var bin = 0; bin < histogram.Counts.Count; bin++)
        {
            var from = histogram.Start + bin * histogram.BinWidth;
            yield return [histogram.Split, from, from + histogram.BinWidth, histogram.Counts[bin]];
        }
    }

    private static JsonObject Frame(JsonArray values, int height, JsonObject mark, JsonObject encoding) => new()
    {
        ["width"] = "container",
        ["height"] = height,
        ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
        ["data"] = new JsonObject { ["values"] = values },
        ["mark"] = mark,
        ["encoding"] = encoding,
    };

    private static JsonObject Quantity(string field, string title, bool zero) => new()
    {
        ["field"] = field,
        ["type"] = "quantitative",
        ["title"] = title,
        ["scale"] = new JsonObject { ["zero"] = zero },
    };

    private static JsonObject Series(string field, IEnumerable<string> names, bool legend)
    {
        var series = new JsonObject { ["field"] = field, ["type"] = "nominal", ["scale"] = new JsonObject { ["domain"] = Names(names) } };
        if (!legend) series["legend"] = null;
        return series;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);

    private static JsonObject Tip(string field, string title, string format) => new()
    {
        ["field"] = field,
        ["title"] = title,
        ["format"] = format,
        ["type"] = "quantitative",
    };

    /// <summary>JSON has no NaN: a gap in the chart.</summary>
    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
