namespace OmniHelix.Tokenizers.Training;

/// <summary>A step of the training of a Unigram model.</summary>
public enum UnigramPhase
{
    /// <summary>The positions of the corpus are sorted by what begins there.</summary>
    Sorting,

    /// <summary>Repeats of the corpus became pieces.</summary>
    Seeds,

    /// <summary>Probabilities of the pieces were estimated anew, and pieces that are hardly expected dropped.</summary>
    Expectation,

    /// <summary>Pieces that the corpus misses least were dropped.</summary>
    Pruning,
}

/// <summary>A step and what it left.</summary>
/// <param name="Phase">Which step.</param>
/// <param name="Pieces">Pieces that are left after it, the one for unknown characters counted; 0 before there are any.</param>
public readonly record struct UnigramStep(UnigramPhase Phase, int Pieces);

/// <summary>What <see cref="UnigramTrainer"/> has learned.</summary>
public sealed record UnigramTraining
{
    /// <summary>
    /// The tokens by id, with natural logarithms of their probabilities: special tokens with score 0, then all others from the most to the
    /// least probable.
    /// </summary>
    public required IReadOnlyList<(string Token, double Score)> Vocabulary { get; init; }

    /// <summary>Id of the token for unknown characters, null when there is none.</summary>
    public required int? UnknownId { get; init; }

    /// <summary>Tokens that were wanted; the vocabulary has fewer when the corpus does not yield them.</summary>
    public required int Requested { get; init; }

    /// <summary>Different words of the corpus.</summary>
    public required int Words { get; init; }

    /// <summary>Characters of these words.</summary>
    public required long Characters { get; init; }

    /// <summary>Different characters.</summary>
    public required int Alphabet { get; init; }

    /// <summary>All steps with the pieces that each left.</summary>
    public required IReadOnlyList<UnigramStep> Steps { get; init; }
}
