namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// Learns the vocabulary of a Unigram model (Kudo 2018, "Subword regularization") as the public tokenizer libraries do: the same tokens, in
/// the same order, with the same scores. It begins with every character and the most valuable repeats of the words, and in turns estimates
/// their probabilities over all segmentations and prunes what the corpus misses least, until few more are left than wanted. Words may be of
/// any length and the result is the same, to the last bit, for any number of threads.
/// </summary>
public sealed class UnigramTrainer
{
    // Pieces that are expected less often are dropped.
    private const double LeastExpected = 0.5;
    // Between the scores of characters that are no pieces any more.
    private const double ForcedStep = 0.0001;

    private readonly UnigramTrainerOptions options;
    private readonly IProgress<UnigramStep>? progress;
    private readonly ParallelOptions parallel;
    private readonly List<UnigramStep> steps = [];

    private UnigramTrainer(UnigramTrainerOptions options, IProgress<UnigramStep>? progress, CancellationToken cancellation)
    {
        this.options = options;
        this.progress = progress;
        parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
    }

    /// <param name="words">The corpus, cut into words.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellation">Ends training between parts of a step.</param>
    /// <exception cref="UsageException">OH1521 for options out of their range, OH1522 when characters and special tokens alone are more
    /// than the vocabulary may hold.</exception>
    /// <exception cref="OmniException">OH1520 for a corpus of more than 2^31 − 57 characters, OH1523 for one without words.</exception>
    public static UnigramTraining Train(
        WordCounts words, UnigramTrainerOptions options, IProgress<UnigramStep>? progress = null, CancellationToken cancellation = default)
    {
        options.Validate();
        if (words.Count == 0)
            throw new OmniException("OH1523", "the corpus has no words", advice: "Give at least one sequence that is not empty.");
        return new UnigramTrainer(options, progress, cancellation).Train(words);
    }

    private UnigramTraining Train(WordCounts words)
    {
        var text = new SymbolText(words);
        var specials = Specials();
        var characters = Characters(text).Except(specials).ToList();
        if (characters.Count + specials.Count > options.VocabularySize)
            throw new UsageException(
                "OH1522",
                $"a vocabulary of {options.VocabularySize} tokens cannot hold the {characters.Count} different characters of the corpus "
                    + $"and {specials.Count} special tokens",
                advice: $"Ask for at least {characters.Count + specials.Count} tokens, or fold rare characters before training.");

        var pieces = Learn(text);
        var vocabulary = specials.Select(token => (token, 0.0))
            .Concat(Chosen(pieces, characters, specials, options.VocabularySize - specials.Count)).ToList();
        return new UnigramTraining
        {
            Vocabulary = vocabulary,
            UnknownId = options.UnknownToken is { } unknown ? specials.IndexOf(unknown) : null,
            Requested = options.VocabularySize,
            Words = words.Count,
            Characters = text.Length - text.WordEnds.Length,
            Alphabet = text.Symbols - 1,
            Steps = steps,
        };
    }

    private UnigramPieces Learn(SymbolText text)
    {
        progress?.Report(new(UnigramPhase.Sorting, 0));
        var pieces = UnigramSeeds.Find(text, options.MaxPieceLength, options.SeedSize, parallel);
        Tell(UnigramPhase.Seeds, pieces);
        var expected = new ExpectedCounts(pieces, parallel);
        // A few more than wanted: the last ones are cut off by their place in the list, which pruning gives them.
        var target = (long)options.VocabularySize * 11 / 10;
        while (true)
        {
            var before = pieces.Count;
            for (var round = 0; round < options.SubIterations; round++)
            {
                Maximise(pieces, expected.Count());
                Tell(UnigramPhase.Expectation, pieces);
            }
            if (pieces.Count <= target) return pieces;
            var limit = Math.Max(target, (long)(options.ShrinkingFactor * pieces.Count));
            new UnigramPruning(pieces, options.PruningLoss, parallel).Reduce((int)limit);
            Tell(UnigramPhase.Pruning, pieces);
            // Nothing can be spared: all are single characters, or more often than their parts.
            if (pieces.Count == before) return pieces;
        }
    }

    /// <summary>Scores from expected occurrences, rare ones lowered as by a sparse prior (the maximisation step).</summary>
    private void Maximise(UnigramPieces pieces, ReadOnlySpan<double> expected)
    {
        var kept = new bool[expected.Length];
        var sum = 0.0;
        for (var piece = 1; piece < kept.Length; piece++)
        {
            kept[piece] = expected[piece] >= LeastExpected;
            if (kept[piece]) sum += expected[piece];
        }
        var whole = Digamma.Of(sum);
        for (var piece = 1; piece < kept.Length; piece++)
            if (kept[piece]) pieces.All[piece].Score = Digamma.Of(expected[piece]) - whole;
        pieces.Keep(kept, parallel);
    }

    /// <summary>All characters, and pieces in the order of the list until the vocabulary is full. By score, equal ones by string.</summary>
    private static IEnumerable<(string Token, double Score)> Chosen(
        UnigramPieces pieces, IReadOnlyCollection<string> characters, IReadOnlyCollection<string> specials, int most)
    {
        var learned = pieces.InOrder().Select(piece => (Token: pieces.Text.Slice(pieces.All[piece].Start, pieces.All[piece].Length),
            pieces.All[piece].Score)).ToList();
        var scores = learned.ToDictionary(piece => piece.Token, piece => piece.Score);
        var chosen = new List<(string Token, double Score)>(most);
        var forced = pieces.LowestScore;
        foreach (var character in characters)
        {
            if (!scores.TryGetValue(character, out var score))
            {
                score = forced;
                forced += ForcedStep;
            }
            chosen.Add((character, score));
        }
        chosen.AddRange(learned.ExceptBy(characters.Concat(specials), piece => piece.Token).Take(most - chosen.Count));
        return chosen.OrderByDescending(piece => piece.Score)
            .ThenBy(piece => piece.Token, Comparer<string>.Create(CompareCodePoints));
    }

    private static int CompareCodePoints(string token, string other) =>
        token.EnumerateRunes().ToArray().AsSpan().SequenceCompareTo(other.EnumerateRunes().ToArray());

    private List<string> Specials()
    {
        var specials = options.SpecialTokens.Distinct().ToList();
        if (options.UnknownToken is { } unknown && !specials.Contains(unknown)) specials.Insert(0, unknown);
        return specials;
    }

    /// <summary>Those of the corpus and of the options, by code point.</summary>
    private IEnumerable<string> Characters(SymbolText text) =>
        Enumerable.Range(1, text.Symbols - 1).Select(text.Character).Union(options.InitialAlphabet.Order().Select(c => c.ToString()));

    private void Tell(UnigramPhase phase, UnigramPieces pieces)
    {
        steps.Add(new(phase, pieces.Count));
        progress?.Report(steps[^1]);
    }
}
