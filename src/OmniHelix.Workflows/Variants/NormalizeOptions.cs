using System.ComponentModel;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf.Normalization;

namespace OmniHelix.Workflows.Variants;

/// <summary>What becomes of records that contradict the reference.</summary>
public enum ReferenceCheck
{
    /// <summary>An error.</summary>
    E,

    /// <summary>A warning.</summary>
    W,

    /// <summary>They are left out.</summary>
    X,
}

/// <summary>What is done to the alleles of a VCF, in the words of <c>bcftools norm</c>.</summary>
[Category("Alleles")]
public sealed record NormalizeOptions
{
    /// <summary>The reference; null aligns and checks nothing.</summary>
    [Description("Align insertions and deletions to the left along this FASTA, plain or BGZF, and check REF against it.")]
    public string? FastaRef { get; init; }

    /// <summary>What becomes of sites with several alternates; null leaves them.</summary>
    [Description("Split sites with several alternates (-) or join records of one position (+), and which: -any, -both, -snps, -indels,"
        + " +any …")]
    public string? Multiallelics { get; init; }

    /// <summary>What becomes of records that contradict the reference.</summary>
    [Description("A record whose REF is not what the reference has is an error (e), named and left as it is (w), or left out (x).")]
    public ReferenceCheck CheckRef { get; init; }

    /// <summary>Which repetitions are left out.</summary>
    [Description("Leave out records that say again what one of the same position said: exact (the same alleles), snps, indels, both or"
        + " all.")]
    public DuplicateRule RmDup { get; init; }

    /// <summary>What is done.</summary>
    /// <param name="reference">The opened <see cref="FastaRef"/>.</param>
    internal NormalizationOptions Normalization(ISequenceSource? reference)
    {
        var (rows, kinds) = Rows();
        return new NormalizationOptions
        {
            Rows = rows,
            Kinds = kinds,
            Reference = reference,
            Mismatch = CheckRef switch
            {
                ReferenceCheck.W => ReferenceMismatch.Warn,
                ReferenceCheck.X => ReferenceMismatch.Exclude,
                _ => ReferenceMismatch.Refuse,
            },
            Duplicates = RmDup,
        };
    }

    /// <summary>Refuses what cannot be done.</summary>
    /// <exception cref="UsageException">OH2016 a value that there is not; OH2020 nothing to do.</exception>
    internal void Check()
    {
        if (FastaRef is null && Multiallelics is null && RmDup == DuplicateRule.None)
            throw new UsageException("OH2020", "nothing to do: give --fasta-ref, --multiallelics or --rm-dup");
        _ = Rows();
    }

    private (MultiallelicRows Rows, MultiallelicKinds Kinds) Rows()
    {
        if (Multiallelics is null) return (MultiallelicRows.Keep, MultiallelicKinds.Any);
        MultiallelicRows? rows = Multiallelics.Length == 0 ? null : Multiallelics[0] switch
        {
            '-' => MultiallelicRows.Split,
            '+' => MultiallelicRows.Join,
            _ => null,
        };
        MultiallelicKinds? kinds = Multiallelics.Length == 0 ? null : Multiallelics[1..] switch
        {
            "" or "both" => MultiallelicKinds.Both,
            "any" => MultiallelicKinds.Any,
            "snps" => MultiallelicKinds.Snps,
            "indels" => MultiallelicKinds.Indels,
            _ => null,
        };
        return rows is { } way && kinds is { } which
            ? (way, which)
            : throw new UsageException("OH2016", $"'{Multiallelics}' is not - or + with one of any, both, snps, indels", "--multiallelics");
    }
}
