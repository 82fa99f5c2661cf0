using System.Text;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

/// <summary>What <see cref="UnigramTrainer"/> learns. That the public libraries learn the same is seen in the golden cases.</summary>
public class UnigramTrainerTests
{
    [Fact]
    public void TheVocabularyIsTheSameForAnyNumberOfThreads()
    {
        var words = TrainingWords.Of(Enumerable.Range(0, 300).Select(i => "▁" + TrainingWords.Sequence(400, seed: i))
            .Append("▁" + TrainingWords.Sequence(400_000, seed: 1000)));
        var options = new UnigramTrainerOptions { VocabularySize = 2000 };
        var one = UnigramTrainer.Train(words, options with { Threads = 1 });
        foreach (var threads in (int[])[2, 8])
        {
            var other = UnigramTrainer.Train(words, options with { Threads = threads });
            Assert.Equal(one.Vocabulary, other.Vocabulary);
            Assert.Equal(one.Steps, other.Steps);
        }
        Assert.Equal(2000, one.Vocabulary.Count);
        Assert.Equal(one.Vocabulary.OrderByDescending(t => t.Score), one.Vocabulary);
        Assert.Equal(1, one.Vocabulary.Sum(t => Math.Exp(t.Score)), 0.1);
    }

    [Fact]
    public void AWordMayBeAGenome()
    {
        var words = TrainingWords.Of("▁" + TrainingWords.Sequence(3_000_000));
        var training = UnigramTrainer.Train(words, new() { VocabularySize = 5000, SubIterations = 1, ShrinkingFactor = 0.1 });
        Assert.Equal(5000, training.Vocabulary.Count);
        Assert.Equal(3_000_001, training.Characters);
        Assert.Equal((1, 5), (training.Words, training.Alphabet));
    }

    [Fact]
    public void SpecialTokensStandInFrontAndTheUnknownOneBeforeThem()
    {
        var words = TrainingWords.Of("▁GATTACA", "▁GATTACCA", "▁TACCA");
        var training = UnigramTrainer.Train(
            words, new() { VocabularySize = 12, SpecialTokens = ["<pad>", "<mask>", "A"], UnknownToken = "<unk>" });
        Assert.Equal([("<unk>", 0), ("<pad>", 0), ("<mask>", 0), ("A", 0)], training.Vocabulary.Take(4));
        Assert.Equal(0, training.UnknownId);
        Assert.Equal(training.Vocabulary.Count, training.Vocabulary.Select(t => t.Token).Distinct().Count());
        Assert.Superset(new HashSet<string>(["▁", "C", "G", "T"]), training.Vocabulary.Select(t => t.Token).ToHashSet());

        var named = UnigramTrainer.Train(words, new() { VocabularySize = 12, SpecialTokens = ["<pad>", "[UNK]"], UnknownToken = "[UNK]" });
        Assert.Equal(1, named.UnknownId);
        Assert.Null(UnigramTrainer.Train(words, new() { VocabularySize = 12 }).UnknownId);
    }

    [Fact]
    public void ACorpusMayYieldFewerTokensThanWanted()
    {
        var training = UnigramTrainer.Train(TrainingWords.Of("基因🧬基因", "因🧬"), new() { InitialAlphabet = [new Rune('命')] });
        Assert.Equal(32_000, training.Requested);
        Assert.Superset(new HashSet<string>(["基", "因", "🧬", "命"]), training.Vocabulary.Select(t => t.Token).ToHashSet());
        Assert.InRange(training.Vocabulary.Count, 4, 10);
        Assert.Equal((2, 7, 3), (training.Words, training.Characters, training.Alphabet));
    }

    // The public trainer never returns here.
    [Fact]
    public void TrainingEndsWhereNothingCanBePruned()
    {
        var training = UnigramTrainer.Train(TrainingWords.Of("TTA", "TAT", "A"), new() { VocabularySize = 2 });
        Assert.Equal(["A", "T"], training.Vocabulary.Select(t => t.Token).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AZeroCharacterEndsAWord()
    {
        var options = new UnigramTrainerOptions { VocabularySize = 60 };
        var text = TrainingWords.Sequence(1000);
        var joined = UnigramTrainer.Train(TrainingWords.Of(text + "\0" + text[..500]), options);
        Assert.Equal(UnigramTrainer.Train(TrainingWords.Of(text, text[..500]), options).Vocabulary, joined.Vocabulary);
    }

    [Fact]
    public void AWordThatOccursOftenWeighsMore()
    {
        var words = TrainingWords.Of(Enumerable.Range(0, 50).Select(i => TrainingWords.Sequence(60, seed: i)));
        words.Add("GATTACAGATTACA", 10_000_000_000);
        words.Add("GATTACATT");
        words.Add("CATTACAGG");
        var training = UnigramTrainer.Train(words, new() { VocabularySize = 100 });
        Assert.True(training.Vocabulary[0].Score > Math.Log(0.4));
        Assert.Contains(training.Vocabulary[0].Token, "GATTACAGATTACA", StringComparison.Ordinal);
    }

    [Fact]
    public void TheCorrectedLossPrunesOtherPieces()
    {
        var words = TrainingWords.Of(TrainingWords.Sequence(100_000));
        var options = new UnigramTrainerOptions { VocabularySize = 1000 };
        var reference = UnigramTrainer.Train(words, options).Vocabulary.Select(t => t.Token).ToHashSet();
        var corrected = UnigramTrainer.Train(words, options with { PruningLoss = PruningLoss.Corrected }).Vocabulary;
        Assert.InRange(corrected.Count(t => !reference.Contains(t.Token)), 1, 500);
    }

    [Fact]
    public void EveryStepIsTold()
    {
        var told = new List<UnigramStep>();
        var training = UnigramTrainer.Train(
            TrainingWords.Of(TrainingWords.Sequence(50_000)), new() { VocabularySize = 500, SubIterations = 3 }, new Listener(told));
        Assert.Equal(new UnigramStep(UnigramPhase.Sorting, 0), told[0]);
        Assert.Equal(training.Steps, told.Skip(1));
        Assert.Equal(UnigramPhase.Seeds, told[1].Phase);
        Assert.Equal(told.Skip(1).Select(s => s.Pieces).OrderDescending(), told.Skip(1).Select(s => s.Pieces));
        Assert.Equal(3 * (1 + told.Count(s => s.Phase == UnigramPhase.Pruning)), told.Count(s => s.Phase == UnigramPhase.Expectation));
    }

    [Fact]
    public void TrainingCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        var listener = new Listener([], source.Cancel);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            UnigramTrainer.Train(TrainingWords.Of(TrainingWords.Sequence(50_000)), new() { VocabularySize = 500 }, listener, source.Token));
    }

    [Fact]
    public void WhatCannotBeLearnedIsRefused()
    {
        Assert.Equal("OH1523", Assert.Throws<OmniException>(() => UnigramTrainer.Train(new WordCounts(), new())).Code);
        var words = TrainingWords.Of("ACGT");
        var small = Assert.Throws<UsageException>(
            () => UnigramTrainer.Train(words, new() { VocabularySize = 5, SpecialTokens = ["<s>", "</s>"] }));
        Assert.Equal("OH1522", small.Code);
        Assert.Contains("at least 6 tokens", small.Advice, StringComparison.Ordinal);
        foreach (var options in (UnigramTrainerOptions[])
            [
                new() { VocabularySize = 0 }, new() { SubIterations = 0 }, new() { ShrinkingFactor = 1 },
                new() { ShrinkingFactor = double.NaN }, new() { MaxPieceLength = 255 }, new() { SeedSize = 0 }, new() { Threads = 0 },
            ])
            Assert.Equal("OH1521", Assert.Throws<UsageException>(() => UnigramTrainer.Train(words, options)).Code);
    }

    private sealed class Listener(List<UnigramStep> steps, Action? then = null) : IProgress<UnigramStep>
    {
        public void Report(UnigramStep value)
        {
            steps.Add(value);
            then?.Invoke();
        }
    }
}
