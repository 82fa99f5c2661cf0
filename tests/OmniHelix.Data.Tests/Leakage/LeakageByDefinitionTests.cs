using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Tests.Leakage;

/// <summary>
/// The audit against every pair of records compared by the definitions of the kinds, where no bound of its search is met.
/// </summary>
public class LeakageByDefinitionTests
{
    private static readonly LeakageOptions Options = new() { WordLength = 9, Window = 4, MinimumOverlap = 24, Examples = int.MaxValue };

    [Theory]
    [InlineData(1, "ACGT", true)]
    [InlineData(2, "ACGT", false)]
    [InlineData(3, "ACGTACGTACGTACGTACGTACGTACGTACGTN", true)]
    [InlineData(4, "ACGTacgtuU", true)]
    [InlineData(5, "ACGTACGTACGTACGTACGTACGTACGTACGTR-", true)]
    public void EveryKindIsFoundAsDefined(int seed, string alphabet, bool bothStrands)
    {
        var planted = new Planted(seed);
        var options = Options with { ReverseStrand = bothStrands };
        var (records, sequences) = Records(planted, alphabet);
        var report = LeakageAudit.Run(records, options);
        var expected = Expected(records, sequences, options);
        foreach (
            var kind in new[] { LeakageKind.Duplicate, LeakageKind.ReverseComplement, LeakageKind.SameGroup, LeakageKind.ConflictingLabel })
            Assert.Equal(expected[kind].Certain.Order(), Found(report, kind).Order());
        foreach (var kind in new[] { LeakageKind.ShiftedWindow, LeakageKind.NearDuplicate })
        {
            var found = Found(report, kind).ToHashSet();
            Assert.Empty(found.Except(expected[kind].Possible));
            Assert.Empty(expected[kind].Certain.Except(found));
            Assert.NotEmpty(expected[kind].Certain);
        }
    }

    // Windows of a few loci with substitutions, deletions, second strands and copies; each locus has few enough to be compared with each
    // other.
    private static (AuditRecords Records, string[] Sequences) Records(Planted planted, string alphabet)
    {
        var records = new AuditRecords("gene");
        var sequences = new List<string>();
        string[] loci = [.. Enumerable.Range(0, 8).Select(_ => planted.Sequence(200, alphabet))];
        foreach (var split in new[] { "train", "valid", "test" })
        {
            records.Begin(split);
            for (var i = 0; i < 4 * loci.Length; i++)
            {
                var locus = loci[i % loci.Length];
                var length = 30 + planted.Next(90);
                var sequence = planted.Next(5) == 0 ? planted.Sequence(length, alphabet) : locus.Substring(planted.Next(3) * 30, length);
                if (sequences.Count > 0 && planted.Next(3) == 0) sequence = sequences[planted.Next(sequences.Count)];
                sequence = planted.Next(5) switch
                {
                    0 => planted.Substitute(sequence, 0.04),
                    1 => planted.InsertAndDelete(sequence, 2),
                    _ => sequence,
                };
                if (planted.Next(3) == 0) sequence = Planted.Reverse(sequence);
                sequences.Add(sequence);
                records.Add(
                    System.Text.Encoding.ASCII.GetBytes(sequence), new RecordName("r", "x", sequences.Count, sequences.Count),
                    planted.Next(4) == 0 ? null : planted.Next(2).ToString(), planted.Next(4) == 0 ? null : planted.Next(60).ToString());
            }
        }
        return (records, [.. sequences.Select(s => s.ToUpperInvariant().Replace('U', 'T'))]);
    }

    // (record, split of the earlier one) that a kind must name, and that it may name.
    private static Dictionary<LeakageKind, (HashSet<(long, string)> Certain, HashSet<(long, string)> Possible)> Expected(
        AuditRecords records, string[] sequences, LeakageOptions options)
    {
        var expected = Enum.GetValues<LeakageKind>()
            .ToDictionary(k => k, _ => (Certain: new HashSet<(long, string)>(), Possible: new HashSet<(long, string)>()));
        for (var split = 0; split < records.Splits.Count; split++)
            for (var other = 0; other <= split; other++)
                foreach (var record in Members(split))
                    foreach (var earlier in Members(other).Where(e => e < record)) Compare(record, earlier, split, other);
        return expected;

        IEnumerable<int> Members(int split) =>
            Enumerable.Range(records.RangeOf(split).Start.Value, records.RangeOf(split).End.Value - records.RangeOf(split).Start.Value);

        void Compare(int record, int earlier, int split, int other)
        {
            var entry = ((long)record + 1, $"{records.Splits[split]}<{records.Splits[other]}");
            var (a, b) = (sequences[record], sequences[earlier]);
            if (a == b)
            {
                expected[LeakageKind.Duplicate].Certain.Add(entry);
                if (records.LabelOf(record) is { } label && records.LabelOf(earlier) is { } otherLabel && label != otherLabel)
                    expected[LeakageKind.ConflictingLabel].Certain.Add(entry);
            }
            if (options.ReverseStrand && Planted.Reverse(a) == b && a != b) expected[LeakageKind.ReverseComplement].Certain.Add(entry);
            if (split != other && records.Groups[0][record] >= 0 && records.Groups[0][record] == records.Groups[0][earlier])
                expected[LeakageKind.SameGroup].Certain.Add(entry);
            foreach (var own in options.ReverseStrand ? new[] { a, Planted.Reverse(a) } : [a])
                if (own != b) Similar(own, b, entry);
        }

        void Similar(string a, string b, (long, string) entry)
        {
            var shorter = Math.Min(a.Length, b.Length);
            var needed = Math.Min(shorter, Math.Max(options.MinimumOverlap, (int)Math.Ceiling(options.MinimumShare * shorter)));
            for (var shift = -b.Length; shift <= a.Length; shift++)
            {
                var (compared, equal) = (0, 0);
                for (var i = Math.Max(0, shift); i < Math.Min(a.Length, b.Length + shift); i++)
                {
                    if (a[i] == 'N' || b[i - shift] == 'N') continue;
                    compared++;
                    if (a[i] == b[i - shift]) equal++;
                }
                if (compared < needed || (double)equal / compared < options.Identity) continue;
                var kind = shift == 0 && a.Length == b.Length ? LeakageKind.NearDuplicate : LeakageKind.ShiftedWindow;
                expected[kind].Possible.Add(entry);
                // A common stretch of k + w − 1 letters has a common minimizer; where one lies in the other, or both are laid over each
                // other whole, no other shift has more of them.
                if ((kind == LeakageKind.NearDuplicate || equal == shorter)
                    && HasStretch(a, b, shift, options.EffectiveWordLength + options.Window - 1)) expected[kind].Certain.Add(entry);
            }
            if (Share(a, b) >= options.Containment) expected[LeakageKind.NearDuplicate].Possible.Add(entry);
        }

        static bool HasStretch(string a, string b, int shift, int length)
        {
            var run = 0;
            for (var i = Math.Max(0, shift); i < a.Length && i - shift < b.Length; i++)
            {
                run = a[i] == b[i - shift] && "ACGT".Contains(a[i], StringComparison.Ordinal) ? run + 1 : 0;
                if (run >= length) return true;
            }
            return false;
        }

        double Share(string a, string b)
        {
            HashSet<string> Words(string s) =>
                [
                    .. Enumerable.Range(0, Math.Max(0, s.Length - options.EffectiveWordLength + 1)).Select(
                        i => s.Substring(i, options.EffectiveWordLength)).Where(w => w.All("ACGT".Contains))];
            var (x, y) = a.Length <= b.Length ? (Words(a), Words(b)) : (Words(b), Words(a));
            return x.Count == 0 ? 0 : (double)x.Intersect(y).Count() / x.Count;
        }
    }

    private static IEnumerable<(long, string)> Found(LeakageReport report, LeakageKind kind) =>
        report.Findings.Where(f => f.Kind == kind).SelectMany(f => f.Examples.Select(e => (e.Record.Record, $"{f.Split}<{f.Other}")));
}
