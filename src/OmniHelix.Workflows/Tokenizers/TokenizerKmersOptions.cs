using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Creation;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>How sequences become k-mers.</summary>
[Category("K-mers")]
public sealed record TokenizerKmersOptions
{
    private static readonly KmerOptions Usual = new();

    /// <summary>Letters of a k-mer.</summary>
    [Description("Letters of a k-mer."), Range(1, int.MaxValue)]
    public int Kmer { get; init; } = Usual.Length;

    /// <summary>Letters from one to the next.</summary>
    [Description("Letters from the start of a k-mer to the start of the next, at most --kmer."), Range(1, int.MaxValue)]
    public int Stride { get; init; } = Usual.Stride;

    /// <summary>Letters of a chunk; 0 takes sequences whole.</summary>
    [Description("Letters of a chunk; 0 takes sequences whole."), Range(0, int.MaxValue)]
    public int Chunk { get; init; }

    /// <summary>Least letters of a last chunk.</summary>
    [Description("Shorter last chunks are left out."), Range(1, int.MaxValue)]
    public int MinChunk { get; init; } = Usual.Records.MinimumChunk;

    /// <summary>Add the reverse complement of every record.</summary>
    [Description("Add the reverse complement of every record.")]
    public bool ReverseComplements { get; init; }

    /// <summary>What the library needs.</summary>
    public KmerOptions ToOptions() => new()
    {
        Length = Kmer,
        Stride = Stride,
        Records = Usual.Records with { Chunk = Chunk, MinimumChunk = MinChunk, ReverseComplements = ReverseComplements },
    };
}
