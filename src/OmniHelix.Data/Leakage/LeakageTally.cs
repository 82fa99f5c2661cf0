using OmniHelix.Sequences;

namespace OmniHelix.Data.Leakage;

/// <summary>Counts the records of each split that have something like them in another, by kind, and keeps the first examples.</summary>
internal sealed class LeakageTally
{
    private const int GroupBit = 1 << 6, ConflictBit = 1 << (int)LeakageKind.ConflictingLabel;

    private readonly AuditRecords records;
    private readonly ExactMatches exact;
    private readonly LeakageOptions options;
    private readonly SimilaritySearch search;
    private readonly int splits;

    private readonly record struct Cell(LeakageKind Kind, string? Column, int Split, int Other);

    // One bit a kind, one byte a record and split that is not later.
    private readonly byte[] flags;
    private readonly Dictionary<Cell, (int Records, List<LeakageExample> Examples)> cells = [];

    public LeakageTally(AuditRecords records, ExactMatches exact, SeedIndex index, LeakageOptions options)
    {
        this.records = records;
        this.exact = exact;
        this.options = options;
        splits = records.Splits.Count;
        search = new SimilaritySearch(records, index, options);
        flags = new byte[checked(records.Count * splits)];
    }

    /// <summary>Notes what a record is like; each record by one thread.</summary>
    public void Add(int record, int split, List<SimilarityLink> links)
    {
        foreach (var link in links) flags[record * splits + link.Split] |= Bit(link.Kind);
    }

    /// <summary>Looks for everything that needs no words, and sums up.</summary>
    public LeakageReport Report()
    {
        Equal();
        for (var column = 0; column < records.Groups.Count; column++) Groups(records.Groups[column]);
        Similar(LeakageKind.ShiftedWindow);
        Similar(LeakageKind.NearDuplicate);
        AuditedSplit[] sizes =
            [.. records.Splits.Select((name, s) => new AuditedSplit(name, Size(s), Letters(s)) { WithBlanks = WithBlanks(s) })];
        var findings = cells.OrderBy(c => c.Key.Split == c.Key.Other).ThenBy(c => c.Key.Split).ThenBy(c => c.Key.Other)
            .ThenBy(c => c.Key.Kind)
            .Select(
                c => new LeakageFinding(
                    c.Key.Kind, c.Key.Column, sizes[c.Key.Split].Name, sizes[c.Key.Other].Name, c.Value.Records,
                    (double)c.Value.Records / sizes[c.Key.Split].Records, c.Value.Examples));
        var totals = Pairs().Select(p => (p, Records: Count(p.Split, p.Other)))
            .Select(
                t => new LeakageTotal(
                    sizes[t.p.Split].Name, sizes[t.p.Other].Name, t.Records,
                    sizes[t.p.Split].Records == 0 ? 0 : (double)t.Records / sizes[t.p.Split].Records));
        return new LeakageReport(sizes, [.. findings], [.. totals], options);
    }

    private void Equal()
    {
        var equal = new FirstRecords(splits, exact.Count);
        var labelled = new FirstRecords(splits, exact.Count);
        var otherwise = new FirstRecords(splits, exact.Count);
        foreach (var (record, split) in InOrder())
        {
            var (own, label) = (exact.ClassOf(record), records.Labels[record]);
            for (var other = 0; other <= split; other++)
            {
                Note(LeakageKind.Duplicate, record, split, other, equal[other, own]);
                Note(LeakageKind.ReverseComplement, record, split, other, equal[other, exact.TwinOf(own)]);
                if (label < 0) continue;
                var first = labelled[other, own];
                Note(
                    LeakageKind.ConflictingLabel, record, split, other,
                    first >= 0 && records.Labels[first] != label ? first : otherwise[other, own]);
            }
            equal.Note(split, own, record);
            if (label < 0) continue;
            labelled.Note(split, own, record);
            if (records.Labels[labelled[split, own]] != label) otherwise.Note(split, own, record);
        }

        void Note(LeakageKind kind, int record, int split, int other, int witness)
        {
            // The record that is labelled otherwise than the first may be labelled as this one.
            if (witness < 0 || (kind == LeakageKind.ConflictingLabel && records.Labels[witness] == records.Labels[record])) return;
            flags[record * splits + other] |= Bit(kind);
            var cell = new Cell(kind, null, split, other);
            if (kind == LeakageKind.ConflictingLabel)
                Keep(cell, record, witness, default, $"'{records.LabelOf(record)}' and '{records.LabelOf(witness)}'");
            else
                Keep(
                    cell, record, witness, new(kind == LeakageKind.ReverseComplement, 0, records.Sequences[record].Length, 1), null);
        }
    }

    private void Groups(KeyColumn column)
    {
        var firsts = new FirstRecords(splits, column.Distinct);
        foreach (var (record, split) in InOrder())
        {
            for (var other = 0; other < split; other++)
            {
                if (firsts[other, column[record]] is not (var witness and >= 0)) continue;
                flags[record * splits + other] |= GroupBit;
                Keep(new(LeakageKind.SameGroup, column.Name, split, other), record, witness, default, column.KeyOf(record));
            }
            firsts.Note(split, column[record], record);
        }
    }

    // The scan left bits only; a few records are searched again for their examples.
    private void Similar(LeakageKind kind)
    {
        var links = new List<SimilarityLink>();
        foreach (var (split, other) in Pairs())
        {
            foreach (var record in Members(split))
            {
                if ((flags[record * splits + other] & Bit(kind)) == 0) continue;
                var cell = new Cell(kind, null, split, other);
                if (cells.TryGetValue(cell, out var found) && found.Examples.Count >= options.Examples)
                {
                    cells[cell] = (found.Records + 1, found.Examples);
                    continue;
                }
                links.Clear();
                search.Find(record, split, links);
                var link = links.Where(l => l.Split == other && l.Kind == kind).MaxBy(l => l.Match.Similarity);
                Keep(cell, record, link.Other, link.Match, null);
            }
        }
    }

    private void Keep(Cell cell, int record, int witness, SequenceMatch match, string? detail)
    {
        var (count, examples) = cells.TryGetValue(cell, out var found) ? found : (0, []);
        if (examples.Count < options.Examples)
            examples.Add(new LeakageExample(
                records[record], records[witness], match.Reverse, match.Shift, match.Overlap, match.Similarity, detail)
            {
                Letters = match.Similarity is null ? null : Aligned(record, witness, match.Reverse, match.Shift ?? 0),
            });
        cells[cell] = (count + 1, examples);
    }

    private AlignedLetters Aligned(int record, int witness, bool reverse, int shift)
    {
        var own = records.Sequences[record];
        if (reverse)
        {
            var buffer = new byte[own.Length];
            Alphabet.ReverseComplement(own, buffer);
            own = buffer;
        }
        return AlignedLetters.Of(own, records.Sequences[witness], shift);
    }

    private int Count(int split, int other) => Members(split).Count(record => (flags[record * splits + other] & ~ConflictBit) != 0);

    private IEnumerable<(int Split, int Other)> Pairs() =>
        Enumerable.Range(0, splits).SelectMany(split => Enumerable.Range(0, split + 1).Select(other => (split, other)))
            .OrderBy(p => p.split == p.other);

    private IEnumerable<(int Record, int Split)> InOrder() =>
        Enumerable.Range(0, splits).SelectMany(split => Members(split).Select(record => (record, split)));

    private IEnumerable<int> Members(int split) => Enumerable.Range(records.RangeOf(split).Start.Value, Size(split));

    private int Size(int split) => records.RangeOf(split).End.Value - records.RangeOf(split).Start.Value;

    private int WithBlanks(int split) => Members(split).Count(record => records.Sequences[record].ContainsAny(" \t"u8));

    private long Letters(int split) => Members(split).Sum(record => (long)records.Sequences[record].Length);

    private static byte Bit(LeakageKind kind) => (byte)(1 << (int)kind);
}
