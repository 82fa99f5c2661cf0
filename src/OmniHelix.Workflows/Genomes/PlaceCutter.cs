using OmniHelix.Sequences;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Cuts places of one genome: as they are, or windows of one length around them.</summary>
internal sealed class PlaceCutter
{
    private readonly ISequenceSource source;
    private readonly WindowRequest request;
    private readonly WindowCutter? cutter;

    public PlaceCutter(ISequenceSource source, WindowRequest request)
    {
        this.source = source;
        this.request = request;
        if (request.Length is { } length)
            cutter = new WindowCutter(source, new WindowOptions { Length = length, Rule = request.Rule, TssBase = 0 });
    }

    /// <summary>False where the person lacks this copy of the place's contig.</summary>
    public bool Has(WindowPlace place) => source is not PersonalHaplotype person || person.Has(place.Interval.Contig);

    /// <summary>The sequence of a place of the reference.</summary>
    public GenomicWindow Cut(WindowPlace place)
    {
        var interval = place.Interval;
        var strand = request.IgnoreStrand ? Strand.Forward : interval.Strand;
        if (cutter is null) return Slice(Lift(interval), strand);
        var site = Lift(interval.Contig, Anchor(interval, request.Anchor ?? place.Anchor));
        // Places count from 0 here; the legacy rules take the number of a table that counts from 1 as it is.
        return cutter.Cut(interval.Contig, request.Rule == WindowRule.Padded ? site : site + 1, strand);
    }

    /// <summary>The base of an interval, from 0, that a window of a given length is laid around.</summary>
    internal static long Anchor(GenomicInterval interval, WindowAnchor anchor) => anchor switch
    {
        WindowAnchor.Middle => interval.Start + interval.Length / 2,
        _ when interval.Strand == Strand.Reverse => Math.Max(interval.Start, interval.End - 1),
        _ => interval.Start,
    };

    private GenomicWindow Slice(GenomicInterval interval, Strand strand)
    {
        if (interval.Length > Array.MaxLength)
            throw new OmniException(
                "OH1030",
                $"{interval.Contig}:{interval.Start + 1}-{interval.End} has more bases than fit in memory at once",
                null,
                "Ask for smaller regions.");
        var bases = new byte[interval.Length];
        source.Fetch(interval.Contig, interval.Start, interval.End, bases);
        if (strand == Strand.Reverse) Alphabet.ReverseComplement(bases.AsSpan());
        return new(interval.Contig, interval.Start, interval.End, strand, bases);
    }

    private GenomicInterval Lift(GenomicInterval interval)
    {
        if (source is not PersonalHaplotype person) return interval;
        var (start, end) = person.ToPersonal(interval.Contig, interval.Start, interval.End);
        return interval with { Start = start, End = end };
    }

    private long Lift(string contig, long position) => source is PersonalHaplotype person ? person.ToPersonal(contig, position) : position;
}
