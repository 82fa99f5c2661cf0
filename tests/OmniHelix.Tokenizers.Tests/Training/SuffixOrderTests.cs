using CsCheck;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class SuffixOrderTests
{
    [Fact]
    public void PositionsStandInTheOrderOfTheirStrings() => Gen.Select(TrainingWords.Random, Gen.Int[1, 40]).Sample((words, depth) =>
    {
        var text = TrainingWords.Text(words);
        var order = SuffixOrder.Sort(text, depth, TrainingWords.Threads(2));
        var runes = words.Distinct().SelectMany(w => w.EnumerateRunes().Select(r => r.Value).Append(0)).ToArray();
        Assert.Equal(Enumerable.Range(0, runes.Length).Where(i => runes[i] != 0), order.Positions.Order());
        int[][] strings = [.. order.Positions.Select(p => From(runes, p, depth))];
        for (var rank = 1; rank < strings.Length; rank++)
        {
            var (before, here) = (strings[rank - 1], strings[rank]);
            Assert.True(before.AsSpan().SequenceCompareTo(here) <= 0);
            var same = before.AsSpan().CommonPrefixLength(here);
            Assert.Equal(same == before.Length && same == here.Length ? depth : same, order.Shared[rank]);
        }
    });

    [Fact]
    public void TheOrderDoesNotDependOnThreads()
    {
        var text = TrainingWords.Text(
            TrainingWords.Sequence(200_000), new string('N', 100_000), TrainingWords.Sequence(50_000, "ACDEFGHIKLMNPQRSTVWY"));
        var one = SuffixOrder.Sort(text, 17, TrainingWords.Threads(1));
        var many = SuffixOrder.Sort(text, 17, TrainingWords.Threads(8));
        Assert.Equal(one.Positions, many.Positions);
        Assert.Equal(one.Shared, many.Shared);
    }

    [Fact]
    public void SymbolsAreNumberedByCodePointAndReadBack()
    {
        var text = TrainingWords.Text("基A🧬", "A\0A", "Aé");
        Assert.Equal(["A", "é", "基", "🧬"], Enumerable.Range(1, text.Symbols - 1).Select(text.Character));
        Assert.Equal("基A🧬", text.Slice(0, 3));
        Assert.Equal([3, 5, 7, 10], text.WordEnds);
        Assert.Equal([0, 4, 1, 1, 1], text.Occurrences);
    }

    // The characters from a position to the end of the word, which counts as one more.
    private static int[] From(int[] runes, int position, int depth)
    {
        var end = Array.IndexOf(runes, 0, position) + 1;
        return runes[position..Math.Min(end, position + depth)];
    }
}
