using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Inspection;

internal static class DataReportBuilder
{
    private static readonly double[] Ranks = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    public static DataReport Build(DataSet data, TaskType? task, IProgress<double>? progress)
    {
        var records = new AuditRecords();
        foreach (var (name, examples) in data.Splits)
        {
            records.Begin(name);
            // Labels are not asked about here, and those of bases are long; a pair is looked for as a whole.
            foreach (var example in examples)
                if (example.Length > 0) records.Add(example with { Label = null, Sequence = example.Letters, Pair = null });
        }
        var audit = LeakageAudit.Run(records, new LeakageOptions { Examples = 0, Protein = AuditReader.IsProtein(records) }, progress);
        int Found(LeakageKind kind, string split, string other) =>
            audit.Findings.FirstOrDefault(f => f.Kind == kind && f.Split == split && f.Other == other)?.Records ?? 0;
        var shared = audit.Totals.Where(t => t.Split != t.Other)
            .Select(t => new SharedSequences(
                t.Split, t.Other, Found(LeakageKind.Duplicate, t.Split, t.Other), Found(LeakageKind.ReverseComplement, t.Split, t.Other),
                t.Records)).ToArray();
        var splits = data.Splits.Select(s => Split(
            s.Name, s.Examples, Found(LeakageKind.Duplicate, s.Name, s.Name), Found(LeakageKind.ReverseComplement, s.Name, s.Name),
            task)).ToArray();
        return new DataReport(DataReport.TitleOf(data.Path, data.Config), splits, shared, [.. data.Notes, .. Unlabelled(data, task)]);
    }

    // Elsewhere it says that there is no label, but a sequence may well have that value.
    private static IEnumerable<string> Unlabelled(DataSet data, TaskType? task)
    {
        if (task != TaskType.SequenceRegression) yield break;
        var values = data.Splits.SelectMany(split => split.Examples).Sum(example => example.Label switch
        {
            NumberLabel number => LabelNames.IsUnlabelled((float)number.Value) ? 1 : 0,
            VectorLabel vector => vector.Values.Count(LabelNames.IsUnlabelled),
            TextLabel text => LabelNames.IsUnlabelled(text.Text) ? 1 : 0,
            _ => 0,
        });
        if (values == 0) yield break;
        var count = Plural.Count(values, "target is", "targets are");
        yield return $"{count} −100, which is taken for the value; leave out rows without one.";
    }

    private static SplitReport Split(string name, IReadOnlyList<Example> examples, int duplicates, int twins, TaskType? task)
    {
        var letters = new LetterCounts();
        foreach (var example in examples) letters.Add(example.Letters);
        return new SplitReport
        {
            Name = name,
            Rows = examples.Count,
            Lengths = Lengths([.. examples.Select(e => e.Length)]),
            Letters = letters.Occurring(),
            Molecule = letters.Molecule,
            LowerCaseLetters = letters.LowerCase,
            AmbiguityCodes = letters.AmbiguityCodes,
            OtherLetters = letters.Other,
            Unlabelled = examples.Count(e => e.Label is null),
            Empty = examples.Count(e => e.Sequence.Length == 0),
            Labels = task is { } t && t.Target != TaskTarget.Number ? Labels(examples, t) : [],
            Duplicates = duplicates,
            ReverseComplementTwins = twins,
        };
    }

    private static LengthSummary Lengths(int[] lengths)
    {
        if (lengths.Length == 0) return new LengthSummary(0, [], []);
        Array.Sort(lengths);
        var bins = new SortedDictionary<int, int>();
        foreach (var length in lengths)
        {
            var bound = 16;
            while (bound < length && bound < 1 << 30) bound *= 2;
            bins[bound] = bins.GetValueOrDefault(bound) + 1;
        }
        int[] percentiles = [.. Ranks.Select(r => lengths[Math.Clamp((int)Math.Ceiling(r * lengths.Length) - 1, 0, lengths.Length - 1)])];
        return new LengthSummary(lengths.Sum(l => (long)l), percentiles, [.. bins]);
    }

    private static List<KeyValuePair<string, long>> Labels(IReadOnlyList<Example> examples, TaskType task)
    {
        var counts = new Dictionary<string, long>();
        foreach (var example in examples)
        {
            if (example.Label is null) continue;
            if (task.Target == TaskTarget.Classes && example.Label is VectorLabel vector)
            {
                for (var i = 0; i < vector.Values.Length; i++)
                    if (vector.Values[i] > 0) Count(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                continue;
            }
            if (task.UsualLabels is { } two)
            {
                // Labels of another size are refused later, all of them at once.
                if (PairLabels.BasesOf(example) != example.Sequence.Length) continue;
                foreach (var value in PairLabels.Of(example, task).Values(example.Sequence.Length, task.UsualMinDistance))
                    if (!float.IsNaN(value)) Count(two[(int)value]);
                continue;
            }
            foreach (var name in LabelNames.Of(example, task))
                if (name != LabelNames.None) Count(name);
        }
        return [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)];

        void Count(string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}
