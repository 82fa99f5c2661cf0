using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>A contig with insertions and deletions as stretches of the reference and letters between them.</summary>
internal sealed class SplicedContig : IConsensusSink
{
    // Stretch i of the reference begins at from[i] and stands at to[i]; after its length[i] bases come letters up to to[i + 1].
    private readonly List<int> from = [0], to = [0], length = [0];
    private readonly List<byte> letters = [];
    private readonly List<int> lettersOf = [0];
    private readonly string name;
    private readonly Chain chain;
    private readonly IReadOnlyList<ChainGap> gaps;
    private readonly long origin;

    public SplicedContig(ISequenceSource reference, PersonalContigVariants variants, int haplotype)
    {
        name = variants.Contig.Name;
        origin = variants.Contig.Target.Start;
        var bases = GC.AllocateUninitializedArray<byte>(variants.Length);
        reference.Fetch(name, 0, bases.Length, bases);
        var engine = new ConsensusEngine(new ConsensusOptions()) { Sink = this, Chain = new ChainBuilder(name, origin, bases.Length) };
        engine.Begin(variants.Contig.Target, bases);
        foreach (var number in variants.Of(haplotype)) engine.ApplyWithin(variants.Edits[number]);
        engine.End();
        chain = engine.Chain.Build(1);
        gaps = engine.Chain.Gaps;
    }

    /// <summary>Bases.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Copy(ReadOnlySpan<byte> bases, int offset)
    {
        from.Add(offset);
        to.Add((int)Length);
        length.Add(bases.Length);
        lettersOf.Add(letters.Count);
        Length += bases.Length;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> text)
    {
        letters.AddRange(text);
        Length += text.Length;
    }

    /// <inheritdoc/>
    public void Fill(byte letter, int count)
    {
        letters.AddRange(Enumerable.Repeat(letter, count));
        Length += count;
    }

    /// <summary>Copies bases from <paramref name="start"/> on; the destination ends inside the sequence.</summary>
    public void Fetch(ISequenceSource reference, long start, Span<byte> destination)
    {
        var i = to.BinarySearch((int)start);
        if (i < 0) i = ~i - 1;
        // Of stretches without length the last one at a place goes on.
        while (i + 1 < to.Count && to[i + 1] <= start) i++;
        for (var at = (int)start; destination.Length > 0; i++)
        {
            var into = at - to[i];
            if (into < length[i])
            {
                var n = Math.Min(length[i] - into, destination.Length);
                reference.Fetch(name, from[i] + into, from[i] + into + n, destination);
                destination = destination[n..];
                at += n;
                into += n;
            }
            var between = (i + 1 < lettersOf.Count ? lettersOf[i + 1] : letters.Count) - lettersOf[i];
            for (var k = into - length[i]; k < between && destination.Length > 0; k++)
            {
                destination[0] = letters[lettersOf[i] + k];
                destination = destination[1..];
                at++;
            }
        }
    }

    /// <summary>Lifts a base from the reference.</summary>
    public long ToPersonal(long position) => chain.ToResult(position + origin) - origin;

    /// <summary>
    /// Lifts the boundary before a base of the reference: letter k of an allele stands with its base k, and what an allele has beyond its
    /// bases stands with the last of them.
    /// </summary>
    public long BoundaryToPersonal(long position)
    {
        var place = position + origin;
        if (LastGapFrom(place) is not { } gap) return position;
        var into = place - gap.Reference;
        var lifted = into < gap.ReferenceLength ? gap.Result + Math.Min(into, gap.ResultLength) : gap.ResultEnd + place - gap.ReferenceEnd;
        return lifted - origin;
    }

    /// <summary>The last gap that begins at a place or before it.</summary>
    private ChainGap? LastGapFrom(long place)
    {
        int low = 0, high = gaps.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (gaps[middle].Reference <= place) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? null : gaps[low - 1];
    }
}
