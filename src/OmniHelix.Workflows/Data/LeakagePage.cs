using System.Globalization;
using OmniHelix.Data.Leakage;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.Data;

/// <summary>A leakage audit as a page: kinds by pairs of splits, and examples letter by letter.</summary>
public static class LeakagePage
{
    private const string Between = "Records of one split that have something like them in another; a record counts once for each kind.";
    private const string Inside = "Records that have an earlier one like them in their own split.";

    /// <summary>The page of a report.</summary>
    /// <param name="title">What was audited.</param>
    /// <param name="report">What was found.</param>
    public static HtmlReport Compose(string title, LeakageReport report)
    {
        LeakageTotal[] between = [.. report.Totals.Where(t => t.Split != t.Other)];
        LeakageTotal[] inside = [.. report.Totals.Where(t => t.Split == t.Other)];
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix leakage audit",
            Subtitle = report.Options.Rule,
            KeyFigures = [.. between.Select(total => Figure(report, total))],
            Footer = DataPage.Footer,
        };
        if (between.Length > 0) Findings(page.AddSection("Leakage between splits", Between), report, between, "in");
        Findings(page.AddSection("Repetition inside splits", Inside), report, inside, "again in");
        foreach (var kind in report.Findings.Where(f => f.Examples.Count > 0).GroupBy(f => f.Name)) Examples(page, kind);
        var splits = report.Splits.Select(s => DataPage.Row(s.Name, s.Records, s.Letters, s.WithBlanks));
        TableColumn[] columns = [new("Split"), new("Records", "N0"), new("Letters", "N0"), new("With blanks", "N0")];
        page.AddSection("Data").Add(new DataTable(columns, [.. splits]));
        return page;
    }

    private static KeyFigure Figure(LeakageReport report, LeakageTotal total)
    {
        var all = report.Splits.First(s => s.Name == total.Split).Records;
        return new($"{total.Split} known from {total.Other}", Percent(total.Share), Text($"{total.Records:N0} of {all:N0} records"))
        {
            IsWarning = total.Records > 0,
        };
    }

    private static void Findings(ReportSection section, LeakageReport report, LeakageTotal[] pairs, string word)
    {
        var findings = report.Findings.Where(f => pairs.Any(p => p.Split == f.Split && p.Other == f.Other)).ToArray();
        if (findings.Length == 0 && pairs.All(p => p.Records == 0))
        {
            section.Add(new Paragraph("None."));
            return;
        }
        var kinds = findings.OrderBy(f => f.Kind).Select(f => f.Name).Distinct().ToArray();
        List<IReadOnlyList<object?>> rows = [.. kinds.Select(kind => DataPage.Row([Upper(kind), .. pairs.Select(p => Of(kind, p))]))];
        rows.Add(["Any of them", .. pairs.Select(p => p.Records == 0 ? null : Cell(p.Records, p.Share))]);
        TableColumn[] columns = [new("Kind"), .. pairs.Select(p => new TableColumn($"{p.Split} {word} {p.Other}", ""))];
        section.Add(new DataTable(columns, rows) { EmphasisedRow = rows.Count - 1 });
        if (kinds.Contains("conflicting labels"))
            section.Add(new Paragraph("Conflicting labels alone are no leakage and do not count in the last row."));

        string? Of(string kind, LeakageTotal pair)
        {
            var found = Array.Find(findings, f => f.Name == kind && f.Split == pair.Split && f.Other == pair.Other);
            return found is null ? null : Cell(found.Records, found.Share);
        }
    }

    private static void Examples(HtmlReport page, IGrouping<string, LeakageFinding> kind)
    {
        var section = page.AddSection(Upper(kind.Key), Meaning(kind.First().Kind));
        foreach (var pair in kind)
        {
            section.Add(new Heading(pair.IsBetweenSplits ? $"{pair.Split} and {pair.Other}" : $"Inside {pair.Split}"));
            foreach (var example in pair.Examples) section.Add(Example(example));
        }
    }

    private static Card Example(LeakageExample example)
    {
        List<ReportBlock> blocks = [];
        if (example.Letters is { } letters)
            blocks.Add(new AlignmentBlock(
                new(example.Record.Id, letters.RecordStart + 1, letters.Record),
                new(example.Other.Id, letters.OtherStart + 1, letters.Other)));
        var facts = $"{example.Record.Place} and {example.Other.Place}: {example.Facts}";
        return new Card($"{example.Record.Id} ~ {example.Other.Id}", facts, blocks);
    }

    private static string Meaning(LeakageKind kind) => kind switch
    {
        LeakageKind.Duplicate => "Equal sequences; case and U/T do not matter.",
        LeakageKind.ReverseComplement => "One is the reverse complement of the other: the first row is turned over.",
        LeakageKind.ShiftedWindow => "They overlap end to end, or one lies in the other, without gaps.",
        LeakageKind.NearDuplicate =>
            "Most letters are equal at the same places, or many words are shared; these are laid over each other where most words agree,"
            + " without gaps.",
        LeakageKind.SameGroup => "Equal values of a group column.",
        _ => "Equal sequences with different labels.",
    };

    private static string Cell(int records, double share) => Text($"{records:N0} · {Percent(share)}");

    private static string Percent(double share) => Text($"{100 * share:0.0} %");

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
