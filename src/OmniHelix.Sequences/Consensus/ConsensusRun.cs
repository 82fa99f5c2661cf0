using System.Text;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus;

/// <summary>What goes into a consensus.</summary>
public sealed record ConsensusRequest
{
    /// <summary>The variants: a path, or <c>-</c>.</summary>
    public required string Variants { get; init; }

    /// <summary>People; null for all of the file.</summary>
    public IReadOnlyList<string>? Samples { get; init; }

    /// <summary>Which alleles.</summary>
    public AlleleChoice Alleles { get; init; } = new();

    /// <summary>How they become sequence.</summary>
    public ConsensusOptions Options { get; init; } = new();

    /// <summary>Masks, in the order in which they are applied.</summary>
    public IReadOnlyList<SequenceMask> Masks { get; init; } = [];

    /// <summary>Which records belong to a target that is part of a contig.</summary>
    public RegionOverlap RegionOverlap { get; init; } = RegionOverlap.Record;

    /// <summary>Makes the filter for a file; null accepts every record.</summary>
    public Func<VcfHeader, Predicate<VariantRecord>>? Filter { get; init; }

    /// <summary>Put before the names of the sequences.</summary>
    public string Prefix { get; init; } = "";
}

/// <summary>Applies the variants of a VCF to the sequences of a FASTA (the command <c>bcftools consensus</c> 1.24).</summary>
public static class ConsensusRun
{
    /// <summary>Reads sequences one after the other and writes their consensus, in lines of 60.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="fasta">The reference.</param>
    /// <param name="output">Takes FASTA.</param>
    /// <param name="chain">Takes the chain of every sequence; null when nobody asks.</param>
    /// <param name="notice">Is told about records that were passed over or cut.</param>
    /// <param name="cancellation">Stops between sequences.</param>
    /// <exception cref="OmniException">OH1901 the reference allele is not in the sequence; OH1902 an allele number too large; OH1903 a
    /// symbolic allele; OH1907 VCF and FASTA have no contig in common; OH1022
    /// records of one contig under two names; OH1064 a person is unknown; and what the readers say.</exception>
    /// <exception cref="UsageException">OH1904: a haplotype needs exactly one person.</exception>
    public static ConsensusSummary Write(
        ConsensusRequest request, FastaReader fasta, Stream output, TextWriter? chain = null, Action<ConsensusNotice>? notice = null,
        CancellationToken cancellation = default)
    {
        var compatible = request.Options.BcftoolsCompatible;
        using var vcf = VcfReader.Open(request.Variants);
        var reader = new EditReader(vcf.Header, request.Alleles, request.Options, People(vcf.Header, request));
        using var edits = new VariantEdits(vcf, request.Variants, reader, request.Filter?.Invoke(vcf.Header), compatible);
        var summary = new ConsensusSummary();
        var sink = new WrappedLineSink(new byte[1 << 18], block => output.Write(block.Span));
        var engine = new ConsensusEngine(request.Options) { Sink = sink };
        var unknown = new List<string>();
        var contigs = new HashSet<string>();
        var anyHere = false;
        while (fasta.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            var target = ConsensusTarget.Parse(fasta.Header);
            var bases = fasta.Sequence.ToArray();
            contigs.Add(target.Contig);
            foreach (var mask in request.Masks)
            {
                if (target.IsWhole) summary.MasksBeyond += mask.CountBeyond(target.Contig, bases.Length);
                mask.Apply(target, bases);
            }
            sink.Header(Encoding.UTF8.GetBytes(request.Prefix + fasta.Header));
            engine.Chain = chain is null ? null : new ChainBuilder(target.Contig, target.Start, bases.Length);
            engine.Begin(target, bases);
            var list = edits.Of(target);
            anyHere |= edits.HasRecordsOf(target.Contig);
            if (list is null) unknown.Add(target.Contig);
            else Apply(list, engine, target, request, summary, notice);
            engine.End();
            sink.EndSequence();
            summary.Targets++;
            summary.Bases += bases.Length + engine.Shift;
            chain?.Write(engine.Chain!.Build(summary.Targets).ToString());
        }
        sink.Flush();
        summary.UnknownContigs = unknown;
        summary.MasksElsewhere = request.Masks.Sum(mask => mask.CountElsewhere(contigs));
        summary.NotSpelled = reader.Notices.NotSpelled;
        summary.TooFewAlleles = reader.Notices.TooFewAlleles;
        if (compatible || !edits.HasRecords || anyHere) return summary;
        // A contig that is declared may well have no records; when they lie on others, that no header declares, names do not fit.
        if (unknown.Count < summary.Targets && edits.Undeclared is null) return summary;
        var where = edits.Undeclared is { } contig ? $"records lie on '{contig}'" : $"the first sequence is '{unknown[0]}'";
        throw new OmniException(
            "OH1907", $"VCF and FASTA have no contig in common; {where}", request.Variants, "Do they belong to the same assembly?");
    }

    private static void Apply(
        IReadOnlyList<ConsensusEdit> edits, ConsensusEngine engine, ConsensusTarget target, ConsensusRequest request,
        ConsensusSummary summary, Action<ConsensusNotice>? notice)
    {
        // A genotype that is not known hides no record at its place that is; for bcftools the first of them counts.
        if (request.Alleles.Missing is not null && !request.Options.BcftoolsCompatible)
            edits = [.. edits.OrderBy(edit => edit.Position).ThenBy(edit => edit.Kind == EditKind.Missing)];
        foreach (var edit in edits)
        {
            if (!target.Holds(edit, request.RegionOverlap)) continue;
            if (request.Masks.Any(m => m.HidesVariants && m.Touches(target.Contig, edit.Position, edit.RecordEnd)))
            {
                summary.Masked++;
                continue;
            }
            switch (engine.Apply(edit))
            {
                case EditOutcome.Overlaps:
                    summary.Overlapping++;
                    Tell(NoticeKind.Overlap, edit);
                    break;
                case EditOutcome.Beyond:
                    summary.Beyond++;
                    Tell(NoticeKind.Beyond, edit);
                    break;
                case EditOutcome.AppliedClipped:
                    summary.Applied++;
                    Tell(NoticeKind.Clipped, edit);
                    break;
                case EditOutcome.Applied:
                    summary.Applied++;
                    if (edit is { Kind: EditKind.Delete, Reference.Length: > 1 }) Tell(NoticeKind.LongDeletionReference, edit);
                    break;
            }
        }

        void Tell(NoticeKind kind, in ConsensusEdit edit) =>
            notice?.Invoke(new ConsensusNotice(kind, target.Contig, edit.Position, edit.Reference, edit.Alternate));
    }

    private static List<int> People(VcfHeader header, ConsensusRequest request)
    {
        if (request.Alleles.IgnoreGenotypes) return [];
        var people = request.Samples is null
            ? [.. Enumerable.Range(0, header.Samples.Count)]
            : request.Samples.Select(header.SampleIndex).ToList();
        if (request.Alleles.Haplotype is not null && people.Count != 1)
            throw new UsageException(
                "OH1904", $"a haplotype belongs to one person, but {people.Count} are selected", request.Variants,
                "Name one with --samples.");
        return people;
    }
}
