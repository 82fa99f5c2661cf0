using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Synthetic;

namespace OmniHelix.Workflows.Data;

/// <summary>How synthetic sequences are made.</summary>
[Category("Sequences")]
public sealed record DataSyntheticOptions
{
    private static readonly SyntheticOptions Usual = new();

    /// <summary>How sequences are made.</summary>
    [Description("frequency draws words as often as they occur, bootstrap reorders blocks, shuffle keeps exact k-let counts, distribution"
        + " draws words from --distribution.")]
    public SyntheticMethod Method { get; init; } = Usual.Method;

    /// <summary>Letters of a word or block, or k of the k-lets.</summary>
    [Description("Letters of a word or block, or k of the k-lets."), Range(1, 64)]
    public int Block { get; init; } = Usual.Block;

    /// <summary>Letters to draw; null for those of the file.</summary>
    [Description("Letters to draw [default: those of the file].")]
    public string? Alphabet { get; init; }

    /// <summary>File of words and weights.</summary>
    [Description("File of words and weights, one pair a line.")]
    public string? Distribution { get; init; }

    /// <summary>Length of every sequence; null for that of the real one.</summary>
    [Description("Length of every sequence [default: that of the real one]."), Range(1, int.MaxValue)]
    public int? Length { get; init; }

    /// <summary>The same seed makes the same sequences.</summary>
    [Description("The same seed makes the same sequences.")]
    public long Seed { get; init; } = Usual.Seed;

    /// <summary>What the library needs.</summary>
    public SyntheticOptions ToOptions() => new()
    {
        Method = Method,
        Block = Block,
        Alphabet = Alphabet?.ToUpperInvariant(),
        Distribution = Distribution is null ? null : WordDistribution.Read(Distribution),
        Length = Length,
        Seed = Seed,
    };
}
