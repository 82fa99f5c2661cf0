using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>How the sum of all occurrences grows, in the loss by which pieces are pruned, when a piece is split into others.</summary>
public enum PruningLoss
{
    /// <summary>By as many as there are pieces, as the public implementations have it: their vocabularies come out.</summary>
    Reference,

    /// <summary>By as many as the piece is split into.</summary>
    Corrected,
}

/// <summary>What <see cref="UnigramTrainer"/> learns. The defaults are those of the reference implementation.</summary>
public sealed record UnigramTrainerOptions
{
    /// <summary>Tokens wanted, special tokens and characters included. There are fewer when the corpus does not yield them.</summary>
    public int VocabularySize { get; init; } = 32_000;

    /// <summary>The first tokens, with score 0.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Stands for unknown characters; it goes first when it is none of the special tokens. Null for none.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Rounds of expectation and maximisation between two prunings.</summary>
    public int SubIterations { get; init; } = 2;

    /// <summary>Share of the pieces that a pruning leaves.</summary>
    public double ShrinkingFactor { get; init; } = 0.75;

    /// <summary>Most characters of a token, up to 254.</summary>
    public int MaxPieceLength { get; init; } = 16;

    /// <summary>Most pieces to begin with.</summary>
    public int SeedSize { get; init; } = 1_000_000;

    /// <summary>Characters that become tokens whether the corpus has them or not.</summary>
    public IReadOnlyList<Rune> InitialAlphabet { get; init; } = [];

    /// <summary>By what pieces are pruned.</summary>
    public PruningLoss PruningLoss { get; init; }

    /// <summary>Threads; the vocabulary does not depend on them, to the last bit.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UsageException">OH1521 when a value is outside of its range.</exception>
    public void Validate()
    {
        Require(VocabularySize > 0, "a vocabulary has at least one token", VocabularySize);
        Require(SubIterations > 0, "at least one round between prunings is needed", SubIterations);
        Require(ShrinkingFactor is > 0 and < 1, "the share that a pruning leaves must lie between 0 and 1", ShrinkingFactor);
        Require(MaxPieceLength is > 0 and < 255, "a token has 1 to 254 characters", MaxPieceLength);
        Require(SeedSize > 0, "at least one piece is needed to begin with", SeedSize);
        Require(Threads > 0, "at least one thread is needed", Threads);
    }

    private static void Require(bool holds, string rule, double value)
    {
        if (!holds) throw new UsageException("OH1521", FormattableString.Invariant($"{rule}, not {value}"));
    }
}
