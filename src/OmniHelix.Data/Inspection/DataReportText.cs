using System.Globalization;
using System.Text;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Inspection;

internal static class DataReportText
{
    private const int BarWidth = 30, MostNames = 12;

    public static string Render(DataReport report)
    {
        var text = new StringBuilder();
        Line(text, $"Data set {report.Name}");
        foreach (var split in report.Splits) Split(text, split);
        foreach (var shared in report.Shared.Where(s => s.Alike > 0))
            text.Append(
                CultureInfo.InvariantCulture,
                $"! {shared.Duplicates} sequences of {shared.Split} are also in {shared.Other}, {shared.ReverseComplementTwins} as reverse "
                    + $"complement; {shared.Alike} are like one of them in some way (omni data audit shows them)\n");
        foreach (var note in report.Notes) Line(text, $"! {note}");
        return text.ToString();
    }

    private static void Split(StringBuilder text, SplitReport split)
    {
        var p = split.Lengths.Percentiles;
        Line(text, $"{split.Name}: {split.Rows} rows, {split.Lengths.Total} letters, {Alphabet.NameOf(split.Molecule)}");
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
        if (split.Unlabelled > 0) Line(text, $"  {split.Unlabelled} rows without label");
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
