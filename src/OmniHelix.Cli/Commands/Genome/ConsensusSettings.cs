using System.ComponentModel;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Vcf.Filtering;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>The flags of <c>omni genome consensus</c>: those of <c>bcftools consensus</c>, and a few of our own.</summary>
internal sealed record ConsensusSettings
{
    [Description("Reference FASTA, plain or compressed; standard input without it.")]
    public string? FastaRef { get; init; }

    [Description("People, separated by commas; - takes REF and ALT and no genotypes.")]
    public string? Samples { get; init; }

    [Description("A file with one person a line; wins over --samples.")]
    public string? SamplesFile { get; init; }

    [Description("The allele of one person: N, NpIu (ambiguity code where unphased), R, A, I, LR, LA, SR or SA.")]
    public string? Haplotype { get; init; }

    [Description("Ambiguity codes of the genotypes of all selected people, or of REF and ALT with --samples -.")]
    public bool IupacCodes { get; init; }

    [Description("Write this character where the genotype is missing.")]
    public string? Missing { get; init; }

    [Description("Write this character where no record stands.")]
    public string? Absent { get; init; }

    [Description("Keep the length: write this character in place of deleted bases.")]
    public string? MarkDel { get; init; }

    [Description("Show inserted bases: uc, lc or a character.")]
    public string? MarkIns { get; init; }

    [Description("Show replaced bases: uc, lc or a character.")]
    public string? MarkSnv { get; init; }

    [Description("Write a chain file from the reference to the consensus.")]
    public string? Chain { get; init; }

    [Description("Apply only records that meet this condition.")]
    public string? Include { get; init; }

    [Description("Leave out records that meet this condition.")]
    public string? Exclude { get; init; }

    [Description("Put this before the names of the sequences.")]
    public string Prefix { get; init; } = "";

    [Description("Write to a file instead of standard output; .gz is compressed with BGZF, except with --bcftools-compat.")]
    public string? Output { get; init; }

    [Description("Which records belong to a sequence that is part of a contig: 0 or pos, 1 or record, 2 or variant.")]
    public string RegionsOverlap { get; init; } = "1";

    [Description("Do exactly what bcftools 1.24 does: literal * and breakends, unsupported symbolic alleles are errors, contig names to"
        + " the letter, one message for each overlap.")]
    public bool BcftoolsCompat { get; init; }

    [Description("Write a table of the records that were passed over or cut.")]
    public string? Overlaps { get; init; }

    [Description("Leave the output file as far as it got when the run fails.")]
    public bool KeepPartial { get; init; }

    /// <summary>Refuses names of files that promise something else; bcftools writes whatever it writes under any name.</summary>
    /// <exception cref="UsageException">
    /// OH2032 a name promises something else; OH1916 a compressed file cannot be left unfinished.
    /// </exception>
    public void CheckNames()
    {
        if (BcftoolsCompat) return;
        if (Output is not null) KnownFiles.Kinds.RequireName(Output, "a consensus", SequenceFileKinds.Fasta);
        if (Chain is not null) KnownFiles.Kinds.RequireName(Chain, "a chain", SequenceFileKinds.Chain);
        if (Overlaps is not null) KnownFiles.Kinds.RequireName(Overlaps, "the table of overlaps", DataFileKinds.Tsv);
        if (KeepPartial && Output is not null && CompressedOutput.IsCompressed(Output))
        {
            const string message = "--keep-partial and a compressed output cannot be combined";
            throw new UsageException("OH1916", message, Output, "Leave the ending .gz away.");
        }
    }

    /// <summary>The request these flags make.</summary>
    /// <param name="variants">The VCF.</param>
    /// <param name="masks">Files and what they are masked with, in order.</param>
    /// <exception cref="UsageException">OH1916: flags that exclude each other; OH1905, OH1906: values that cannot be read.</exception>
    public ConsensusRequest Request(string variants, IReadOnlyList<(string Path, string With)> masks)
    {
        if (Include is not null && Exclude is not null)
            throw new UsageException(
                "OH1916",
                "--include and --exclude cannot be combined",
                "omni genome consensus",
                "Join the conditions with && and !.");
        return new ConsensusRequest
        {
            Variants = variants,
            Samples = People(),
            Alleles = new AlleleChoice
            {
                Haplotype = Haplotype is null ? null : HaplotypeRule.Parse(Haplotype),
                IgnoreGenotypes = SamplesFile is null && Samples == "-",
                Iupac = IupacCodes,
                Missing = Character(Missing, "--missing"),
            },
            Options = new ConsensusOptions
            {
                Absent = Character(Absent, "--absent"),
                MarkDeletion = Character(MarkDel, "--mark-del"),
                MarkInsertion = MarkIns is null ? null : BaseMark.Parse(MarkIns, "--mark-ins"),
                MarkSubstitution = MarkSnv is null ? null : BaseMark.Parse(MarkSnv, "--mark-snv"),
                BcftoolsCompatible = BcftoolsCompat,
            },
            Masks = [.. masks.Select(m => SequenceMask.Read(m.Path, BaseMark.Parse(m.With, "--mask-with")))],
            RegionOverlap = Overlap(),
            Prefix = Prefix,
            Filter = (Include ?? Exclude) is not { } condition ? null : header =>
            {
                var filter = VariantFilter.Parse(condition, header);
                return record => filter.Accepts(record) == (Exclude is null);
            },
        };
    }

    private IReadOnlyList<string>? People() =>
        SamplesFile is not null ? SampleList.Read(SamplesFile)
        : Samples is null or "-" ? null
        : Samples.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private RegionOverlap Overlap() => RegionsOverlap switch
    {
        "0" or "pos" => RegionOverlap.Position,
        "1" or "record" => RegionOverlap.Record,
        "2" or "variant" => RegionOverlap.Variant,
        _ => throw new UsageException("OH2016", $"'{RegionsOverlap}' is none of 0, 1, 2, pos, record, variant", "--regions-overlap"),
    };

    private static char? Character(string? text, string flag) => text switch
    {
        null => null,
        { Length: 1 } when text[0] is > ' ' and <= '~' => text[0],
        _ => throw new UsageException("OH1906", $"'{text}' is not one character", flag),
    };
}
