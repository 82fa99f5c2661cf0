using System.Globalization;
using System.Text;

namespace OmniHelix.Data.Leakage;

/// <summary>A <see cref="LeakageReport"/> as text for a terminal.</summary>
internal static class LeakageText
{
    public static string NameOf(LeakageFinding finding) => finding.Kind switch
    {
        LeakageKind.Duplicate => "duplicates",
        LeakageKind.ReverseComplement => "reverse-complement twins",
        LeakageKind.ShiftedWindow => "shifted windows",
        LeakageKind.NearDuplicate => "near-duplicates",
        LeakageKind.SameGroup => $"same {finding.Column}",
        _ => "conflicting labels",
    };

    public static string Render(LeakageReport report)
    {
        var text = new StringBuilder();
        foreach (var split in report.Splits)
            Line(text, $"{split.Name}: {Plural.Count(split.Records, "record")}, {Plural.Count(split.Letters, "letter")}{Blanks(split)}");
        if (report.Splits.Count > 1) Part(text, report, between: true, "Leakage between splits", "No leakage between splits.");
        Part(text, report, between: false, "Repetition inside splits", "No repetition inside splits.");
        text.Append(Rule(report.Options)).Append('\n');
        return text.ToString();
    }

    private static string Blanks(AuditedSplit split) => split.WithBlanks == 0
        ? ""
        : $"; {Plural.Of(split.WithBlanks, "one of them has", $"{split.WithBlanks} of them have")} blanks inside the sequence";

    public static string Rule(LeakageOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"Same: overlaps of at least {options.MinimumOverlap} letters and {options.MinimumShare:P0} of the shorter sequence with identity "
            + $"{options.Identity:P0}, or {options.Containment:P0} of its {options.EffectiveWordLength}-mers"
            + $"{(options.ReverseStrand && !options.Protein ? ", on both strands" : "")}.");

    private static void Part(StringBuilder text, LeakageReport report, bool between, string title, string none)
    {
        var findings = report.Findings.Where(f => f.IsBetweenSplits == between).ToArray();
        if (findings.Length == 0)
        {
            text.Append(none).Append('\n');
            return;
        }
        text.Append(title).Append('\n');
        Row(text, "kind", "records of", "like", "count", "share");
        foreach (var f in findings) Row(text, NameOf(f), f.Split, between ? f.Other : "an earlier one", Whole(f.Records), Percent(f.Share));
        foreach (var t in report.Totals.Where(t => t.Records > 0 && (t.Split != t.Other) == between))
            Row(text, between ? "any leakage" : "any", t.Split, between ? t.Other : "an earlier one", Whole(t.Records), Percent(t.Share));
        // Repetition inside a split has its examples in the JSON form.
        foreach (var finding in findings.Where(f => between && f.Examples.Count > 0))
        {
            Line(text, $"  {NameOf(finding)}, {finding.Split} and {finding.Other}:");
            foreach (var example in finding.Examples) text.Append("    ").Append(Describe(example)).Append('\n');
        }
    }

    public static string FactsOf(LeakageExample example)
    {
        var facts = new List<string>();
        if (example.ReverseStrand) facts.Add("reverse strand");
        if (example.Shift is { } shift and not 0) facts.Add(FormattableString.Invariant($"shift {shift}"));
        if (example.Overlap is { } overlap) facts.Add(FormattableString.Invariant($"{overlap} letters"));
        if (example.Similarity is { } similarity)
            facts.Add(FormattableString.Invariant($"{(example.Overlap is null ? "share of words" : "identity")} {similarity:P1}"));
        if (example.Detail is { } detail) facts.Add(detail);
        return string.Join(", ", facts);
    }

    private static string Describe(LeakageExample example) =>
        $"{example.Record.Place} {Short(example.Record.Id)}  ~  {example.Other.Place} {Short(example.Other.Id)}  ({example.Facts})";

    private static string Short(string id) => id.Length > 40 ? id[..39] + "…" : id;

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, string kind, string split, string other, string count, string share) =>
        text.Append(CultureInfo.InvariantCulture, $"  {kind,-26} {split,-12} {other,-16} {count,9} {share,9}\n");

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
