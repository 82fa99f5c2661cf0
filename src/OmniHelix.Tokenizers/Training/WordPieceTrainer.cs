namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// Learns the tokens of WordPiece: those of byte-pair encoding with a prefix for tokens that do not begin a word, as the trainer of Hugging
/// Face's tokenizers does. The merges are not needed then: text is cut by the longest token.
/// </summary>
public static class WordPieceTrainer
{
    /// <summary>What continues a word when nothing else is asked for.</summary>
    public const string DefaultPrefix = "##";

    /// <inheritdoc cref="BpeTrainer.Train"/>
    public static BpeTraining Train(
        WordCounts words, BpeTrainerOptions options, IProgress<BpeProgress>? progress = null, CancellationToken cancellation = default) =>
        BpeTrainer.Train(
            words, options with { ContinuingSubwordPrefix = options.ContinuingSubwordPrefix ?? DefaultPrefix }, progress, cancellation);
}
