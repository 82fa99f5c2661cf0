using System.Globalization;
using OmniHelix.Data.Leakage;
using OmniHelix.Reports;

namespace OmniHelix.Cli.Commands.Data;

/// <summary>A leakage audit as a page: kinds by pairs of splits, and examples letter by letter.</summary>
internal static class AuditPage
{
    public static HtmlReport Compose(string title, LeakageReport report)
    {
        var between = report.Totals.Where(t => t.Split != t.Other).ToArray();
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix leakage audit",
            Subtitle = report.Options.Rule,
            KeyFigures = [.. between.Select(t => new KeyFigure($"{t.Split} known from {t.Other}", Percent(t.Share), Text($"{t.Records:N0} of {Records(report, t.Split):N0} records")))],
            Footer = DataPages.Footer,
        };
        if (between.Length > 0)
            Findings(page.AddSection("Leakage between splits", "Records of one split that have something like them in another; a record counts once for each kind."), report, [.. between], "in");
        Findings(page.AddSection("Repetition inside splits", "Records that have an earlier one like them in their own split."), report, [.. report.Totals.Where(t => t.Split == t.Other)], "again in");
        foreach (var finding in report.Findings.Where(f => f.Examples.Count > 0).GroupBy(f => f.Name))
        {
            var section = page.AddSection(Upper(finding.Key), Meaning(finding.First().Kind));
            foreach (var pair in finding)
            {
                section.Add(new Heading(pair.IsBetweenSplits ? $"{pair.Split} and {pair.Other}" : $"Inside {pair.Split}"));
                foreach (var example in pair.Examples) section.Add(Example(example));
            }
        }
        page.AddSection("Data").Add(new DataTable([new("Split"), new("Records", "N0"), new("Letters", "N0")], [.. report.Splits.Select(s => (IReadOnlyList<object?>)[s.Name, s.Records, s.Letters])]));
        return page;
    }

    private static void Findings(ReportSection section, LeakageReport report, LeakageTotal[] pairs, string word)
    {
        if (pairs.All(p => p.Records == 0) && !report.Findings.Any(f => pairs.Any(p => p.Split == f.Split && p.Other == f.Other)))
        {
            section.Add(new Paragraph("None."));
            return;
        }
        var kinds = report.Findings.Where(f => pairs.Any(p => p.Split == f.Split && p.Other == f.Other)).OrderBy(f => f.Kind).Select(f => f.Name).Distinct().ToArray();
        List<IReadOnlyList<object?>> rows = [.. kinds.Select(kind => (IReadOnlyList<object?>)[Upper(kind), .. pairs.Select(p => report.Findings.FirstOrDefault(f => f.Name == kind && f.Split == p.Split && f.Other == p.Other) is { } f ? Cell(f.Records, f.Share) : null)])];
        rows.Add(["Any of them", .. pairs.Select(p => p.Records == 0 ? null : Cell(p.Records, p.Share))]);
        section.Add(new DataTable([new("Kind"), .. pairs.Select(p => new TableColumn($"{p.Split} {word} {p.Other}", ""))], rows) { EmphasisedRow = rows.Count - 1 });
        if (kinds.Contains("conflicting labels")) section.Add(new Paragraph("Conflicting labels alone are no leakage and do not count in the last row."));
    }

    private static Card Example(LeakageExample example)
    {
        List<ReportBlock> blocks = [];
        if (example.Letters is { } letters)
            blocks.Add(new AlignmentBlock(new(example.Record.Id, letters.RecordStart + 1, letters.Record), new(example.Other.Id, letters.OtherStart + 1, letters.Other)));
        return new Card($"{example.Record.Id} ~ {example.Other.Id}", $"{example.Record.Place} and {example.Other.Place}: {example.Facts}", blocks);
    }

    private static string Meaning(LeakageKind kind) => kind switch
    {
        LeakageKind.Duplicate => "Equal sequences; case and U/T do not matter.",
        LeakageKind.ReverseComplement => "One is the reverse complement of the other: the first row is turned over.",
        LeakageKind.ShiftedWindow => "They overlap end to end, or one lies in the other, without gaps.",
        LeakageKind.NearDuplicate => "Most letters are equal at the same places, or many words are shared; these are laid over each other where most words agree, without gaps.",
        LeakageKind.SameGroup => "Equal values of a group column.",
        _ => "Equal sequences with different labels.",
    };

    private static int Records(LeakageReport report, string split) => report.Splits.First(s => s.Name == split).Records;

    private static string Cell(int records, double share) => Text($"{records:N0} · {Percent(share)}");

    private static string Percent(double share) => Text($"{100 * share:0.0} %");

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
