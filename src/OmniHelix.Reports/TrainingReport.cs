using System.Globalization;
using OmniHelix.Rna;

namespace OmniHelix.Reports;

/// <summary>The report of a training run.</summary>
public static class TrainingReport
{
    /// <summary>Points a curve keeps at most; longer ones are averaged and say so.</summary>
    internal const int MostPoints = 600;

    private static readonly TableColumn[] ClassColumns =
    [
        new("Class"), new("Precision", "0.000"), new("Recall", "0.000"), new("F1", "0.000"), new("Support", "N0"),
    ];

    private static readonly TableColumn[] SplitColumns =
    [
        new("Split"), new("Sequences", "N0"), new("Bases", "N0"), new("Shortest", "N0"), new("Median", "0.#"), new("Longest", "N0"),
        new("Duplicates", "N0"), new("In training too", "N0"), new("Truncated", "N0"), new("Dropped", "N0"),
    ];

    /// <summary>Writes the report as one HTML file, whole or not at all.</summary>
    /// <param name="path">Target, usually <c>report.html</c> in the run's folder.</param>
    /// <param name="data">What to show.</param>
    /// <exception cref="OmniException">OH6502, OH6503: data do not fit together; OH6001, OH6002 as <see cref="AtomicFile"/>.</exception>
    public static void Write(string path, TrainingReportData data) => Compose(data).Write(path);

    /// <summary>The report as a document, to add to it.</summary>
    public static HtmlReport Compose(TrainingReportData data)
    {
        var report = new HtmlReport(data.Title)
        {
            Kind = "OmniHelix training report",
            Subtitle = data.Subtitle,
            KeyFigures = data.KeyFigures,
            Footer = data.Footer,
        };
        if (data.Notes.Count > 0)
        {
            var notes = report.AddSection("Please note");
            foreach (var note in data.Notes) notes.Add(new Note(note));
        }
        if (data.Score is not null || data.Metrics is not null || data.ScoreRemarks.Count > 0) Score(report, data);
        if (data.Confusion is not null || data.Classes.Count > 0) Classes(report, data);
        if (data.TestCurves.Count > 0)
            report.AddSection("Probabilities", "How well the scores rank, and whether a probability comes true as often as it says.")
                .Add(Curves(data.TestCurves));
        if (data.Structures.Count > 0 || data.StructureScores is not null) Structures(report, data);
        if (data.PairMaps.Count > 0)
            report.AddSection("Pairs of bases", data.PairMapsChosenBy ?? "Predicted pairs beside the truth.")
                .Add(new SideBySide([.. data.PairMaps.Select(map => new Card(map.Name, map.Facts, [SvgFigure.Pairs(map)]))]));
        if (data.Curves.Count > 0)
            report.AddSection("Training", "How the run went, step by step.")
                .Add(Curves(data.Curves));
        if (data.Data is { } summary) Data(report, summary);
        if (data.Model.Count > 0) report.AddSection("Model").Add(new KeyValueTable(data.Model));
        if (data.Reproduction is { } reproduction) Reproduce(report, reproduction);
        return report;
    }

    private static SideBySide Curves(IReadOnlyList<Curve> curves) => new([.. curves.Select(c => Charts.Lines(c, MostPoints))]);

    private static void Score(HtmlReport report, TrainingReportData data)
    {
        var section = report.AddSection("Score", data.Score is null ? null : "The model beside what it must beat, on the same sequences.");
        foreach (var remark in data.ScoreRemarks) section.Add(new Note(remark));
        if (data.Score is { } score) section.Add(Charts.Intervals(score)).Add(Comparison(score));
        section.Add(data.Metrics);
    }

    private static DataTable Comparison(ScoreSummary score)
    {
        var withAdvantage = score.Rows.Any(r => r.ModelAdvantage is not null);
        List<TableColumn> columns = [new("Predictor"), new(score.Metric, "0.0000"), new("Interval", "")];
        if (withAdvantage) columns.Add(new TableColumn("Model ahead by", ""));
        var ordered = (score.HigherIsBetter ? score.Rows.OrderByDescending(r => r.Value) : score.Rows.OrderBy(r => r.Value)).ToArray();
        var rows = ordered.Select(r =>
        {
            List<object?> cells = [r.Name, r.Value, Interval(r.Low, r.High, signed: false)];
            if (withAdvantage) cells.Add(r.ModelAdvantage is { } a ? Interval(a.Low, a.High, signed: true) : null);
            return (IReadOnlyList<object?>)cells;
        });
        return new DataTable(columns, [.. rows]) { EmphasisedRow = Array.FindIndex(ordered, r => r.IsModel) };
    }

    private static void Classes(HtmlReport report, TrainingReportData data)
    {
        var section = report.AddSection("Classes", "Which classes are found, and what they are mistaken for.");
        var matrix = data.Confusion is { } counts ? new HeatMap(counts.Labels, counts.Counts) : null;
        var rows = data.Classes.Select(c => (IReadOnlyList<object?>)[c.Label, c.Precision, c.Recall, c.F1, c.Support]).ToArray();
        var scores = rows.Length == 0 ? null : new DataTable(ClassColumns, rows) { Caption = "Scores per class." };
        if (matrix is { IsWide: true })
            section.Add(matrix with { Caption = "Confusion matrix: percent of each true class; point at a cell for its count." })
                .Add(scores);
        else section.Add(new SideBySide([.. new ReportBlock?[] { Small(matrix), scores }.OfType<ReportBlock>()]));

        static HeatMap? Small(HeatMap? matrix) =>
            matrix is null ? null : matrix with { Caption = "Confusion matrix: share of each true class, counts below." };
    }

    private static void Structures(HtmlReport report, TrainingReportData data)
    {
        var section = report.AddSection("Structures", data.StructuresChosenBy ?? "Predicted secondary structures beside the truth.");
        section.Add(data.StructureScores);
        foreach (var example in data.Structures)
        {
            var arcs = SvgFigure.Arcs(example);
            var (truth, prediction) = SvgFigure.Plane(example);
            section.Add(new Card(example.Name, Pairs(example), [arcs, new SideBySide(truth, prediction)]));
        }
    }

    private static string Pairs(StructureExample example)
    {
        var metrics = PairMetrics.Compare(example.Truth, example.Predicted);
        var wrong = metrics.Predicted - metrics.CorrectPredicted;
        var bases = Plural.Count(example.Sequence.Length, "base");
        var found = Text($"{bases} · {metrics.CorrectPredicted} of {metrics.Reference} pairs found, {wrong} wrong");
        return Text($"{found} · precision {metrics.Precision:0.00}, recall {metrics.Recall:0.00}, F1 {metrics.F1:0.00}");
    }

    private static void Data(HtmlReport report, DataSummary data)
    {
        var section = report.AddSection("Data", data.Source);
        foreach (var change in data.Changes) section.Add(new Note(change));
        foreach (var split in data.Splits.Where(split => split.SharedWithTraining > 0))
            section.Add(new Note(Count(
                split.SharedWithTraining, $"of the {split.Name} split also occur in training: its score is too good.")));
        section.Add(new DataTable(SplitColumns, [.. data.Splits.Select(SplitRow)]));
        if (data.Lengths.Count > 0) section.Add(Charts.Histogram(data.Lengths));
        var tables = new[] { Shares("Letters", data.Alphabet), Shares("Label", data.Labels) }.OfType<ReportBlock>().ToArray();
        if (tables.Length > 0) section.Add(new SideBySide(tables));
    }

    private static DataTable? Shares(string what, IReadOnlyList<KeyValuePair<string, long>> counts)
    {
        if (counts.Count == 0) return null;
        var sum = (double)Math.Max(1, counts.Sum(c => c.Value));
        var rows = counts.Select(c => (IReadOnlyList<object?>)[c.Key, c.Value, c.Value / sum]);
        return new DataTable([new(what), new("Count", "N0"), new("Share", "0.0 %")], [.. rows]);
    }

    private static IReadOnlyList<object?> SplitRow(SplitSummary split) =>
    [
        split.Name,
        split.Rows,
        split.Bases,
        split.Shortest,
        split.Median,
        split.Longest,
        split.Duplicates,
        split.SharedWithTraining,
        split.Truncated,
        split.Dropped,
    ];

    private static void Reproduce(HtmlReport report, Reproduction reproduction)
    {
        var section = report.AddSection("How to repeat it", "The same command on the same data and machine gives the same numbers.");
        section.Add(new CodeBlock(reproduction.CommandLine));
        List<KeyValuePair<string, string>> facts = [.. reproduction.Environment];
        if (reproduction.Seeds.Count > 0) facts.Add(new("Seeds", string.Join(", ", reproduction.Seeds)));
        if (facts.Count > 0) section.Add(new KeyValueTable(facts));
        if (reproduction.Hashes.Count > 0)
            section.Add(new Folded("SHA-256 of the files", new KeyValueTable(reproduction.Hashes) { Monospace = true }));
        if (reproduction.Configuration is { } configuration)
            section.Add(new Folded("Configuration with every value", new CodeBlock(configuration)));
    }

    private static string Count(long count, string rest) => Text($"{count:N0} {(count == 1 ? "sequence" : "sequences")} {rest}");

    private static string Interval(double low, double high, bool signed) =>
        !double.IsFinite(low) || !double.IsFinite(high) ? "–"
        : signed ? Text($"{low:+0.000;−0.000} … {high:+0.000;−0.000}")
        : Text($"{low:0.000} … {high:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
