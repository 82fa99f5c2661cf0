namespace OmniHelix.Sequences.Genome;

/// <summary>A window that was cut.</summary>
/// <param name="Contig">The source's name of the contig.</param>
/// <param name="Start">First base, from 0; negative where padding stands before the contig.</param>
/// <param name="End">The base after the last; may lie beyond the contig.</param>
/// <param name="Strand">The strand that the bases read along.</param>
/// <param name="Bases">Upper-case ACGT and N, 5' to 3' on <paramref name="Strand"/>.</param>
public sealed record GenomicWindow(string Contig, long Start, long End, Strand Strand, byte[] Bases);

/// <summary>
/// Cuts windows around transcription start sites out of a reference or a personal genome, oriented along the gene
/// (gLM2X-Tower windows; the rules that differ from it and why are those of <see cref="WindowRule.Padded"/>). Safe for concurrent calls.
/// </summary>
public sealed class WindowCutter
{
    private const long FarAway = 1L << 60;

    private readonly ISequenceSource source;
    private readonly WindowOptions options;

    /// <summary>Takes a source and rules.</summary>
    /// <exception cref="UsageException">OH1028: a length below 1, or another first base than 0 or 1.</exception>
    public WindowCutter(ISequenceSource source, WindowOptions options)
    {
        if (options.Length < 1) throw new UsageException("OH1028", $"a window cannot have {Plural.Count(options.Length, "base")}");
        if (options.TssBase is not (0 or 1))
            throw new UsageException("OH1028", $"the first base of a contig is 0 or 1, not {options.TssBase}");
        this.source = source;
        this.options = options;
    }

    private bool IsLegacy => options.Rule != WindowRule.Padded;

    /// <summary>Where the window around a start site lies.</summary>
    /// <param name="tss">The start site as the table writes it.</param>
    public (long Start, long End) Place(long tss)
    {
        // No contig reaches this far, and sums stay inside 64 bits.
        tss = Math.Clamp(tss, -FarAway, FarAway);
        var half = options.Length / 2;
        if (IsLegacy) return (Math.Max(0, tss - half), tss + half + (options.LegacyReferenceWindow ? 1 : 0));
        var start = tss - options.TssBase - half;
        return (start, start + options.Length);
    }

    /// <summary>Cuts a window.</summary>
    /// <param name="contig">A name or alias.</param>
    /// <param name="tss">The start site as the table writes it.</param>
    /// <param name="strand">The gene's strand; the window of a gene on the reverse strand is reverse-complemented.</param>
    /// <exception cref="OmniException">
    /// OH1020: no such contig; OH1029: the start site lies outside the contig (the legacy rules give what is left of the window, which may
    /// be nothing).
    /// </exception>
    public GenomicWindow Cut(string contig, long tss, Strand strand)
    {
        if (IsLegacy) return CutLegacy(contig, tss, strand);
        var bases = GC.AllocateUninitializedArray<byte>(options.Length);
        Cut(contig, tss, strand, bases);
        var (start, end) = Place(tss);
        return new(source.Contigs.NameOf(contig), start, end, strand, bases);
    }

    /// <summary>Cuts a window of exactly <see cref="WindowOptions.Length"/> bases into a buffer.</summary>
    /// <param name="contig">A name or alias.</param>
    /// <param name="tss">The start site as the table writes it.</param>
    /// <param name="strand">The gene's strand.</param>
    /// <param name="destination">Filled to its end.</param>
    /// <exception cref="OmniException">OH1020: no such contig; OH1029: the start site lies outside the contig.</exception>
    /// <exception cref="InvalidOperationException">A legacy rule, whose windows have no fixed length.</exception>
    public void Cut(string contig, long tss, Strand strand, Span<byte> destination)
    {
        if (IsLegacy) throw new InvalidOperationException("Windows of the legacy rules have no fixed length.");
        if (destination.Length != options.Length)
            throw new ArgumentException($"A window has {Plural.Count(options.Length, "base")}.", nameof(destination));
        var (start, end) = Place(tss);
        var length = source.LengthOf(contig);
        if (tss < options.TssBase || tss - options.TssBase >= length)
            throw new OmniException(
                "OH1029", $"the start site {tss} lies outside '{source.Contigs.NameOf(contig)}', which has "
                    + $"{Plural.Count(length, "base")}", null,
                "Do table and genome have the same assembly?");
        var first = Math.Max(start, 0);
        var last = Math.Min(end, length);
        var inside = destination.Slice((int)(first - start), (int)(last - first));
        destination[..(int)(first - start)].Fill((byte)'N');
        destination[(int)(last - start)..].Fill((byte)'N');
        source.Fetch(contig, first, last, inside);
        CanonicalBases.Normalise(inside);
        if (strand == Strand.Reverse) Alphabet.ReverseComplement(destination);
    }

    private GenomicWindow CutLegacy(string contig, long tss, Strand strand)
    {
        var (start, end) = Place(tss);
        var length = source.LengthOf(contig);
        var first = Math.Min(start, length);
        var bases = new byte[Math.Clamp(end, first, length) - first];
        source.Fetch(contig, first, first + bases.Length, bases);
        CanonicalBases.Normalise(bases, keepLower: true);
        if (options.Rule == WindowRule.LegacyDelete) bases = [.. bases.Where(b => b != (byte)'N')];
        if (strand == Strand.Reverse) Alphabet.ReverseComplement(bases.AsSpan());
        return new(source.Contigs.NameOf(contig), start, end, strand, bases);
    }
}
