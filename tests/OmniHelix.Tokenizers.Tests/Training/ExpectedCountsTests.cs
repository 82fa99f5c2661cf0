using CsCheck;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class ExpectedCountsTests
{
    [Fact]
    public void CountsEqualThoseOfAllSegmentations() => Gen.Select(
        Gen.String[Gen.Char["ACG"], 1, 9].List[1, 8], Gen.Int[2, 30]).Sample((words, most) =>
    {
        var pieces = Seeds(words, most, dropped: 5);
        var expected = new double[pieces.Count];
        var (begin, probabilities) = (0, pieces.Probabilities());
        for (var word = 0; word < pieces.Text.WordEnds.Length; word++)
        {
            var segmentations = Segmentations(pieces, begin, pieces.Text.WordEnds[word]).ToList();
            double Probability(List<int> parts) => parts.Aggregate(1.0, (product, part) => product * probabilities[part].Weight);
            var total = segmentations.Sum(Probability);
            foreach (var parts in segmentations)
                foreach (var part in parts) expected[part] += pieces.Text.WordOccurrences[word] * Probability(parts) / total;
            begin = pieces.Text.WordEnds[word] + 1;
        }
        var counts = new ExpectedCounts(pieces, TrainingWords.Threads(2)).Count();
        for (var piece = 0; piece < expected.Length; piece++) Assert.Equal(expected[piece], counts[piece], 1e-9);
    });

    [Fact]
    public void TheBestSegmentationIsTheMostProbable() => Gen.Select(
        Gen.String[Gen.Char["ACG"], 1, 9].List[1, 8], Gen.Int[2, 30]).Sample((words, most) =>
    {
        var pieces = Seeds(words, most, dropped: 5);
        var scores = pieces.Scores();
        var (begin, best) = (0, 0.0);
        for (var word = 0; word < pieces.Text.WordEnds.Length; word++)
        {
            best += pieces.Text.WordOccurrences[word]
                * Segmentations(pieces, begin, pieces.Text.WordEnds[word]).Max(parts => parts.Sum(part => scores[part].Weight));
            begin = pieces.Text.WordEnds[word] + 1;
        }
        var counts = BestSegmentations.Count(pieces, scores, TrainingWords.Threads(2));
        Assert.Equal(best, counts.Select((count, piece) => count * scores[piece].Weight).Sum(), 1e-9);
        Assert.Equal(
            pieces.Text.Occurrences.Sum(), counts.Select((count, piece) => count * scores[piece].Length).Sum());
    });

    public static TheoryData<string> LongWords() =>
    [
        TrainingWords.Sequence(300_000),
        new string('N', 300_000),
        string.Concat(Enumerable.Repeat("ACGTTGCATTAGCCA", 20_000)),
        TrainingWords.Sequence(140_000) + string.Concat(Enumerable.Repeat("TTAGGG", 30_000)) + TrainingWords.Sequence(7_000),
    ];

    // Where a long word is cut for the threads, segmentations of repeats may not agree with what came before for very long.
    [Theory]
    [MemberData(nameof(LongWords))]
    public void PartsOfAWordAreCountedAsTheWhole(string word)
    {
        var pieces = Seeds([word], 20_000, dropped: 11);
        var counts = new ExpectedCounts(pieces, TrainingWords.Threads(2));
        for (var round = 0; round < 3; round++)
        {
            var expected = new double[pieces.Count];
            var sweep = new ForwardBackward(pieces.Probabilities(), pieces.LongestLength);
            var longest = pieces.Longest[..word.Length];
            sweep.Forward(longest, [1]);
            sweep.Backward(longest, [1], 1, expected);
            var got = counts.Count();
            var kept = new bool[expected.Length];
            for (var piece = 0; piece < expected.Length; piece++)
            {
                Assert.Equal(expected[piece], got[piece], 1e-8 * Math.Max(1, expected[piece]));
                kept[piece] = expected[piece] >= 0.5;
                pieces.All[piece].Score = Math.Log(expected[piece] / word.Length);
            }
            pieces.Keep(kept, TrainingWords.Threads(1));
        }
    }

    // The series, which is that of the reference, is good to 6e-11.
    [Theory]
    [InlineData(0.5, -1.9635100260214235)]
    [InlineData(1, -0.5772156649015329)]
    [InlineData(7.25, 1.910453526883736)]
    [InlineData(1e9, 20.723265836446412)]
    public void DigammaHasItsKnownValues(double x, double expected) => Assert.Equal(expected, Digamma.Of(x), 6e-11);

    /// <summary>Seeds without some of them, characters among these.</summary>
    private static UnigramPieces Seeds(List<string> words, int most, int dropped)
    {
        var pieces = UnigramSeeds.Find(TrainingWords.Text(words), 16, most, TrainingWords.Threads(1));
        var kept = new bool[pieces.Count];
        for (var piece = 1; piece < kept.Length; piece++) kept[piece] = kept.Length < 3 || piece % dropped != dropped - 1;
        pieces.Keep(kept, TrainingWords.Threads(1));
        return pieces;
    }

    private static IEnumerable<List<int>> Segmentations(UnigramPieces pieces, int from, int end)
    {
        if (from == end) return [[]];
        var links = pieces.Scores();
        var found = new List<List<int>>();
        for (var piece = pieces.Longest[from]; ; piece = links[piece].Prefix)
        {
            foreach (var rest in Segmentations(pieces, from + links[piece].Length, end)) found.Add([piece, .. rest]);
            if (links[piece].Length == 1) return found;
        }
    }
}
