using System.Globalization;
using OmniHelix.Inference.Attention;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.Predicting;

/// <summary>Attention maps as pictures: the aggregated one, then each layer, or each head where there is one layer.</summary>
internal static class AttentionPage
{
    private static readonly TableColumn[] PositionColumns =
    [
        new("Position", "N0"), new("Token"), new("Entropy, nats", "0.000"), new("Largest", "0.000"), new("Concentration", "0.000"),
        new("On itself", "0.000"),
    ];

    /// <summary>The page.</summary>
    /// <param name="outcome">The sequence, its maps, and what was found of its letters.</param>
    /// <param name="model">Folder of the model.</param>
    public static HtmlReport Compose(AttentionOutcome outcome, string model)
    {
        var example = outcome.Example;
        var maps = outcome.Maps;
        var statistics = outcome.Statistics;
        var page = new HtmlReport($"Attention in {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(model)))}")
        {
            Kind = "OmniHelix attention report",
            Subtitle = $"sequence {example.Id}, {Plural.Count(example.Sequence.Length, "letter", format: "N0")}, "
                + Plural.Count(maps.Tokens.Count, "token", format: "N0"),
            KeyFigures =
            [
                new("layers", Text($"{maps.Layers.Count}")),
                new("heads", Text($"{maps.Heads.Count}")),
                new(
                    "mean entropy", Text($"{statistics.Entropy.Average():0.00} nats"),
                    Text($"of {Math.Log(maps.Tokens.Count):0.00} at most")),
            ],
            Footer = $"OmniHelix {typeof(AttentionPage).Assembly.GetName().Version!.ToString(3)}",
        };
        if (outcome.Notes().ToList() is { Count: > 0 } told)
        {
            var notes = page.AddSection("Please note");
            foreach (var note in told) notes.Add(new Note($"{note}."));
        }
        const string Lead = "Rows are the tokens that look, columns those looked at; opacity is the square root of the share.";
        page.AddSection("All together", Lead).Add(Image("aggregated over layers and heads", statistics.Matrix, maps));
        Parts(page, maps);
        var rows = maps.Tokens.Select((token, i) => (IReadOnlyList<object?>)
        [
            i, token, statistics.Entropy[i], statistics.Largest[i], statistics.Concentration[i], statistics.Self[i],
        ]);
        page.AddSection("Positions", "How each token's attention is spread; position 0 is the first token, special tokens included.")
            .Add(new DataTable(PositionColumns, [.. rows]));
        return page;
    }

    private static void Parts(HtmlReport page, AttentionMaps maps)
    {
        var images = maps.Layers.Count > 1
            ? maps.Layers.Select((layer, l) => Image(Text($"layer {layer}, mean of its heads"), MeanOfHeads(maps, l), maps))
            : maps.Heads.Select((head, h) => Image(Text($"layer {maps.Layers[0]}, head {head}"), maps.Map(0, h).ToArray(), maps));
        page.AddSection(maps.Layers.Count > 1 ? "Layers" : "Heads").Add(new SideBySide([.. images]));
    }

    private static float[] MeanOfHeads(AttentionMaps maps, int layer)
    {
        var mean = new float[maps.Tokens.Count * maps.Tokens.Count];
        for (var head = 0; head < maps.Heads.Count; head++)
        {
            var map = maps.Map(layer, head);
            for (var i = 0; i < mean.Length; i++) mean[i] += map[i] / maps.Heads.Count;
        }
        return mean;
    }

    private static MatrixImage Image(string title, float[] values, AttentionMaps maps) =>
        new(title, values, maps.Tokens) { Axes = ("from", "to") };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
