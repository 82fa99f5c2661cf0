using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Files;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Variants;

namespace OmniHelix.Workflows.Genomes;

/// <summary>
/// What goes into a consensus and where it goes, as it is said by flags, by a file or by a program: in the words of <c>bcftools
/// consensus</c>, and a few of our own.
/// </summary>
public sealed record ConsensusFileOptions
{
    private const string In = "Input", Alleles = "Alleles", Marks = "Marks", Out = "Output";

    /// <summary>The reference; null for standard input.</summary>
    [Description("Reference FASTA, plain or compressed; standard input without it."), Category(In)]
    public string? FastaRef { get; init; }

    /// <summary>People, separated by commas; <c>-</c> takes no genotypes; null takes all.</summary>
    [Description("People, separated by commas; - takes REF and ALT and no genotypes."), Category(Alleles)]
    public string? Samples { get; init; }

    /// <summary>A file with one person a line; wins over <see cref="Samples"/>.</summary>
    [Description("A file with one person a line; wins over --samples."), Category(Alleles)]
    public string? SamplesFile { get; init; }

    /// <summary>The allele of one person.</summary>
    [Description("The allele of one person: N, NpIu (ambiguity code where unphased), R, A, I, LR, LA, SR or SA."), Category(Alleles)]
    public string? Haplotype { get; init; }

    /// <summary>Ambiguity codes of all selected people.</summary>
    [Description("Ambiguity codes of the genotypes of all selected people, or of REF and ALT with --samples -."), Category(Alleles)]
    public bool IupacCodes { get; init; }

    /// <summary>Written where the genotype is missing.</summary>
    [Description("Write this character where the genotype is missing."), Category(Marks)]
    public string? Missing { get; init; }

    /// <summary>Written where no record stands.</summary>
    [Description("Write this character where no record stands."), Category(Marks)]
    public string? Absent { get; init; }

    /// <summary>Written in place of deleted bases.</summary>
    [Description("Keep the length: write this character in place of deleted bases."), Category(Marks)]
    public string? MarkDel { get; init; }

    /// <summary>How inserted bases are shown.</summary>
    [Description("Show inserted bases: uc, lc or a character."), Category(Marks)]
    public string? MarkIns { get; init; }

    /// <summary>How replaced bases are shown.</summary>
    [Description("Show replaced bases: uc, lc or a character."), Category(Marks)]
    public string? MarkSnv { get; init; }

    /// <summary>A chain file to write.</summary>
    [Description("Write a chain file from the reference to the consensus."), Category(Out)]
    public string? Chain { get; init; }

    /// <summary>Condition that records have to meet.</summary>
    [Description("Apply only records that meet this condition."), Category(In)]
    public string? Include { get; init; }

    /// <summary>Condition that records must not meet.</summary>
    [Description("Leave out records that meet this condition."), Category(In)]
    public string? Exclude { get; init; }

    /// <summary>Stands before the names of the sequences.</summary>
    [Description("Put this before the names of the sequences."), Category(Out), Required(AllowEmptyStrings = true)]
    public string Prefix { get; init; } = "";

    /// <summary>The file; null for a stream.</summary>
    [Description("Write to a file instead of standard output; .gz is compressed with BGZF, except with --bcftools-compat."), Category(Out)]
    public string? Output { get; init; }

    /// <summary>Which records belong to a part of a contig.</summary>
    [Description("Which records belong to a sequence that is part of a contig: 0 or pos, 1 or record, 2 or variant."), Category(In)]
    public string RegionsOverlap { get; init; } = "1";

    /// <summary>Exactly what bcftools 1.24 does.</summary>
    [Description("Do exactly what bcftools 1.24 does: literal * and breakends, unsupported symbolic alleles are errors, contig names to"
        + " the letter, one message for each overlap."), Category(Out)]
    public bool BcftoolsCompat { get; init; }

    /// <summary>A table to write, of the records that were passed over or cut.</summary>
    [Description("Write a table of the records that were passed over or cut."), Category(Out)]
    public string? Overlaps { get; init; }

    /// <summary>Leave the output file as far as it got when the run fails.</summary>
    [Description("Leave the output file as far as it got when the run fails."), Category(Out)]
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

    /// <summary>What goes in.</summary>
    /// <param name="variants">The VCF.</param>
    /// <param name="masks">Files and what they are masked with, in order.</param>
    /// <exception cref="UsageException">OH1916: values that exclude each other; OH1905, OH1906: values that cannot be read.</exception>
    public ConsensusRequest Request(string variants, IReadOnlyList<(string Path, string With)> masks)
    {
        if (Include is not null && Exclude is not null)
            throw new UsageException(
                "OH1916", "--include and --exclude cannot be combined", null, "Join the conditions with && and !.");
        var condition = new ConditionOptions { Include = Include, Exclude = Exclude };
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
            Masks = [.. masks.Select(m => SequenceMask.Read(m.Path, BaseMark.Parse(m.With, "--mask-with"), BcftoolsCompat))],
            RegionOverlap = Overlap(),
            Prefix = Prefix,
            Filter = condition.IsGiven ? header => condition.For(header)! : null,
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
