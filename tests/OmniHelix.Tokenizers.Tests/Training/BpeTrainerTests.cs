using CsCheck;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class BpeTrainerTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Letters("AB", 40),
        Letters("ACGT", 60),
        Gen.Select(Letters("AB", 3), Gen.Int[1, 20], (unit, times) => string.Concat(Enumerable.Repeat(unit, times))));

    [Fact]
    public void RandomWordsGiveTheTokensAndMergesOfTheOracle() =>
        Gen.Select(Word.Array[1, 12], Gen.Int[2, 120], Gen.Int[0, 3], Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 9].Select(n => (int?)n)))
            .Sample((corpus, size, least, length) =>
            {
                var options = new BpeTrainerOptions
                {
                    VocabularySize = size,
                    MinFrequency = least,
                    MaxTokenLength = length,
                    SpecialTokens = ["<s>", "ABA", "B"],
                };
                var (vocabulary, merges) = BpeOracle.Train(corpus, options);
                var training = BpeTrainer.Train(Words(corpus), options);
                Assert.Equal(vocabulary, training.Vocabulary);
                Assert.Equal(merges, Merges(training));
            }, iter: 200);

    [Theory]
    [InlineData("AB", 1)]
    [InlineData("ACGT", 1)]
    [InlineData("ACGT", 5)]
    public void TheResultDoesNotDependOnThreads(string letters, int share)
    {
        // Long runs of one letter and of two have no place where two threads could part.
        var random = new Xoshiro256(7);
        var text = string.Concat(Enumerable.Range(0, 40_000).Select(_ =>
            string.Concat(Enumerable.Repeat(letters[..(1 + random.Next(letters.Length))], 1 + random.Next(4) * random.Next(share + 1)))));
        var words = Words([text, text[..100_000], "GATTACA"]);
        var trainings = new[] { 1, 2, 3, 8 }.Select(threads =>
            BpeTrainer.Train(words, new BpeTrainerOptions { VocabularySize = 600, Threads = threads })).ToArray();
        Assert.Equal(600, trainings[0].Vocabulary.Count);
        foreach (var training in trainings[1..])
        {
            Assert.Equal(trainings[0].Vocabulary, training.Vocabulary);
            Assert.Equal(trainings[0].Merges, training.Merges);
        }
    }

    [Fact]
    public void AWordOfMillionsOfLettersIsMergedInTimeThatGrowsWithIt()
    {
        var word = new string('A', 5_000_000) + "C";
        var training = BpeTrainer.Train(Words([word]), new BpeTrainerOptions { VocabularySize = 1000 });
        Assert.Equal(BpeStop.NothingToMerge, training.Stop);
        Assert.Equal(5_000_001, training.Characters);
        Assert.Equal(1, training.Tokens);
        Assert.Equal(word, training.Vocabulary[^1]);
    }

    [Fact]
    public void WordsCountAsOftenAsTheyOccur()
    {
        var words = new WordCounts();
        words.Add("AC", 3_000_000_000);
        words.Add("GT", 2_999_999_999);
        words.Add("GTGT");
        var training = BpeTrainer.Train(words, new BpeTrainerOptions { VocabularySize = 6 });
        Assert.Equal(["A", "C", "G", "T", "GT", "AC"], training.Vocabulary);
        Assert.Equal([3_000_000_001, 3_000_000_000], training.Merges.Select(merge => merge.Frequency));
        Assert.Equal(12_000_000_002, training.Characters);
        Assert.Equal(6_000_000_001, training.Tokens);
        Assert.Equal(6_000_000_000, training.Words);
    }

    [Fact]
    public void WhyThereAreFewerTokensIsTold()
    {
        var training = BpeTrainer.Train(Words(["ACAC", "AC", "GT"]), new BpeTrainerOptions { VocabularySize = 100, MinFrequency = 2 });
        Assert.Equal(["A", "C", "G", "T", "AC"], training.Vocabulary);
        Assert.Equal((100, BpeStop.BelowMinFrequency), (training.Requested, training.Stop));
        Assert.Equal(BpeStop.NothingToMerge, BpeTrainer.Train(Words(["ACAC"]), new BpeTrainerOptions()).Stop);
        Assert.Equal(BpeStop.VocabularyFull, BpeTrainer.Train(Words(["ACAC"]), new BpeTrainerOptions { VocabularySize = 1 }).Stop);
    }

    [Fact]
    public void CharactersOutsideTheLimitedAlphabetAreLeftOut()
    {
        var options = new BpeTrainerOptions { LimitAlphabet = 3, InitialAlphabet = [new('Z')], VocabularySize = 4 };
        var training = BpeTrainer.Train(Words(["AXC", "AC", "A😀C", "U"]), options);
        Assert.Equal(["A", "C", "Z", "AC"], training.Vocabulary);
        Assert.Equal(6, training.Characters);
        Assert.Equal(3, training.Tokens);
    }

    [Fact]
    public void WordsThatHoldTheTextOfAnAffixAreTrainedOn()
    {
        string[] corpus = ["##A", "A##A", "#####", "A</w>", "aA</w>", "##</w>"];
        var training = BpeTrainer.Train(
            Words([.. corpus, .. corpus]), new BpeTrainerOptions { ContinuingSubwordPrefix = "##", EndOfWordSuffix = "</w>" });
        Assert.Distinct(training.Vocabulary);
        Assert.Equal(BpeStop.NothingToMerge, training.Stop);
    }

    [Fact]
    public void AnEmptyCorpusIsRefused() =>
        Assert.Equal("OH1530", Assert.Throws<OmniException>(() => BpeTrainer.Train(Words([""]), new BpeTrainerOptions())).Code);

    public static TheoryData<BpeTrainerOptions> OutOfRange =>
    [
        new BpeTrainerOptions { VocabularySize = 0 },
        new BpeTrainerOptions { MinFrequency = -1 },
        new BpeTrainerOptions { LimitAlphabet = 0 },
        new BpeTrainerOptions { MaxTokenLength = 0 },
        new BpeTrainerOptions { Threads = 0 },
    ];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void OptionsOutOfRangeAreRefused(BpeTrainerOptions options) =>
        Assert.Equal("OH1532", Assert.Throws<UsageException>(() => BpeTrainer.Train(Words(["A"]), options)).Code);

    [Fact]
    public void ProgressIsToldAndTrainingStopsWhenAsked()
    {
        using var source = new CancellationTokenSource();
        List<BpeProgress> told = [];
        var progress = new AtOnce<BpeProgress>(now =>
        {
            told.Add(now);
            if (told.Count == 2) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(
            () => BpeTrainer.Train(Words(["ACGTACGT"]), new BpeTrainerOptions { VocabularySize = 9 }, progress, source.Token));
        Assert.Equal([new BpeProgress(5, 9, 2), new BpeProgress(6, 9, 2)], told);
    }

    private static Gen<string> Letters(string alphabet, int most) =>
        Gen.Char[alphabet].Array[1, most].Select(letters => new string(letters));

    private static WordCounts Words(string[] corpus)
    {
        var words = new WordCounts();
        foreach (var word in corpus) words.Add(word);
        return words;
    }

    private static IEnumerable<string> Merges(BpeTraining training) =>
        training.Merges.Select(merge => $"{training.Vocabulary[merge.Left]} {training.Vocabulary[merge.Right]}");
}
