using System.Globalization;

namespace OmniHelix.Sequences.Vcf;

/// <summary>The types that an INFO or FORMAT field can be declared with (VCF 4.3, section 1.4).</summary>
public enum VcfValueType
{
    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Decimal numbers.</summary>
    Float,

    /// <summary>Present or absent, without a value; INFO only.</summary>
    Flag,

    /// <summary>One letter.</summary>
    Character,

    /// <summary>Text without blanks, semicolons and commas.</summary>
    String,
}

/// <summary>What the number of values of a field depends on.</summary>
public enum VcfNumberKind
{
    /// <summary>Always the same number.</summary>
    Fixed,

    /// <summary>One value for every alternate allele (<c>A</c>).</summary>
    PerAlternate,

    /// <summary>One value for every allele, the reference first (<c>R</c>).</summary>
    PerAllele,

    /// <summary>One value for every possible genotype (<c>G</c>).</summary>
    PerGenotype,

    /// <summary>Unknown or varying (<c>.</c>).</summary>
    Varying,
}

/// <summary>How many values a field has.</summary>
/// <param name="Kind">What the number depends on.</param>
/// <param name="Count">The number when it is fixed, otherwise 0.</param>
public readonly record struct VcfNumber(VcfNumberKind Kind, int Count = 0)
{
    /// <summary>
    /// Reads <c>1</c>, <c>A</c>, <c>R</c>, <c>G</c> or <c>.</c>; the kinds that VCF 4.5 adds (<c>P</c>, <c>LA</c>, <c>M</c> …) count as
    /// varying.
    /// </summary>
    internal static bool TryParse(string text, out VcfNumber number)
    {
        number = text switch
        {
            "A" => new(VcfNumberKind.PerAlternate),
            "R" => new(VcfNumberKind.PerAllele),
            "G" => new(VcfNumberKind.PerGenotype),
            "." or "P" or "LA" or "LR" or "LG" or "M" => new(VcfNumberKind.Varying),
            _ => new(VcfNumberKind.Fixed, -1),
        };
        if (number.Count < 0)
            number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? new(VcfNumberKind.Fixed, count)
                : number;
        return number.Count >= 0;
    }
}

/// <summary>The declaration of an INFO or FORMAT field.</summary>
/// <param name="Id">The tag, such as <c>AF</c>.</param>
/// <param name="Number">How many values a record has.</param>
/// <param name="Type">What the values are.</param>
/// <param name="Description">For people.</param>
public sealed record VcfField(string Id, VcfNumber Number, VcfValueType Type, string Description);

/// <summary>A contig named by a <c>##contig</c> line.</summary>
/// <param name="Name">The name records use.</param>
/// <param name="Length">Bases, or null when the header does not say.</param>
public sealed record VcfContig(string Name, long? Length);

/// <summary>A filter named by a <c>##FILTER</c> line.</summary>
/// <param name="Id">The name records use.</param>
/// <param name="Description">For people.</param>
public sealed record VcfFilter(string Id, string Description);
