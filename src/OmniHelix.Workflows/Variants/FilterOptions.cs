using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Workflows.Variants;

/// <summary>What of a VCF is kept, in the words of <c>bcftools view</c> and <c>filter</c>.</summary>
[Category("Records")]
public sealed record FilterOptions
{
    private static readonly Dictionary<string, VariantKinds> KindNames = new()
    {
        ["snps"] = VariantKinds.Snp,
        ["indels"] = VariantKinds.Indel,
        ["mnps"] = VariantKinds.Mnp,
        ["other"] = VariantKinds.Other,
        ["bnd"] = VariantKinds.Breakend,
        ["overlap"] = VariantKinds.Overlap,
        ["ref"] = VariantKinds.Reference,
    };

    private static readonly Dictionary<string, CountedAllele> AlleleNames = new()
    {
        ["nref"] = CountedAllele.NonReference,
        ["alt1"] = CountedAllele.FirstAlternate,
        ["minor"] = CountedAllele.Minor,
        ["major"] = CountedAllele.Major,
        ["nonmajor"] = CountedAllele.NonMajor,
    };

    /// <summary>Filters that kept records have, separated by commas; a dot stands for none.</summary>
    [Description("Only records with one of these in the FILTER column, separated by commas; . stands for none: PASS,.")]
    public string? ApplyFilters { get; init; }

    /// <summary>Kinds of alleles of which kept records have one, separated by commas.</summary>
    [Description("Only records with an allele of one of these kinds: snps, indels, mnps, other, bnd, overlap, ref.")]
    public string? Types { get; init; }

    /// <summary>Kinds of alleles that no kept record has.</summary>
    [Description("No records with an allele of one of these kinds.")]
    public string? ExcludeTypes { get; init; }

    /// <summary>Least number of alleles, the reference included.</summary>
    [Description("Least number of alleles, the reference included.")]
    [Range(1, int.MaxValue)]
    public int? MinAlleles { get; init; }

    /// <summary>Largest number of alleles, the reference included.</summary>
    [Description("Largest number of alleles, the reference included.")]
    [Range(1, int.MaxValue)]
    public int? MaxAlleles { get; init; }

    /// <summary>Least number of calls, of what stands behind a colon.</summary>
    [Description("Least number of calls of the alternate alleles, or of what stands behind a colon: nref, alt1, minor, major, nonmajor.")]
    public string? MinAc { get; init; }

    /// <summary>Largest number of calls, in the same way.</summary>
    [Description("Largest number of calls, in the same way.")]
    public string? MaxAc { get; init; }

    /// <summary>Leave people and genotypes out.</summary>
    [Description("Write no people and no genotypes.")]
    public bool DropGenotypes { get; init; }

    /// <summary>Name that marks what the condition turns down, instead of leaving it out; null leaves it out.</summary>
    [Description("Keep what --include or --exclude turns down, with this name in the FILTER column.")]
    public string? SoftFilter { get; init; }

    /// <summary>The mark stands beside the filters that are there.</summary>
    [Description("With --soft-filter: the name stands beside the filters that are there, not in place of them.")]
    public bool AppendFilter { get; init; }

    /// <summary>What is kept.</summary>
    /// <exception cref="UsageException">
    /// OH2013, OH2016 a value cannot be read; OH2020, OH2021 values that miss or exclude each other.
    /// </exception>
    internal VcfViewOptions View(ConditionOptions condition, SampleChoice samples)
    {
        condition.Check();
        if (SoftFilter is not null && !condition.IsGiven)
            throw new UsageException("OH2020", "--soft-filter needs --include or --exclude");
        if (SoftFilter is not null) CheckFilterName(SoftFilter);
        if (AppendFilter && SoftFilter is null) throw new UsageException("OH2020", "--append-filter needs --soft-filter");
        var (least, ofLeast) = CallCount(MinAc, "--min-ac");
        var (most, ofMost) = CallCount(MaxAc, "--max-ac");
        if (least is not null && most is not null && ofLeast != ofMost)
            throw new UsageException("OH2021", "--min-ac and --max-ac must count the same allele");
        return new VcfViewOptions
        {
            Samples = samples.Names,
            ExcludeSamples = samples.IsExcluded,
            DropGenotypes = DropGenotypes,
            MinimumCount = least,
            MaximumCount = most,
            Counted = least is not null ? ofLeast : ofMost,
            Kinds = Kinds(Types, "--types"),
            WithoutKinds = Kinds(ExcludeTypes, "--exclude-types"),
            MinimumAlleles = MinAlleles,
            MaximumAlleles = MaxAlleles,
            Filters = ApplyFilters?.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Include = condition.Include,
            Exclude = condition.Exclude,
            SoftFilter = SoftFilter,
            AppendFilter = AppendFilter,
        };
    }

    // What the FILTER column can name, and a header declare: no blanks, separators and control characters, and not what stands for no
    // filter (VCF 4.3, 1.4.2 and 1.6.1); '<', '>' and quotes would end the declaration.
    private static void CheckFilterName(string name)
    {
        if (name.Length > 0 && name is not ("0" or "." or "PASS")
            && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ';' or ',' or '<' or '>' or '"' or '=')) return;
        throw new UsageException(
            "OH2013", $"'{name}' cannot name a filter", "--soft-filter",
            "A name has no blanks, control characters, or any of ; , < > = and quotes, and is none of 0, . and PASS.");
    }

    private static (int? Count, CountedAllele Allele) CallCount(string? text, string flag)
    {
        if (text is null) return (null, CountedAllele.NonReference);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var number = colon < 0 ? text : text[..colon];
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new UsageException("OH2013", $"expected a number of calls, found '{number}'", flag);
        return (count, colon < 0 ? CountedAllele.NonReference : Named(AlleleNames, text[(colon + 1)..], flag));
    }

    private static VariantKinds? Kinds(string? names, string flag) => names?.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(VariantKinds.Reference, (kinds, name) => kinds | Named(KindNames, name, flag));

    private static T Named<T>(Dictionary<string, T> known, string name, string flag) => known.TryGetValue(name, out var value)
        ? value
        : throw new UsageException(
            "OH2016", $"'{name}' is not one of {string.Join(", ", known.Keys)}", flag, NearestName.Ask(name, known.Keys));
}
