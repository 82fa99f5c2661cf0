using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class WordLevelTrainerTests
{
    private static readonly WordCounts Words = Counts(("ATG", 5), ("[UNK]", 9), ("GCC", 5), ("\uFFFD", 1), ("😀", 1), ("TAA", 7));

    [Fact]
    public void TheMostFrequentWordsComeFirstAndEquallyFrequentOnesByCodePoint() =>
        Assert.Equal(
            ["[PAD]", "[UNK]", "TAA", "ATG", "GCC", "\uFFFD", "😀"],
            WordLevelTrainer.Train(Words, new WordLevelTrainerOptions { SpecialTokens = ["[PAD]", "[UNK]"] }));

    [Fact]
    public void SizeAndFrequencyLimitTheTokens()
    {
        Assert.Equal(["[UNK]", "TAA"], WordLevelTrainer.Train(Words, new WordLevelTrainerOptions { VocabularySize = 2 }));
        Assert.Equal(["[UNK]", "TAA"], WordLevelTrainer.Train(Words, new WordLevelTrainerOptions { MinFrequency = 6 }));
    }

    [Fact]
    public void AnEmptyCorpusAndWrongOptionsAreRefused()
    {
        Assert.Equal(
            "OH1530", Assert.Throws<OmniException>(() => WordLevelTrainer.Train(new WordCounts(), new WordLevelTrainerOptions())).Code);
        Assert.Equal(
            "OH1532",
            Assert.Throws<UsageException>(() => WordLevelTrainer.Train(Words, new WordLevelTrainerOptions { VocabularySize = 0 })).Code);
    }

    private static WordCounts Counts(params (string Word, long Count)[] words)
    {
        var counts = new WordCounts();
        foreach (var (word, count) in words) counts.Add(word, count);
        return counts;
    }
}
