using System.Globalization;
using OmniHelix.Data.Inspection;
using OmniHelix.Reports;
using OmniHelix.Sequences;

namespace OmniHelix.Workflows.Data;

/// <summary>An inspection as a page: columns, label map, and for each split lengths, labels, letters and repetitions.</summary>
public static class InspectionPage
{
    private const int MostBars = 24;

    private static readonly TableColumn[] PercentileColumns =
    [
        new("Split"), new("Shortest", "N0"), new("5 %", "N0"), new("25 %", "N0"),
        new("Median", "N0"), new("75 %", "N0"), new("95 %", "N0"), new("Longest", "N0"),
    ];

    private static readonly TableColumn[] LetterColumns =
    [
        new("Split"), new("N", "N0"), new("N, share", "0.00 %"), new("Ambiguity codes", "N0"), new("Lower case", "N0"), new("Other", "N0"),
    ];

    private static readonly TableColumn[] SharedColumns =
    [
        new("Split"), new("Earlier split"), new("Equal", "N0"), new("Reverse-complement twins", "N0"), new("Alike in any way", "N0"),
    ];

    /// <summary>The page of an inspection.</summary>
    /// <param name="title">What was inspected.</param>
    /// <param name="inspection">What was found.</param>
    public static HtmlReport Compose(string title, DataInspection inspection)
    {
        var report = inspection.Report;
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix data report",
            Subtitle = Subtitle(inspection),
            KeyFigures = [.. report.Splits.Select(Figure)],
            Footer = DataPage.Footer,
        };
        if (report.Notes.Count > 0)
        {
            var notes = page.AddSection("Please note");
            foreach (var note in report.Notes) notes.Add(new Note(note));
        }
        Schema(page, inspection);
        Labels(page, report);
        PerSplit(page, report, "Lengths", "Sequences by length in letters; the bins double.", Lengths).Add(Percentiles(report));
        PerSplit(page, report, "Letters", "All characters as they stand in the files.", Letters)
            .Add(new DataTable(LetterColumns, [.. report.Splits.Select(LetterRow)]));
        Repetition(page, report);
        return page;
    }

    private static string? Subtitle(DataInspection inspection)
    {
        if (inspection.Task is not { } task) return null;
        var classes = inspection.Labels is { } labels ? Text($", {Plural.Count(labels.Count, "class", "classes")}") : "";
        return task.Name.Replace('_', ' ') + classes;
    }

    private static KeyFigure Figure(SplitReport split) =>
        new(
            split.Name, Text($"{split.Rows:N0}"),
            Text($"sequences, {Plural.Count(split.Lengths.Total, "letter", format: "N0")}, {Alphabet.NameOf(split.Molecule)}"));

    private static void Schema(HtmlReport page, DataInspection inspection)
    {
        var section = page.AddSection("Columns", "What each file holds.");
        var files = inspection.Files.Select(file => DataPage.Row(
            Path.GetFileName(file.Path), file.Kind.Id, string.Join(", ", file.Columns.Select(c => $"{c.Name} ({c.Type})"))));
        section.Add(new DataTable([new("File"), new("Form"), new("Columns")], [.. files]));
        if (inspection.Labels is not { } labels) return;
        var map = labels.Names.Select((name, id) => DataPage.Row(id, name));
        section.Add(new Heading("Label map")).Add(new DataTable([new("Number", "0"), new("Label")], [.. map]));
    }

    private static void Labels(HtmlReport page, DataReport report)
    {
        const string Lead = "How often each class occurs in each split.";
        var section = PerSplit(page, report, "Labels", Lead, s => s.Labels.Count == 0 ? null : Bars(s.Name, s.Labels));
        foreach (var split in report.Splits.Where(s => s.Unlabelled > 0))
            section.Add(new Note(Text($"{Plural.Count(split.Unlabelled, "sequence", format: "N0")} of {split.Name} without a label.")));
    }

    private static BarList? Lengths(SplitReport split)
    {
        var bins = split.Lengths.Histogram;
        if (bins.Count == 0) return null;
        return new BarList(split.Name, [.. bins.Select(b => new Bar(Text($"≤ {b.Key:N0}"), b.Value, Share(b.Value, split.Rows)))]);
    }

    private static BarList Letters(SplitReport split) =>
        Bars(split.Name, split.Letters.Select(c => KeyValuePair.Create(c.Key.ToString(), c.Value)));

    private static IReadOnlyList<object?> LetterRow(SplitReport split)
    {
        var share = (double)split.UnknownBases / Math.Max(1, split.Lengths.Total);
        return DataPage.Row(split.Name, split.UnknownBases, share, split.AmbiguityCodes, split.LowerCaseLetters, split.OtherLetters);
    }

    private static ReportSection PerSplit(HtmlReport page, DataReport report, string heading, string lead, Func<SplitReport, BarList?> draw)
    {
        var drawn = report.Splits.Select(draw).OfType<ReportBlock>().ToArray();
        var section = page.AddSection(heading, lead);
        section.Add(drawn.Length == 0 ? new Paragraph("None.") : new SideBySide(drawn));
        return section;
    }

    private static BarList Bars(string title, IEnumerable<KeyValuePair<string, long>> counts)
    {
        var all = counts.ToArray();
        var sum = all.Sum(c => c.Value);
        List<Bar> bars = [.. all.Take(MostBars).Select(c => new Bar(c.Key, c.Value, Share(c.Value, sum)))];
        if (all.Length > MostBars)
            bars.Add(new Bar(Text($"{all.Length - MostBars:N0} more"), 0, Share(all.Skip(MostBars).Sum(c => c.Value), sum)));
        return new BarList(title, bars);
    }

    private static DataTable Percentiles(DataReport report)
    {
        var known = report.Splits.Where(s => s.Lengths.Percentiles.Count == PercentileColumns.Length - 1);
        return new(PercentileColumns, [.. known.Select(s => (IReadOnlyList<object?>)[s.Name, .. s.Lengths.Percentiles])]);
    }

    private static void Repetition(HtmlReport page, DataReport report)
    {
        var section = page.AddSection("Repetition", "Case and U/T do not matter. omni data audit shows examples.");
        var inside = report.Splits.Select(s => DataPage.Row(s.Name, s.Duplicates, s.ReverseComplementTwins));
        section.Add(new DataTable([new("Split"), new("Repeated", "N0"), new("Reverse-complement twins", "N0")], [.. inside])
        {
            Caption = "Sequences that occurred before in their split.",
        });
        if (report.Shared.Count == 0) return;
        foreach (var shared in report.Shared.Where(s => s.Alike > 0))
            section.Add(new Note(Text($"{shared.Alike:N0} sequences of {shared.Split} are like one of {shared.Other} in some way.")));
        var between = report.Shared.Select(s => DataPage.Row(s.Split, s.Other, s.Duplicates, s.ReverseComplementTwins, s.Alike));
        section.Add(new DataTable(SharedColumns, [.. between]) { Caption = "Sequences that an earlier split knows." });
    }

    private static string Share(long count, long all) => Text($"{count:N0} · {100.0 * count / Math.Max(1, all):0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
