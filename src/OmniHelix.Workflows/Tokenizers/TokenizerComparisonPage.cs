using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Reports;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>A comparison of tokenizers as a page: what they share, and how the weights of what they share differ.</summary>
public static class TokenizerComparisonPage
{
    private const int MostInCharts = 12, MostChoices = 24, MostRanges = 40, MostPoints = 4000, MostRows = 1000, LongestHeadings = 60;

    /// <summary>The page.</summary>
    /// <param name="title">What is compared.</param>
    /// <param name="comparison">The comparison.</param>
    public static HtmlReport Compose(string title, TokenizerComparison comparison)
    {
        var names = ShortPath.Apart(comparison.Names);
        var overlap = comparison.Overlap;
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix tokenizer comparison",
            Subtitle = Plural.Count(names.Count, "tokenizer"),
            KeyFigures =
            [
                new("Tokens that all have", Text($"{overlap.Shared:N0}")),
                new("Tokens that any has", Text($"{overlap.Union:N0}")),
                new("Jaccard index", Text($"{overlap.Jaccard:0.000}"), "share of the tokens that all have"),
                .. Outliers(comparison.Weights),
            ],
            Footer = $"OmniHelix {typeof(TokenizerComparisonPage).Assembly.GetName().Version!.ToString(3)}",
        };
        Overlap(page, names, overlap);
        if (comparison.Weights is { } weights) Weights(page, names, weights);
        else page.AddSection("Weights").Add(new Note("Not all of them are Unigram models, whose tokens have weights."));
        return page;
    }

    private static IEnumerable<KeyFigure> Outliers(TokenWeights? weights) => weights is null || double.IsNaN(weights.High)
        ? []
        : [
            new("Weights that vary", Text($"{weights.Tokens.Count(token => token.IsOutlier):N0}"),
                Text($"tokens with a standard deviation above {weights.High:0.000}"))];

    private static void Overlap(HtmlReport page, IReadOnlyList<string> names, VocabularyOverlap overlap)
    {
        var section = page.AddSection("Tokens", "Two tokens are one when their texts are. Special tokens count.");
        section.Add(new DataTable(
            [new(""), new("Tokenizer"), new("Tokens", "N0"), new("Also in all others", "0.0 %"), new("Of all tokens", "0.0 %")],
            [.. names.Select((name, i) => (IReadOnlyList<object?>)
                [Letter(i), name, overlap.Sizes[i], Share(overlap.Shared, overlap.Sizes[i]), Share(overlap.Sizes[i], overlap.Union)])]));
        if (names.Count == 1) return;
        var counts = overlap.ByVocabularies();
        var byNumber = counts.Select((tokens, i) => new Bar(Text($"{i + 1} of {names.Count}"), tokens, Text($"{tokens:N0}")));
        if (names.Count > MostInCharts)
        {
            section.Add(new BarList("Tokens by how many tokenizers have them", [.. byNumber]));
            return;
        }
        var choices = overlap.Exclusive();
        var bars = choices.Take(MostChoices).Select(choice => new Bar(NameOf(choice.Has), choice.Tokens, Text($"{choice.Tokens:N0}")));
        section.Add(new SideBySide(
            new BarList("Tokens by the tokenizers that have them, and no other", [.. bars]),
            new BarList("Tokens by how many tokenizers have them", [.. byNumber])));
        section.Add(new DataTable(
            [new("Jaccard index"), .. names.Select((_, i) => new TableColumn(Heading(names, i), "0.000"))],
            [.. names.Select((name, i) => (IReadOnlyList<object?>)
                [name, .. names.Select((_, j) => (object?)overlap.JaccardOf(i, j))])])
        {
            Caption = "Shared tokens as a share of those that either of two tokenizers has.",
        });
    }

    private static void Weights(HtmlReport page, IReadOnlyList<string> names, TokenWeights weights)
    {
        var section = page.AddSection(
            "Weights", "Natural logarithms of probabilities, of the tokens that all have; the standard deviation has n − 1 below it.");
        // Special tokens have no weight to speak of.
        var learned = weights.Tokens.Where(token => token.Weights.Any(weight => weight != 0)).ToList();
        if (names.Count > 1 && learned.Count > 0)
        {
            section.Add(Ranges(names, learned)).Add(Scatter(learned));
            section.Add(new Paragraph(
                $"A standard deviation {weights.OutlierRange} is an outlier: it lies more than one and a half times the distance of the"
                    + " quartiles outside of them."));
        }
        var shown = names.Take(MostInCharts).Select((name, i) => new TableColumn(Heading(names, i), "0.0000"));
        section.Add(new DataTable(
            [new("Token"), new("Deviation", "0.0000"), new("Outlier"), .. shown],
            [.. weights.Tokens.Take(MostRows).Select(token => (IReadOnlyList<object?>)
                [token.Token, token.Deviation, token.IsOutlier ? "yes" : "", .. token.Weights.Take(MostInCharts).Cast<object?>()])])
        {
            Caption = weights.Tokens.Count > MostRows
                ? Text($"The first {MostRows:N0} of {weights.Tokens.Count:N0} tokens; the table of weights has all.")
                : null,
        });
    }

    // A line from the least to the largest weight, and a dot for each tokenizer.
    private static VegaLiteChart Ranges(IReadOnlyList<string> names, IReadOnlyList<TokenWeight> tokens)
    {
        var values = new JsonArray();
        var most = tokens.OrderByDescending(token => token.Deviation).Take(MostRanges).ToList();
        foreach (var token in most)
            for (var i = 0; i < names.Count; i++)
                values.Add(new JsonObject
                {
                    ["token"] = token.Token,
                    ["weight"] = token.Weights[i],
                    ["low"] = token.Weights.Min(),
                    ["high"] = token.Weights.Max(),
                    ["tokenizer"] = names[i],
                });
        JsonObject Y() => new()
        {
            ["field"] = "token",
            ["type"] = "nominal",
            ["sort"] = null,
            ["title"] = null,
            ["axis"] = new JsonObject { ["labelLimit"] = 160 },
        };
        JsonObject X(string field) => new()
        {
            ["field"] = field,
            ["type"] = "quantitative",
            ["title"] = "weight",
            ["scale"] = new JsonObject { ["zero"] = false, ["padding"] = 12 },
        };
        var color = new JsonObject
        {
            ["field"] = "tokenizer",
            ["type"] = "nominal",
            ["sort"] = null,
            ["legend"] = names.Count > 5 ? null : new JsonObject { ["columns"] = 2, ["symbolType"] = "circle" },
        };
        var tips = new JsonArray(Field("token"), Field("tokenizer"), Number("weight", ".4f"));
        var spec = new JsonObject
        {
            ["width"] = "container",
            ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
            ["height"] = new JsonObject { ["step"] = 18 },
            ["data"] = new JsonObject { ["values"] = values },
            ["layer"] = new JsonArray(
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 3, ["color"] = "#8a94a0", ["opacity"] = 0.5 },
                    ["encoding"] = new JsonObject { ["y"] = Y(), ["x"] = X("low"), ["x2"] = new JsonObject { ["field"] = "high" } },
                },
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 46, ["opacity"] = 0.9 },
                    ["encoding"] = new JsonObject { ["y"] = Y(), ["x"] = X("weight"), ["color"] = color, ["tooltip"] = tips },
                }),
        };
        return new VegaLiteChart(Text($"The {most.Count} tokens whose weights vary most"), spec)
        {
            Caption = "A dot for each tokenizer, a line from the least to the largest weight.",
        };
    }

    private static VegaLiteChart Scatter(IReadOnlyList<TokenWeight> tokens)
    {
        var values = new JsonArray();
        // The outliers come first; of the others as many as can be drawn, evenly from all of them.
        var every = Math.Max(1, (tokens.Count + MostPoints - 1) / MostPoints);
        foreach (var token in tokens.Where((token, i) => i % every == 0 || token.IsOutlier && i < MostPoints))
            values.Add(new JsonObject
            {
                ["token"] = token.Token,
                ["weight"] = token.Weights.Average(),
                ["deviation"] = token.Deviation,
                ["kind"] = token.IsOutlier ? "outlier" : "other",
            });
        var spec = new JsonObject
        {
            ["width"] = "container",
            ["autosize"] = new JsonObject { ["type"] = "fit-x", ["contains"] = "padding" },
            ["height"] = 300,
            ["data"] = new JsonObject { ["values"] = values },
            ["params"] = new JsonArray(new JsonObject { ["name"] = "zoom", ["select"] = "interval", ["bind"] = "scales" }),
            ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 34, ["opacity"] = 0.75 },
            ["encoding"] = new JsonObject
            {
                ["x"] = Axis("weight", "mean weight", zero: false),
                ["y"] = Axis("deviation", "standard deviation", zero: true),
                ["color"] = new JsonObject
                {
                    ["field"] = "kind",
                    ["type"] = "nominal",
                    ["scale"] = new JsonObject { ["domain"] = new JsonArray("other", "outlier") },
                    ["legend"] = null,
                },
                ["tooltip"] = new JsonArray(Field("token"), Number("weight", ".4f"), Number("deviation", ".4f"), Field("kind")),
            },
        };
        var some = every > 1 ? Text($" The outliers and one in {every} of the others are drawn.") : "";
        return new VegaLiteChart("Weight and deviation of each token", spec)
        {
            Caption = "Outliers have a colour of their own. The wheel zooms, dragging moves, a double click goes back." + some,
        };
    }

    private static JsonObject Axis(string field, string title, bool zero) => new()
    {
        ["field"] = field,
        ["type"] = "quantitative",
        ["title"] = title,
        ["scale"] = new JsonObject { ["zero"] = zero },
    };

    private static JsonNode Field(string name) => new JsonObject { ["field"] = name, ["type"] = "nominal" };

    private static JsonNode Number(string name, string format) =>
        new JsonObject { ["field"] = name, ["type"] = "quantitative", ["format"] = format };

    // The letters of the tokenizers that have the tokens: A·C.
    private static string NameOf(IReadOnlyList<bool> has) =>
        string.Concat(has.Select((member, i) => member ? Letter(i) : "·"));

    // Few names fit above columns of numbers; of more the letters.
    private static string Heading(IReadOnlyList<string> names, int index) =>
        names.Sum(name => name.Length) > LongestHeadings ? Letter(index) : names[index];

    private static string Letter(int index) => index < 26 ? ((char)('A' + index)).ToString() : Text($"{index + 1}");

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
