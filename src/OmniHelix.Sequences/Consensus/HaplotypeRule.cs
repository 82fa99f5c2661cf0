using System.Globalization;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Which allele of a genotype goes into the sequence.</summary>
public enum HaplotypeKind
{
    /// <summary>The N-th allele as stored, phased or not (<c>N</c>).</summary>
    Number,

    /// <summary>The N-th allele of phased genotypes, the ambiguity code of the others (<c>NpIu</c>).</summary>
    NumberIfPhased,

    /// <summary>The ambiguity code of the genotype (<c>I</c>).</summary>
    Iupac,

    /// <summary>The reference allele of heterozygous genotypes (<c>R</c>).</summary>
    Reference,

    /// <summary>An alternate allele of heterozygous genotypes (<c>A</c>).</summary>
    Alternate,

    /// <summary>The longer allele, the reference where they are equally long (<c>LR</c>).</summary>
    LongerOrReference,

    /// <summary>The longer allele, an alternate where they are equally long (<c>LA</c>).</summary>
    LongerOrAlternate,

    /// <summary>The shorter allele, the reference where they are equally long (<c>SR</c>).</summary>
    ShorterOrReference,

    /// <summary>The shorter allele, an alternate where they are equally long (<c>SA</c>).</summary>
    ShorterOrAlternate,
}

/// <summary>A haplotype as <c>bcftools consensus -H</c> names it.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Number">Which allele, from 1; 0 where the rule needs none.</param>
public readonly record struct HaplotypeRule(HaplotypeKind Kind, int Number = 0)
{
    private static readonly Dictionary<string, HaplotypeKind> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["R"] = HaplotypeKind.Reference,
        ["A"] = HaplotypeKind.Alternate,
        ["I"] = HaplotypeKind.Iupac,
        ["L"] = HaplotypeKind.LongerOrReference,
        ["LR"] = HaplotypeKind.LongerOrReference,
        ["LA"] = HaplotypeKind.LongerOrAlternate,
        ["S"] = HaplotypeKind.ShorterOrReference,
        ["SR"] = HaplotypeKind.ShorterOrReference,
        ["SA"] = HaplotypeKind.ShorterOrAlternate,
    };

    /// <summary>
    /// The rule of the personal-expression benchmark: haplotype <paramref name="number"/> where phased, else the ambiguity code.
    /// </summary>
    public static HaplotypeRule Phased(int number) => new(HaplotypeKind.NumberIfPhased, number);

    /// <summary>
    /// Reads <c>1</c>, <c>2pIu</c>, <c>R</c>, <c>A</c>, <c>I</c>, <c>L</c>, <c>LR</c>, <c>LA</c>, <c>S</c>, <c>SR</c> or <c>SA</c>, in
    /// either case.
    /// </summary>
    /// <exception cref="UsageException">OH1905: none of these.</exception>
    public static HaplotypeRule Parse(string text)
    {
        if (Named.TryGetValue(text, out var kind)) return new HaplotypeRule(kind);
        var phased = text.EndsWith("pIu", StringComparison.OrdinalIgnoreCase);
        var digits = phased ? text.AsSpan(0, text.Length - 3) : text;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return new HaplotypeRule(phased ? HaplotypeKind.NumberIfPhased : HaplotypeKind.Number, number);
        throw new UsageException(
            "OH1905", $"'{text}' is no haplotype", "--haplotype", "Give 1, 2, …, 1pIu, 2pIu, …, R, A, I, LR, LA, SR or SA.");
    }
}
