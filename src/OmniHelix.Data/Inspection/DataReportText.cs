using System.Globalization;
using System.Text;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Inspection;

internal static class DataReportText
{
    private const int BarWidth = 30, MostNames = 12, MostShares = 4;

    public static string Render(DataReport report)
    {
        var text = new StringBuilder();
        Line(text, $"Data set {report.Name}");
        foreach (var split in report.Splits) Split(text, split);
        foreach (var warning in report.Warnings) Line(text, $"! {warning}");
        return text.ToString();
    }

    /// <summary>A line a split, and what a user should look at.</summary>
    public static string Fold(DataReport report)
    {
        var text = new StringBuilder();
        foreach (var split in report.Splits)
        {
            var p = split.Lengths.Percentiles;
            var length = p.Count == 7 ? FormattableString.Invariant($", length {p[0]} to {p[^1]}, median {p[3]}") : "";
            var what = $"{Plural.Of(split.Rows, "row")} of {Alphabet.NameOf(split.Molecule)}{length}{Shares(split.Labels)}";
            Line(text, $"{split.Name + ":",-6} {split.Rows,6:#,0} {what}");
        }
        foreach (var warning in report.Warnings) Line(text, $"! {warning}");
        return text.ToString();
    }

    /// <summary>What a user should look at, a sentence each.</summary>
    public static IEnumerable<string> Warnings(DataReport report)
    {
        foreach (var shared in report.Shared.Where(s => s.Alike > 0))
        {
            var equal = shared.Duplicates > 0 ? FormattableString.Invariant($", {shared.Duplicates:#,0} of them equal to it") : "";
            var twins = shared.ReverseComplementTwins > 0
                ? FormattableString.Invariant($", {shared.ReverseComplementTwins:#,0} its reverse complement")
                : "";
            var which = $"of {shared.Split} {(shared.Alike == 1 ? "is" : "are")} like one in {shared.Other}";
            var noun = Plural.Of(shared.Alike, "sequence");
            yield return FormattableString.Invariant($"{shared.Alike:#,0} {noun} {which}{equal}{twins} (omni data audit shows them)");
        }
        foreach (var note in report.Notes) yield return note;
    }

    // Such as "; . 43 %, ( 28 %".
    private static string Shares(IReadOnlyList<KeyValuePair<string, long>> labels)
    {
        if (labels.Count == 0) return "";
        var all = labels.Sum(label => label.Value);
        var shown = labels.Take(MostShares).Select(label => FormattableString.Invariant($"{label.Key} {(double)label.Value / all:P0}"));
        var more = labels.Count > MostShares ? FormattableString.Invariant($", … {labels.Count - MostShares} more") : "";
        return $"; {string.Join(", ", shown)}{more}";
    }

    private static void Split(StringBuilder text, SplitReport split)
    {
        var p = split.Lengths.Percentiles;
        var size = $"{Plural.Count(split.Rows, "row")}, {Plural.Count(split.Lengths.Total, "letter")}";
        Line(text, $"{split.Name}: {size}, {Alphabet.NameOf(split.Molecule)}");
        if (p.Count == 7) Line(text, $"  length  min {p[0]}, 5 % {p[1]}, 25 % {p[2]}, median {p[3]}, 75 % {p[4]}, 95 % {p[5]}, max {p[6]}");
        var tallest = split.Lengths.Histogram.Select(b => b.Value).DefaultIfEmpty().Max();
        foreach (var (bound, count) in split.Lengths.Histogram)
        {
            var bar = new string('#', (int)Math.Ceiling((double)BarWidth * count / tallest));
            Line(text, $"  {"≤ " + bound.ToString(CultureInfo.InvariantCulture),10} {count,8} {bar}");
        }
        Line(text, $"  letters {Names(split.Letters.Select(l => KeyValuePair.Create(l.Key.ToString(), l.Value)))}");
        if (split.LowerCaseLetters + split.AmbiguityCodes + split.OtherLetters > 0) Letters(text, split);
        if (split.Labels.Count > 0) Line(text, $"  labels  {Names(split.Labels)}");
        if (split.Unlabelled > 0) Line(text, $"  {Plural.Count(split.Unlabelled, "row")} without label");
        if (split.Empty > 0) Line(text, $"  {Plural.Count(split.Empty, "row")} of no bases, which training refuses");
        if (split.Duplicates + split.ReverseComplementTwins > 0)
            Line(text, $"  {split.Duplicates} repeated sequences, {split.ReverseComplementTwins} reverse-complement twins");
    }

    private static void Letters(StringBuilder text, SplitReport split)
    {
        var unknown = (double)split.UnknownBases / Math.Max(1, split.Lengths.Total);
        text.Append(
            CultureInfo.InvariantCulture,
            $"  of these {split.LowerCaseLetters} lower case, {split.AmbiguityCodes} ambiguity codes "
                + $"(N {split.UnknownBases}, {unknown:P2} of all), {split.OtherLetters} other\n");
    }

    private static string Names(IEnumerable<KeyValuePair<string, long>> counts)
    {
        var all = counts.ToArray();
        return string.Join("  ", all.Take(MostNames).Select(c => FormattableString.Invariant($"{c.Key} {c.Value}"))) + (
            all.Length > MostNames ? $"  … {all.Length - MostNames} more" : "");
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
