using System.ComponentModel;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Workflows.Variants;

/// <summary>Which records of a VCF are taken, by an expression of bcftools.</summary>
[Category("Conditions")]
public sealed record ConditionOptions
{
    /// <summary>What taken records meet; null for everything.</summary>
    [Description("Only records that meet this condition, such as QUAL>20 && GT=\"het\".")]
    public string? Include { get; init; }

    /// <summary>What no taken record meets; null for nothing.</summary>
    [Description("No records that meet this condition.")]
    public string? Exclude { get; init; }

    internal bool IsGiven => Include is not null || Exclude is not null;

    /// <summary>Says that the two exclude each other.</summary>
    /// <exception cref="UsageException">OH2021.</exception>
    internal void Check()
    {
        if (Include is not null && Exclude is not null)
            throw new UsageException("OH2021", "--include and --exclude exclude each other", null, "Join the conditions with && and !.");
    }

    /// <summary>Tells of each record whether it is taken; null takes all.</summary>
    /// <param name="header">Of the file.</param>
    /// <exception cref="UsageException">The expression cannot be read, or names what the header does not declare.</exception>
    public Predicate<VariantRecord>? For(VcfHeader header)
    {
        if ((Include ?? Exclude) is not { } expression) return null;
        var filter = VariantFilter.Parse(expression, header);
        return record => filter.Accepts(record) == (Exclude is null);
    }
}
