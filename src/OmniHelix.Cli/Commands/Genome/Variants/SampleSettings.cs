using System.ComponentModel;
using OmniHelix.Cli.Binding;
using OmniHelix.Sequences.Consensus;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Which people of a VCF are meant.</summary>
internal sealed record SampleSettings
{
    [Description("People, separated by commas; ^ before the first leaves them out.")]
    public string? Samples { get; init; }

    [Description("A file with one person a line; ^ before its name leaves them out.")]
    public string? SamplesFile { get; init; }

    /// <summary>The people, and whether they are those to leave out; null for all.</summary>
    /// <exception cref="UsageException">OH2021: two flags exclude each other.</exception>
    /// <exception cref="OmniException">OH1001, OH1915: the list cannot be read.</exception>
    public (IReadOnlyList<string>? Names, bool Exclude) Choice(string command)
    {
        if (Samples is not null && SamplesFile is not null)
            throw new UsageException("OH2021", "--samples and --samples-file exclude each other", command);
        if ((Samples ?? SamplesFile) is not { } text) return (null, false);
        var exclude = text.StartsWith('^');
        if (exclude) text = text[1..];
        return (SamplesFile is not null ? SampleList.Read(text) : text.Split(',', StringSplitOptions.RemoveEmptyEntries), exclude);
    }
}
