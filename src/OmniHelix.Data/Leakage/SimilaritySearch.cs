using System.Runtime.InteropServices;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Leakage;

/// <summary>A record that is like an earlier one without being equal to it.</summary>
/// <param name="Record">The later record.</param>
/// <param name="Other">The earlier one.</param>
/// <param name="Split">Split of the earlier one.</param>
/// <param name="Kind">Shifted window or near-duplicate.</param>
/// <param name="Match">How it lies on the earlier one.</param>
internal readonly record struct SimilarityLink(int Record, int Other, int Split, LeakageKind Kind, SequenceMatch Match);

/// <summary>
/// Finds the earlier records a record is like: shared minimizers propose candidates, and every candidate is compared letter by letter. The
/// work is bounded for each record, so that the whole is linear in the data: a word lends at most <see cref="MostOfWord"/> of its
/// occurrences in a split, evenly spread, and of the candidates in a split those with the most shared words are compared. One instance a
/// thread.
/// </summary>
internal sealed class SimilaritySearch(AuditRecords records, SeedIndex index, LeakageOptions options)
{
    private const int MostOfWord = 16, MostCompared = 64, MostWordsCompared = 8;

    private readonly record struct Candidate(int Other, bool Reverse, int Shift, int Words);

    private readonly WordShare words = new(options.EffectiveWordLength, options.Protein);
    private readonly int[] splitEnds = [.. records.Splits.Select((_, s) => records.RangeOf(s).End.Value)];
    private readonly byte wildcard = options.Protein ? (byte)'X' : (byte)'N';
    private readonly SearchHits[] hits = [.. records.Splits.Select(_ => new SearchHits())];
    private readonly List<Candidate> candidates = [];
    private byte[] reverse = [];
    private bool hasReverse;

    /// <summary>Common words looked at and letters compared so far.</summary>
    public long Work { get; private set; }

    /// <summary>Appends the links of a record of a split.</summary>
    public void Find(int record, int split, List<SimilarityLink> into)
    {
        hasReverse = false;
        var sequence = records.Sequences[record];
        foreach (var found in hits) found.Clear();
        foreach (var own in index.Of(record)) Collect(new Seed(record, own.PlaceAndStrand), split, sequence.Length, index.Occurrences(own));
        for (var s = 0; s <= split; s++)
        {
            if (hits[s].Count == 0) continue;
            Work += hits[s].Count;
            Group(hits[s].Sorted());
            Compare(record, s, sequence, into);
        }
    }

    private void Collect(Seed own, int split, int length, ReadOnlySpan<Seed> occurrences)
    {
        for (var (s, from) = (0, 0); s <= split && from < occurrences.Length; s++)
        {
            var end = Before(occurrences, s == split ? own.Record : splitEnds[s]);
            var count = end - from;
            for (var i = 0; i < Math.Min(count, MostOfWord); i++)
            {
                var seed = occurrences[from + (count <= MostOfWord ? i : (int)((long)i * count / MostOfWord))];
                var isReverse = seed.Reverse != own.Reverse;
                var shift = (isReverse ? length - options.EffectiveWordLength - own.Position : own.Position) - seed.Position;
                hits[s].Add(seed.Record, isReverse, shift);
            }
            from = end;
        }
    }

    // Number of occurrences before a record.
    private static int Before(ReadOnlySpan<Seed> occurrences, int record)
    {
        var (low, high) = (0, occurrences.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (occurrences[middle].Record < record) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    // Hits are sorted by record, strand and shift; the shift with the most words stands for the pair.
    private void Group(ReadOnlySpan<ulong> sorted)
    {
        candidates.Clear();
        for (var i = 0; i < sorted.Length;)
        {
            var pair = SearchHits.PairOf(sorted[i]);
            var first = i;
            var best = 0;
            var bestShift = 0;
            while (i < sorted.Length && SearchHits.PairOf(sorted[i]) == pair)
            {
                var (hit, start) = (sorted[i], i);
                while (i < sorted.Length && sorted[i] == hit) i++;
                if (i - start > best) (best, bestShift) = (i - start, SearchHits.ShiftOf(hit));
            }
            candidates.Add(new Candidate((int)(pair >> 1), (pair & 1) != 0, bestShift, i - first));
        }
        if (candidates.Count > 1)
            candidates.Sort(
                (a, b) => a.Words != b.Words ? b.Words.CompareTo(a.Words) : (a.Other, a.Reverse).CompareTo((b.Other, b.Reverse)));
    }

    private void Compare(int record, int split, ReadOnlySpan<byte> sequence, List<SimilarityLink> into)
    {
        var wordsCompared = 0;
        foreach (var candidate in CollectionsMarshal.AsSpan(candidates)[..Math.Min(candidates.Count, MostCompared)])
        {
            var own = candidate.Reverse ? Reverse(sequence) : sequence;
            var other = records.Sequences[candidate.Other];
            var shorter = Math.Min(own.Length, other.Length);
            Work += shorter;
            var length = UngappedOverlap.LengthOf(own.Length, other.Length, candidate.Shift);
            var needed = Math.Min(shorter, Math.Max(options.MinimumOverlap, (int)Math.Ceiling(options.MinimumShare * shorter)));
            var isWhole = candidate.Shift == 0 && own.Length == other.Length;
            // Equal sequences are another kind of leak, which is looked for without words.
            if (isWhole && own.SequenceEqual(other)) continue;
            if (length >= needed)
            {
                var overlap = UngappedOverlap.Of(own, other, candidate.Shift, wildcard, options.Identity);
                if (overlap.Compared >= needed && overlap.Identity >= options.Identity)
                {
                    var kind = isWhole ? LeakageKind.NearDuplicate : LeakageKind.ShiftedWindow;
                    var match = new SequenceMatch(candidate.Reverse, candidate.Shift, length, overlap.Identity);
                    into.Add(new SimilarityLink(record, candidate.Other, split, kind, match));
                    continue;
                }
            }
            // Half the words that the share asks for: fewer cannot be meant, chance hits are fewer still.
            var expected = options.Containment * 2 * shorter / (options.Window + 1) / 2;
            if (wordsCompared >= MostWordsCompared || candidate.Words < Math.Max(2, Math.Min(expected, MostOfWord))) continue;
            wordsCompared++;
            Work += own.Length + other.Length;
            var share = words.Of(own, other);
            if (share >= options.Containment)
                into.Add(new SimilarityLink(
                    record, candidate.Other, split, LeakageKind.NearDuplicate, new(candidate.Reverse, candidate.Shift, null, share)));
        }
    }

    private ReadOnlySpan<byte> Reverse(ReadOnlySpan<byte> sequence)
    {
        if (!hasReverse)
        {
            if (reverse.Length < sequence.Length) reverse = new byte[Math.Max(sequence.Length, 2 * reverse.Length)];
            Alphabet.ReverseComplement(sequence, reverse);
            hasReverse = true;
        }
        return reverse.AsSpan(0, sequence.Length);
    }
}
