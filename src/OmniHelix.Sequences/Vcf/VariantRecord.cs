using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// One record of a VCF. It belongs to its reader and is valid until the next <see cref="VcfReader.TryRead"/>; what is not asked for is not
/// decoded.
/// </summary>
public sealed partial class VariantRecord
{
    private static readonly IReadOnlyList<string> Pass = ["PASS"];

    private readonly GenotypeDecoder genotypes = new();
    private readonly GenotypeFailure badGenotype;
    private string? reference;
    private IReadOnlyList<string>? alternates, filters;
    private string lastFilters = "";
    private IReadOnlyList<string> lastFilterList = [];
    private bool genotypesDecoded;
    private int genotypeCount;

    internal VariantRecord(VcfHeader header, string source)
    {
        Header = header;
        Source = source;
        badGenotype = BadGenotype;
    }

    /// <summary>The header of the file.</summary>
    public VcfHeader Header { get; }

    /// <summary>The file, or the part of it that lines are counted in.</summary>
    internal string Source { get; set; }

    /// <summary>Line of the file, from 1; for BCF the number of the record.</summary>
    public long Line { get; private set; }

    /// <summary>Where the record stands, for errors: <c>file:line</c>.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}");

    /// <summary>The contig's name.</summary>
    public string Contig => Header.Contigs[ContigIndex].Name;

    /// <summary>The contig's place in <see cref="VcfHeader.Contigs"/>.</summary>
    public int ContigIndex { get; private set; }

    /// <summary>0-based position of the first reference base; −1 for a telomere (POS 0).</summary>
    public long Position { get; private set; }

    /// <summary>The reference allele as the file spells it.</summary>
    public string Reference => reference ??= AlleleText.Of(ReferenceText);

    /// <summary>The alternate alleles as the file spells them; empty for <c>.</c>.</summary>
    public IReadOnlyList<string> Alternates => alternates ??= AlleleText.Split(AlternateText);

    /// <summary>How many alternate alleles there are.</summary>
    public int AlternateCount => AlternateText is [(byte)'.'] ? 0 : Alternates.Count;

    /// <summary>The kinds of all alternate alleles together.</summary>
    public VariantKinds Kinds
    {
        get
        {
            var kinds = VariantKinds.Reference;
            foreach (var range in AlternateText.Split((byte)',')) kinds |= VariantClassifier.Of(ReferenceText, AlternateText[range]);
            return kinds;
        }
    }

    /// <summary>Identifiers, separated by semicolons; null for <c>.</c>.</summary>
    public string? Id => Optional(Column(VcfColumn.Id));

    /// <summary>Phred-scaled quality; null for <c>.</c>.</summary>
    public float? Quality { get; private set; }

    /// <summary>Filters that failed, or <c>PASS</c>; empty for <c>.</c>.</summary>
    public IReadOnlyList<string> Filters => filters ??= SplitFilters();

    /// <summary>
    /// Reference bases that the record covers: the longest of REF, END − POS + 1 and, over the symbolic alleles other than insertions,
    /// |SVLEN| + 1 (htslib 1.24).
    /// </summary>
    public long ReferenceSpan
    {
        get
        {
            var span = (long)ReferenceText.Length;
            if (End is { } end) span = Math.Max(span, end - Position);
            return AlternateText.Contains((byte)'<') ? Math.Max(span, SymbolicSpan()) : span;
        }
    }

    /// <summary>Alleles of the widest call of this record; 0 when the record has no genotypes.</summary>
    public int Ploidy
    {
        get
        {
            Decode();
            return genotypeCount == 0 ? 0 : genotypes.Ploidy;
        }
    }

    /// <summary>
    /// The calls of all samples, <c>[samples × Ploidy]</c>, coded as <see cref="GenotypeCode"/> says; empty when the record has no GT.
    /// </summary>
    /// <exception cref="OmniException">OH1069: a call that cannot be read.</exception>
    public ReadOnlySpan<short> Genotypes
    {
        get
        {
            Decode();
            return genotypes.Codes.AsSpan(0, genotypeCount);
        }
    }

    /// <summary><see cref="Genotypes"/>, all of whose alleles the record has.</summary>
    /// <exception cref="OmniException">OH1069: a call that cannot be read, or that has an allele which the record does not.</exception>
    internal ReadOnlySpan<short> CheckedGenotypes
    {
        get
        {
            var calls = Genotypes;
            var alternates = AlternateText is [(byte)'.'] ? 0 : AlternateText.Count((byte)',') + 1;
            var largest = (short)Math.Min(short.MaxValue, ((alternates + 1) << 1) | 1);
            var beyond = calls.IndexOfAnyExceptInRange(GenotypeCode.EndOfVector, largest);
            return beyond < 0 ? calls : throw BadAllele(beyond / genotypes.Ploidy, GenotypeCode.Allele(calls[beyond]), alternates);
        }
    }

    /// <summary>Refuses calls that name an allele which the record does not have.</summary>
    /// <exception cref="OmniException">OH1069: such a call, or one that cannot be read.</exception>
    internal void RequireAlleles() => _ = CheckedGenotypes;

    private void Decode()
    {
        if (genotypesDecoded) return;
        genotypeCount = 0;
        var field = FormatIndex("GT");
        if (field >= 0)
        {
            var format = Column(VcfColumn.Format);
            genotypeCount = genotypes.Decode(SampleColumns, Header.Samples.Count, field, format.Length == 2, badGenotype);
        }
        genotypesDecoded = true;
    }

    private OmniException BadGenotype(int offset, string what)
    {
        var before = SampleColumns[..Math.Min(offset, SampleColumns.Length)];
        var sample = before.Count((byte)'\t');
        return Failure(
            "OH1069", $"the genotype of sample '{(sample < Header.Samples.Count ? Header.Samples[sample] : "")}' cannot be read: {what}",
            VcfColumn.FirstSample, offset);
    }

    private OmniException BadAllele(int sample, int allele, int alternates)
    {
        var what = $"the genotype of sample '{Header.Samples[sample]}' names allele {allele}, but the record has alleles 0 to";
        return new OmniException("OH1069", $"{what} {alternates} only", Place);
    }

    private IReadOnlyList<string> SplitFilters()
    {
        var column = Column(VcfColumn.Filter);
        if (column.SequenceEqual("PASS"u8)) return Pass;
        if (column is [(byte)'.']) return [];
        if (Ascii.Equals(column, lastFilters)) return lastFilterList;
        lastFilters = Encoding.UTF8.GetString(column);
        return lastFilterList = lastFilters.Split(';');
    }

    private static string? Optional(ReadOnlySpan<byte> column) => column is [(byte)'.'] ? null : Encoding.UTF8.GetString(column);

    private void Forget()
    {
        reference = null;
        alternates = filters = null;
        genotypesDecoded = false;
    }
}
