using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>
/// One haplotype of one person as a genome. Without indels coordinates are those of the reference; with indels they are the person's own,
/// and <see cref="ToPersonal(string, long)"/> lifts to them. Contigs whose variants are not held read as the reference. Safe for
/// concurrent calls.
/// </summary>
public sealed class PersonalHaplotype : ISequenceSource
{
    private readonly ISequenceSource reference;
    private readonly PersonalContigVariants?[] contigs;
    private readonly SplicedContig?[] spliced;
    private readonly int haplotype;
    private readonly bool indels, leavesOut;
    private readonly string name;

    internal PersonalHaplotype(
        ISequenceSource reference, PersonalContigVariants?[] contigs, int haplotype, string name, PersonalGenomeOptions options)
    {
        this.reference = reference;
        this.contigs = contigs;
        this.haplotype = haplotype;
        this.name = name;
        indels = options.Indels;
        leavesOut = options.Haploid == HaploidCalls.Skip && haplotype % 2 == 1;
        spliced = new SplicedContig?[indels ? contigs.Length : 0];
    }

    /// <inheritdoc/>
    public ContigNames Contigs => reference.Contigs;

    /// <summary>
    /// Whether the person has this copy of a contig: false for the second one of haploid people under <see cref="HaploidCalls.Skip"/>.
    /// </summary>
    /// <param name="contig">A name or alias.</param>
    /// <exception cref="OmniException">OH1020: no such contig.</exception>
    public bool Has(string contig) =>
        !leavesOut || contigs[Contigs.IndexOf(contig)] is not { } variants || !variants.IsHaploid(haplotype / 2);

    /// <inheritdoc/>
    /// <exception cref="OmniException">OH1917: the person lacks this copy of the contig.</exception>
    public long LengthOf(string contig)
    {
        CheckHas(contig);
        return Spliced(contig)?.Length ?? reference.LengthOf(contig);
    }

    /// <inheritdoc/>
    /// <exception cref="OmniException">OH1917: the person lacks this copy of the contig.</exception>
    public void Fetch(string contig, long start, long end, Span<byte> destination)
    {
        CheckHas(contig);
        if (Spliced(contig) is { } own)
        {
            if (start < 0 || end < start || end > own.Length)
                throw new OmniException(
                    "OH1021", $"[{start}, {end}) leaves the contig '{contig}' of {name}, which has {Plural.Count(own.Length, "base")}");
            own.Fetch(reference, start, destination[..(int)(end - start)]);
            return;
        }
        reference.Fetch(contig, start, end, destination);
        if (contigs[Contigs.IndexOf(contig)] is { } variants) Substitute(variants, start, destination[..(int)(end - start)]);
    }

    /// <summary>Where a reference base lies in this haplotype; a deleted base maps to the nearest base before it that is left.</summary>
    /// <param name="contig">A name or alias.</param>
    /// <param name="position">On the reference, from 0.</param>
    public long ToPersonal(string contig, long position) => Spliced(contig)?.ToPersonal(position) ?? position;

    /// <summary>
    /// Where a stretch of the reference lies in this haplotype. Stretches that touch there touch here: each base of the haplotype belongs
    /// to one of them. An inserted base goes with the reference base before it; a stretch of which everything is deleted is empty.
    /// </summary>
    /// <param name="contig">A name or alias.</param>
    /// <param name="start">First base, from 0.</param>
    /// <param name="end">The base after the last.</param>
    public (long Start, long End) ToPersonal(string contig, long start, long end) =>
        Spliced(contig) is { } own ? (own.BoundaryToPersonal(start), own.BoundaryToPersonal(end)) : (start, end);

    private void CheckHas(string contig)
    {
        if (!Has(contig))
            throw new OmniException(
                "OH1917", $"{name} has no contig '{contig}': the calls there are haploid, and the one copy is haplotype 1", null,
                "Ask for haplotype 1 only, or let both haplotypes take haploid calls.");
    }

    private void Substitute(PersonalContigVariants variants, long start, Span<byte> bases)
    {
        var edits = variants.Edits;
        var mine = variants.Of(haplotype);
        var offset = variants.Contig.Target.Start + start;
        for (var i = FirstEndingAfter(edits, mine, offset); i < mine.Length; i++)
        {
            ref readonly var edit = ref edits[mine[i]];
            var at = edit.Position - offset;
            if (at >= bases.Length) return;
            var first = at >= 0 ? bases[(int)at] : BaseBefore(variants, edit.Position - variants.Contig.Target.Start);
            var upper = first == AsciiCase.ToUpper(first);
            for (var k = 0; k < edit.Alternate.Length; k++)
            {
                if (at + k < 0 || at + k >= bases.Length) continue;
                var letter = (byte)edit.Alternate[k];
                bases[(int)at + k] = upper ? AsciiCase.ToUpper(letter) : AsciiCase.ToLower(letter);
            }
        }
    }

    // An edit of several letters that begins before the window takes the case of its first base.
    private byte BaseBefore(PersonalContigVariants variants, long position)
    {
        Span<byte> one = stackalloc byte[1];
        if (position >= 0) reference.Fetch(variants.Contig.Name, position, position + 1, one);
        return one[0];
    }

    private static int FirstEndingAfter(ReadOnlySpan<ConsensusEdit> edits, ReadOnlySpan<int> numbers, long position)
    {
        int low = 0, high = numbers.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (edits[numbers[middle]].End > position) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>The sequence with indels, put together when it is first asked for; null without indels.</summary>
    private SplicedContig? Spliced(string contig)
    {
        if (!indels) return null;
        var index = Contigs.IndexOf(contig);
        if (Volatile.Read(ref spliced[index]) is { } known) return known;
        if (contigs[index] is not { } variants) return null;
        var made = new SplicedContig(reference, variants, haplotype);
        return Interlocked.CompareExchange(ref spliced[index], made, null) ?? made;
    }
}
