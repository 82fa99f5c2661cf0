using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Creation;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Synthetic;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Data;

/// <summary>How records are made from sequences.</summary>
[Category("Records")]
public sealed record DataCreateOptions
{
    private static readonly CreationOptions Usual = new();

    /// <summary>Letters of a chunk; 0 takes sequences whole.</summary>
    [Description("Letters of a chunk; 0 takes sequences whole."), Range(0, int.MaxValue)]
    public int Chunk { get; init; }

    /// <summary>Letters that neighbouring chunks share.</summary>
    [Description("Letters that neighbouring chunks share."), Range(0, int.MaxValue)]
    public int Overlap { get; init; }

    /// <summary>Least letters of a last chunk.</summary>
    [Description("Shorter last chunks are left out, and counted."), Range(1, int.MaxValue)]
    public int MinChunk { get; init; } = Usual.MinimumChunk;

    /// <summary>Add the reverse complement of every record.</summary>
    [Description("Add the reverse complement of every record; both stay in one split.")]
    public bool ReverseComplements { get; init; }

    /// <summary>Add a class of synthetic sequences; null adds none.</summary>
    [Description("Add a class of synthetic sequences made from the first class.")]
    public SyntheticMethod? Negatives { get; init; }

    /// <summary>Letters of their words or blocks.</summary>
    [Description("Letters of a word or block of synthetic sequences, or k of their k-lets."), Range(1, 64)]
    public int NegativeBlock { get; init; } = 2;

    /// <summary>Tokens to learn; 0 learns none.</summary>
    [Description("Learn so many tokens from the training split, write them as tokens.json, and add token ids; 0 learns none.")]
    [Range(0, int.MaxValue)]
    public int LearnTokens { get; init; }

    /// <summary>What the library needs.</summary>
    public CreationOptions ToOptions(SplitOptions split) => Usual with
    {
        Chunk = Chunk,
        Overlap = Overlap,
        MinimumChunk = MinChunk,
        ReverseComplements = ReverseComplements,
        Negatives = Negatives is { } method ? new SyntheticOptions { Method = method, Block = NegativeBlock, Seed = split.Seed } : null,
        LearnTokens = LearnTokens == 0 ? null : new TokenizerTrainingOptions { VocabularySize = LearnTokens },
        Split = split,
    };
}
