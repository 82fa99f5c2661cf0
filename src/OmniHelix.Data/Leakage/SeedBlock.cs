using System.Runtime.InteropServices;

namespace OmniHelix.Data.Leakage;

/// <summary>A minimizer on its way into the index.</summary>
/// <param name="Tag">
/// Bits of its hash behind those that say its part; later, where its group begins, plus 1, or 0 for a word that occurs once.
/// </param>
/// <param name="Record">The record.</param>
/// <param name="PlaceAndStrand">Position × 2, plus 1 for the reverse complement.</param>
internal record struct SeedHit(uint Tag, int Record, uint PlaceAndStrand);

/// <summary>
/// The minimizers of some neighbouring records, sorted by the part of the hashes that they belong to; inside a part in order.
/// </summary>
internal sealed class SeedBlock
{
    private const int BitsOfTag = 32;

    private readonly SeedHit[] hits;
    private readonly int[] ends;

    private SeedBlock(SeedHit[] hits, int[] ends)
    {
        this.hits = hits;
        this.ends = ends;
    }

    /// <summary>Finds the minimizers of records.</summary>
    /// <param name="sequences">All sequences.</param>
    /// <param name="records">The first record and the one after the last.</param>
    /// <param name="bits">Bits of the hash that say the part.</param>
    /// <param name="minimizers">How they are found.</param>
    /// <param name="found">Room, used again for the next block.</param>
    public static SeedBlock Of(SequencePool sequences, (int Start, int End) records, int bits, Minimizers minimizers, List<Minimizer> found)
    {
        found.Clear();
        var (shift, endOf) = (64 - bits, new int[records.End - records.Start]);
        for (var record = records.Start; record < records.End; record++)
        {
            minimizers.Find(sequences[record], found);
            endOf[record - records.Start] = found.Count;
        }
        var all = CollectionsMarshal.AsSpan(found);
        var ends = new int[1 << bits];
        foreach (ref readonly var minimizer in all) ends[minimizer.Hash >> shift]++;
        for (var (part, sum) = (0, 0); part < ends.Length; part++) (ends[part], sum) = (sum, sum + ends[part]);
        var hits = GC.AllocateUninitializedArray<SeedHit>(all.Length);
        for (var (i, record) = (0, 0); record < endOf.Length; record++)
        {
            for (; i < endOf[record]; i++)
            {
                ref readonly var minimizer = ref all[i];
                hits[ends[minimizer.Hash >> shift]++] = new SeedHit(
                    (uint)(minimizer.Hash >> (shift - BitsOfTag)), records.Start + record,
                    (uint)minimizer.Position << 1 | (minimizer.Reverse ? 1u : 0));
            }
        }
        return new SeedBlock(hits, ends);
    }

    /// <summary>Its minimizers of a part.</summary>
    public Span<SeedHit> Part(int part)
    {
        var start = part == 0 ? 0 : ends[part - 1];
        return hits.AsSpan(start, ends[part] - start);
    }

    /// <summary>Adds to each record's number how many of its minimizers occur elsewhere too.</summary>
    public void Count(int[] seeds)
    {
        foreach (ref readonly var hit in hits.AsSpan())
            if (hit.Tag != 0) seeds[hit.Record]++;
    }

    /// <summary>Writes these to where those of their record go.</summary>
    /// <param name="seeds">Seeds of all records.</param>
    /// <param name="ends">Where the seeds of each record begin; afterwards, for records of this block, where they end.</param>
    public void Write(OwnSeed[] seeds, int[] ends)
    {
        for (var part = 0; part < this.ends.Length; part++)
            foreach (ref readonly var hit in Part(part))
                if (hit.Tag != 0) seeds[ends[hit.Record]++] = new OwnSeed(part, (int)(hit.Tag - 1), hit.PlaceAndStrand);
    }
}
