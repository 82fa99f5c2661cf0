using System.ComponentModel;
using OmniHelix.Cli.Binding;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Which records of a VCF are taken.</summary>
internal sealed record ConditionSettings
{
    [Description("Only records that meet this condition, such as QUAL>20 && GT=\"het\".")]
    public string? Include { get; init; }

    [Description("No records that meet this condition.")]
    public string? Exclude { get; init; }

    /// <summary>Says that the two exclude each other.</summary>
    /// <exception cref="UsageException">OH2021.</exception>
    public void Check(string command)
    {
        if (Include is not null && Exclude is not null)
            throw new UsageException("OH2021", "--include and --exclude exclude each other", command, "Join the conditions with && and !.");
    }
}
