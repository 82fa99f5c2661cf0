using System.Globalization;
using OmniHelix.Data.Inspection;
using OmniHelix.Reports;
using OmniHelix.Sequences;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>An inspection as a page: columns, label map, and for each split lengths, labels, letters and repetitions.</summary>
internal static class InspectionPage
{
    private const int MostBars = 24;

    public static HtmlReport Compose(string title, DataInspection inspection)
    {
        var report = inspection.Report;
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix data report",
            Subtitle = inspection.Task is { } task ? $"{task.Name.Replace('_', ' ')}{(inspection.Labels is { } l ? Text($", {l.Count} classes") : "")}" : null,
            KeyFigures = [.. report.Splits.Select(s => new KeyFigure(s.Name, Text($"{s.Rows:N0}"), Text($"sequences, {s.Lengths.Total:N0} letters, {Alphabet.NameOf(s.Molecule)}")))],
            Footer = DataPages.Footer,
        };
        if (report.Notes.Count > 0)
        {
            var notes = page.AddSection("Please note");
            foreach (var note in report.Notes) notes.Add(new Note(note));
        }
        Schema(page, inspection);
        PerSplit(page, report, "Labels", "How often each class occurs in each split.", s => s.Labels.Count == 0 ? null : Bars(s.Name, s.Labels));
        PerSplit(page, report, "Lengths", "Sequences by length in letters; the bins double.", s => s.Lengths.Histogram.Count == 0 ? null
            : new BarList(s.Name, [.. s.Lengths.Histogram.Select(b => new Bar(Text($"≤ {b.Key:N0}"), b.Value, Share(b.Value, s.Rows)))]));
        page.Sections[^1].Add(Percentiles(report));
        PerSplit(page, report, "Letters", "All characters as they stand in the files.", s => Bars(s.Name, s.Letters.Select(c => KeyValuePair.Create(c.Key.ToString(), c.Value))));
        page.Sections[^1].Add(new DataTable([new("Split"), new("N", "N0"), new("N, share", "0.00 %"), new("Ambiguity codes", "N0"), new("Lower case", "N0"), new("Other", "N0")],
            [.. report.Splits.Select(s => (IReadOnlyList<object?>)[s.Name, s.UnknownBases, (double)s.UnknownBases / Math.Max(1, s.Lengths.Total), s.AmbiguityCodes, s.LowerCaseLetters, s.OtherLetters])]));
        Repetition(page, report);
        return page;
    }

    private static void Schema(HtmlReport page, DataInspection inspection)
    {
        var section = page.AddSection("Columns", "What each file holds.");
        foreach (var file in inspection.Files)
        {
            section.Add(new Heading(Path.GetFileName(file.Path)));
            section.Add(new KeyValueTable([new("Form", file.Kind.Id), .. file.Columns.Select(c => KeyValuePair.Create(c.Name, c.Type.ToString()))]));
        }
        if (inspection.Labels is not { } labels) return;
        section.Add(new Heading("Label map")).Add(new KeyValueTable([.. labels.Names.Select((name, id) => KeyValuePair.Create(Text($"{id}"), name))]));
    }

    private static void PerSplit(HtmlReport page, DataReport report, string heading, string lead, Func<SplitReport, BarList?> draw)
    {
        var drawn = report.Splits.Select(draw).OfType<ReportBlock>().ToArray();
        var section = page.AddSection(heading, lead);
        section.Add(drawn.Length == 0 ? new Paragraph("None.") : new SideBySide(drawn));
        if (heading != "Labels") return;
        foreach (var split in report.Splits.Where(s => s.Unlabelled > 0)) section.Add(new Note(Text($"{split.Unlabelled:N0} sequences of {split.Name} have no label.")));
    }

    private static BarList Bars(string title, IEnumerable<KeyValuePair<string, long>> counts)
    {
        var all = counts.ToArray();
        var sum = all.Sum(c => c.Value);
        List<Bar> bars = [.. all.Take(MostBars).Select(c => new Bar(c.Key, c.Value, Share(c.Value, sum)))];
        if (all.Length > MostBars) bars.Add(new Bar(Text($"{all.Length - MostBars:N0} more"), 0, Share(all.Skip(MostBars).Sum(c => c.Value), sum)));
        return new BarList(title, bars);
    }

    private static DataTable Percentiles(DataReport report) => new(
        [new("Split"), new("Shortest", "N0"), new("5 %", "N0"), new("25 %", "N0"), new("Median", "N0"), new("75 %", "N0"), new("95 %", "N0"), new("Longest", "N0")],
        [.. report.Splits.Where(s => s.Lengths.Percentiles.Count == 7).Select(s => (IReadOnlyList<object?>)[s.Name, .. s.Lengths.Percentiles])]);

    private static void Repetition(HtmlReport page, DataReport report)
    {
        var section = page.AddSection("Repetition", "Case and U/T do not matter. omni data audit shows examples.");
        section.Add(new DataTable([new("Split"), new("Repeated", "N0"), new("Reverse-complement twins", "N0")], [.. report.Splits.Select(s => (IReadOnlyList<object?>)[s.Name, s.Duplicates, s.ReverseComplementTwins])])
        { Caption = "Sequences that occurred before in their split." });
        if (report.Shared.Count == 0) return;
        foreach (var shared in report.Shared.Where(s => s.Alike > 0)) section.Add(new Note(Text($"{shared.Alike:N0} sequences of {shared.Split} are like one of {shared.Other} in some way.")));
        section.Add(new DataTable([new("Split"), new("Earlier split"), new("Equal", "N0"), new("Reverse-complement twins", "N0"), new("Alike in any way", "N0")],
            [.. report.Shared.Select(s => (IReadOnlyList<object?>)[s.Split, s.Other, s.Duplicates, s.ReverseComplementTwins, s.Alike])])
        { Caption = "Sequences that an earlier split knows." });
    }

    private static string Share(long count, long all) => Text($"{count:N0} · {100.0 * count / Math.Max(1, all):0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
