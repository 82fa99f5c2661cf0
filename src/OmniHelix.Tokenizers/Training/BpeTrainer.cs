namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// Learns the tokens and merges of byte-pair encoding from words: the same as the trainer of Hugging Face's tokenizers, which with affixes
/// does not reproduce its own. A word may be a chromosome; memory is some 20 bytes a character of the different words.
/// </summary>
/// <example><code>
/// var words = new WordCounts();
/// foreach (var sequence in sequences) words.Add(sequence);
/// var training = BpeTrainer.Train(words, new BpeTrainerOptions { VocabularySize = 4096, SpecialTokens = ["[UNK]", "[PAD]"] });
/// </code></example>
public static class BpeTrainer
{
    /// <summary>Learns.</summary>
    /// <param name="words">The corpus, as a normalizer and a pre-tokenizer left it.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="progress">Is told every merge.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">OH1532 an option out of its range.</exception>
    /// <exception cref="OmniException">OH1530 there are no words; OH1531 there are too many.</exception>
    public static BpeTraining Train(
        WordCounts words, BpeTrainerOptions options, IProgress<BpeProgress>? progress = null, CancellationToken cancellation = default)
    {
        options.Check();
        TrainingInput.RequireWords(words);
        var tokens = new TokenTable();
        foreach (var token in options.SpecialTokens) tokens.Add(token, 0);
        var characters = new CharacterTokens(words, tokens, options);
        var corpus = new TokenCells(words, characters);
        var length = corpus.CountTokens(tokens.Characters);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        var learner = new BpeLearner(corpus, tokens, options, parallel);
        var stop = BpeStop.VocabularyFull;
        while (tokens.Count < options.VocabularySize)
        {
            cancellation.ThrowIfCancellationRequested();
            if (learner.MostFrequent(out stop) is not { } pair) break;
            learner.Merge(pair);
            progress?.Report(new BpeProgress(tokens.Count, options.VocabularySize, pair.Count));
        }
        return new BpeTraining
        {
            Vocabulary = tokens.Texts,
            Merges = learner.Merges,
            Stop = stop,
            Requested = options.VocabularySize,
            Words = words.Total,
            Characters = length,
            Tokens = corpus.CountTokens(tokens.Characters),
        };
    }
}
