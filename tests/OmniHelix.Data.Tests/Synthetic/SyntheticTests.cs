using OmniHelix.Data.Synthetic;
using OmniHelix.Data.Tests.Leakage;

namespace OmniHelix.Data.Tests.Synthetic;

public class SyntheticTests
{
    private static string[] Klets(string sequence, int k) =>
        [.. Enumerable.Range(0, Math.Max(0, sequence.Length - k + 1)).Select(i => sequence.Substring(i, k)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(1, "ACGT")]
    [InlineData(2, "ACGT")]
    [InlineData(3, "ACGTN")]
    [InlineData(5, "AC")]
    [InlineData(2, "ACDEFGHIKLMNPQRSTVWY")]
    public void AShuffleKeepsEveryKletCountAndTheEnds(int k, string alphabet)
    {
        var planted = new Planted(k);
        var shuffle = new KletShuffle(k);
        var random = new Xoshiro256(9);
        var changed = 0;
        for (var i = 0; i < 100; i++)
        {
            var sequence = planted.Sequence(1 + planted.Next(300), alphabet);
            var shuffled = shuffle.Next(sequence, random);
            Assert.Equal(Klets(sequence, k), Klets(shuffled, k));
            Assert.Equal(sequence.Length, shuffled.Length);
            if (sequence.Length >= k)
                Assert.Equal((sequence[..(k - 1)], sequence[^(k - 1)..]), (shuffled[..(k - 1)], shuffled[^(k - 1)..]));
            if (shuffled != sequence) changed++;
        }
        Assert.True(changed > 75);
    }

    [Fact]
    public void AllShufflesOfASequenceAreEquallyLikely()
    {
        // AACAGATA: the walks from A to A over the loops A, C, G, T in any order: 24 of them.
        var (shuffle, random) = (new KletShuffle(2), new Xoshiro256(3));
        var counts = Enumerable.Range(0, 24_000).Select(_ => shuffle.Next("AACAGATA", random)).CountBy(s => s).ToArray();
        Assert.Equal(24, counts.Length);
        // Chi-square with 23 degrees of freedom: 49.7 is exceeded once in a thousand.
        Assert.InRange(counts.Sum(c => Math.Pow(c.Value - 1000, 2) / 1000), 5, 49.7);
    }

    [Fact]
    public void BootstrapKeepsTheBlocks()
    {
        static string[] Blocks(string s) => [.. s.Chunk(3).Select(b => new string(b)).Order(StringComparer.Ordinal)];
        var sequence = new Planted(4).Sequence(300);
        var shuffled = new BlockBootstrap(3).Next(sequence, new Xoshiro256(1));
        Assert.NotEqual(sequence, shuffled);
        Assert.Equal(Blocks(sequence), Blocks(shuffled));
        Assert.Equal(11, new BlockBootstrap(4).Next("ACGTACGTACG", new Xoshiro256(1)).Length);
    }

    [Fact]
    public void FrequenciesAreThoseOfTheRule()
    {
        var weights = WordDistribution.Of(new string('A', 21), 2, "ACGT").Probabilities.ToDictionary();
        Assert.Equal(16, weights.Count);
        Assert.Equal((10 + 0.01) / 0.01, weights["AA"] / weights["CG"], 3);
        Assert.Equal(1, weights.Values.Sum(), 12);
    }

    [Fact]
    public void DrawnWordsFollowTheirWeightsAndTheLengthIsKept()
    {
        using var scratch = new TemporaryFolder();
        var distribution = WordDistribution.Read(scratch.Write("words.tsv", "# word weight\nAC\t3\nGT\t1\nTT\t0\n"));
        var sequence = distribution.Next(40_001, new Xoshiro256(2));
        Assert.Equal(40_001, sequence.Length);
        var words = sequence[..40_000].Chunk(2).CountBy(w => new string(w)).ToDictionary();
        Assert.Equal(["AC", "GT"], words.Keys.Order());
        Assert.InRange(words["AC"], 14_700, 15_300);
    }

    [Theory]
    [InlineData("", "OH1005")]
    [InlineData("AC\n", "OH1632")]
    [InlineData("AC 1\nACG 1\n", "OH1632")]
    [InlineData("AC 1\nAC 1\n", "OH1632")]
    [InlineData("AC -1\n", "OH1632")]
    [InlineData("AC nan\n", "OH1632")]
    [InlineData("A>C 1\n", "OH1632")]
    [InlineData("AC 0\n", "OH1632")]
    public void BadDistributionsAreRefused(string content, string code)
    {
        using var scratch = new TemporaryFolder();
        var error = Assert.ThrowsAny<OmniException>(() => WordDistribution.Read(scratch.Write("words.txt", content)));
        Assert.Equal(code, error.Code);
    }

    [Theory]
    [InlineData(SyntheticMethod.Frequency)]
    [InlineData(SyntheticMethod.Bootstrap)]
    [InlineData(SyntheticMethod.Shuffle)]
    public void TheSameSeedMakesTheSameSequenceWhateverWasMadeBefore(SyntheticMethod method)
    {
        var sequence = new Planted(6).Sequence(200);
        var letters = method == SyntheticMethod.Frequency ? "ACGT" : null;
        SyntheticSequences Maker(long seed) => new(new SyntheticOptions { Method = method, Alphabet = letters, Seed = seed });
        var maker = Maker(1);
        maker.Next("ACGTACGT", 3);
        Assert.Equal(Maker(1).Next(sequence, 7), maker.Next(sequence, 7));
        Assert.NotEqual(Maker(1).Next(sequence, 7), Maker(1).Next(sequence, 8));
        Assert.NotEqual(Maker(1).Next(sequence, 7), Maker(2).Next(sequence, 7));
        Assert.Equal(sequence.Length, maker.Next(sequence, 7).Length);
    }

    [Fact]
    public void SettingsThatDoNotFitAreRefused()
    {
        void Refused(SyntheticOptions options) =>
            Assert.Equal("OH1631", Assert.Throws<UsageException>(() => new SyntheticSequences(options).Next("ACG", 1)).Code);
        Refused(new SyntheticOptions { Method = SyntheticMethod.Shuffle, Block = 0 });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Bootstrap, Block = -1 });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Bootstrap, Length = 5 });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Shuffle, Alphabet = "ACGT" });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Distribution });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Frequency });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Frequency, Alphabet = "ACGT", Block = 4 });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Frequency, Alphabet = "ACGT", Block = 0 });
        Refused(new SyntheticOptions { Method = SyntheticMethod.Frequency, Alphabet = "ACGTN", Block = 13 });
    }
}
