using OmniHelix.Sequences;

namespace OmniHelix.Data;

internal static class DataReportBuilder
{
    private static readonly double[] Ranks = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    public static DataReport Build(DataSet data, TaskType? task)
    {
        var keys = data.Splits.Select(s => (s.Name, Keys: s.Examples.Select(e => SequenceKey.Of(e.Sequence)).ToArray())).ToArray();
        var shared = new List<SharedSequences>();
        for (var later = 1; later < keys.Length; later++)
            for (var earlier = 0; earlier < later; earlier++)
            {
                var there = keys[earlier].Keys.ToHashSet();
                shared.Add(new SharedSequences(keys[later].Name, keys[earlier].Name, keys[later].Keys.Count(there.Contains), keys[later].Keys.Count(k => IsTwin(k, there))));
            }
        var splits = data.Splits.Select((s, i) => Split(s.Name, s.Examples, keys[i].Keys, task)).ToArray();
        return new DataReport(data.Config.TaskName ?? Path.GetFileName(data.Path.TrimEnd('/', '\\')), splits, shared, data.Notes);
    }

    private static SplitReport Split(string name, IReadOnlyList<Example> examples, string[] keys, TaskType? task)
    {
        var letters = new LetterCounts();
        foreach (var example in examples) letters.Add(example.Sequence);
        var seen = new HashSet<string>();
        var (duplicates, twins) = (0, 0);
        foreach (var key in keys)
        {
            if (IsTwin(key, seen)) twins++;
            if (!seen.Add(key)) duplicates++;
        }
        return new SplitReport
        {
            Name = name,
            Rows = examples.Count,
            Lengths = Lengths([.. examples.Select(e => e.Sequence.Length)]),
            Letters = letters.Occurring(),
            Molecule = letters.Molecule,
            LowerCaseLetters = letters.LowerCase,
            AmbiguityCodes = letters.AmbiguityCodes,
            OtherLetters = letters.Other,
            Unlabelled = examples.Count(e => e.Label is null),
            Labels = task is { } t && !t.IsRegression() ? Labels(examples, t) : [],
            Duplicates = duplicates,
            ReverseComplementTwins = twins,
        };
    }

    // Sequences that are their own reverse complement are not twins of themselves.
    private static bool IsTwin(string key, HashSet<string> among) => Alphabet.ReverseComplement(key) is var other && other != key && among.Contains(other);

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
            if (task == TaskType.MultiLabelClassification && example.Label is VectorLabel vector)
            {
                for (var i = 0; i < vector.Values.Length; i++)
                    if (vector.Values[i] > 0) Count(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                continue;
            }
            foreach (var name in LabelNames.Of(example, task)) Count(name);
        }
        return [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)];

        void Count(string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}
