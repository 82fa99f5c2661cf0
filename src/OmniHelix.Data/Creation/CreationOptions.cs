using OmniHelix.Data.Splits;
using OmniHelix.Data.Synthetic;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Creation;

/// <summary>How records of a new data set are made from sequences.</summary>
public sealed record CreationOptions
{
    /// <summary>Letters of a chunk; 0 takes sequences whole.</summary>
    public int Chunk { get; init; }

    /// <summary>Letters that neighbouring chunks share.</summary>
    public int Overlap { get; init; }

    /// <summary>Last chunks with fewer letters are left out, and counted.</summary>
    public int MinimumChunk { get; init; } = 1;

    /// <summary>The reverse complement of every chunk is a record of its own, after it, with the same label.</summary>
    public bool ReverseComplements { get; init; }

    /// <summary>Letters become upper case; texts that are no sequences keep theirs.</summary>
    public bool UpperCase { get; init; } = true;

    /// <summary>A further class of synthetic sequences, made from those of the first class; null makes none.</summary>
    public SyntheticOptions? Negatives { get; init; }

    /// <summary>Name of the class of synthetic sequences.</summary>
    public string NegativeLabel { get; init; } = "synthetic";

    /// <summary>
    /// Learn a tokenizer from the training split and nothing else, write it as <c>tokens.json</c> beside the data, and take its tokens;
    /// null learns none.
    /// </summary>
    public TokenizerTrainingOptions? LearnTokens { get; init; }

    /// <summary>How the records are split.</summary>
    public SplitOptions Split { get; init; } = new();

    /// <exception cref="UsageException">OH1650: a setting out of range.</exception>
    internal void Check()
    {
        Require(Chunk >= 0, FormattableString.Invariant($"a chunk cannot have {Chunk} letters"));
        Require(
            Overlap >= 0 && (Overlap == 0 || Overlap < Chunk),
            FormattableString.Invariant($"chunks of {Chunk} letters cannot share {Overlap}"));
        Require(
            MinimumChunk >= 1 && (Chunk == 0 || MinimumChunk <= Chunk),
            FormattableString.Invariant($"the least chunk must have between 1 letter and the {Chunk} of a chunk, not {MinimumChunk}"));
        Require(Chunk > 0 || MinimumChunk == 1, "there is a least chunk, but sequences are taken whole");
        Split.Ratios.Checked();
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds) throw new UsageException("OH1650", rule);
    }
}
