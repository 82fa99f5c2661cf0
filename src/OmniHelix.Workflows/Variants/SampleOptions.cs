using System.ComponentModel;
using OmniHelix.Sequences.Consensus;

namespace OmniHelix.Workflows.Variants;

/// <summary>Which people of a VCF are meant.</summary>
[Category("People")]
public sealed record SampleOptions
{
    /// <summary>Names, separated by commas.</summary>
    [Description("People, separated by commas; ^ before the first leaves them out.")]
    public string? Samples { get; init; }

    /// <summary>A file of names.</summary>
    [Description("A file with one person a line; ^ before its name leaves them out.")]
    public string? SamplesFile { get; init; }

    /// <summary>Reads the choice.</summary>
    /// <exception cref="UsageException">OH2013 a person is named twice; OH2021 two values exclude each other.</exception>
    /// <exception cref="OmniException">OH1001, OH1915: the list cannot be read.</exception>
    internal SampleChoice Choice()
    {
        if (Samples is not null && SamplesFile is not null)
            throw new UsageException("OH2021", "--samples and --samples-file exclude each other");
        if ((Samples ?? SamplesFile) is not { } text) return new SampleChoice(null, false);
        var exclude = text.StartsWith('^');
        if (exclude) text = text[1..];
        var names = SamplesFile is not null ? SampleList.Read(text) : text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        // A VCF cannot have two columns of one name.
        if (!exclude && names.CountBy(name => name).FirstOrDefault(name => name.Value > 1).Key is { } twice)
            throw new UsageException(
                "OH2013", $"'{twice}' is named twice", SamplesFile is not null ? text : "--samples", "Name each person once.");
        return new(names, exclude);
    }
}

/// <summary>People of a VCF.</summary>
/// <param name="Names">Null for all.</param>
/// <param name="IsExcluded">All others are meant.</param>
internal sealed record SampleChoice(IReadOnlyList<string>? Names, bool IsExcluded);
