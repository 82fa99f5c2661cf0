using System.Text;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Data.Tests.Leakage;

public class MinimizersTests
{
    private static List<Minimizer> Find(string sequence, LeakageOptions options)
    {
        var found = new List<Minimizer>();
        new Minimizers(options).Find(Encoding.ASCII.GetBytes(sequence), found);
        return found;
    }

    // The definition: of every w neighbouring words the one with the smallest hash, of equal ones the last; a stretch with fewer words has
    // one.
    private static List<Minimizer> ByDefinition(string sequence, LeakageOptions options)
    {
        var (k, letters) = (options.EffectiveWordLength, options.Protein ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "ACGT");
        var found = new List<Minimizer>();
        for (var start = 0; start < sequence.Length;)
        {
            var end = start;
            while (end < sequence.Length && letters.Contains(sequence[end], StringComparison.Ordinal)) end++;
            var words = Enumerable.Range(start, Math.Max(0, end - start - k + 1)).Select(at => Word(sequence.Substring(at, k), at))
                .ToArray();
            for (var first = 0; first < words.Length && (first == 0 || first + options.Window <= words.Length); first++)
            {
                var smallest = words.Skip(first).Take(options.Window).Reverse().MinBy(m => m.Hash);
                if (found.Count == 0 || found[^1] != smallest) found.Add(smallest);
            }
            start = end + 1;
        }
        return found;

        Minimizer Word(string word, int at)
        {
            ulong Number(string s) =>
                s.Aggregate(0UL, (n, letter) => n << (options.Protein ? 5 : 2) | (uint)letters.IndexOf(letter, StringComparison.Ordinal));
            var (own, other) = (
                Number(word), options is { ReverseStrand: true, Protein: false } ? Number(Planted.Reverse(word)) : ulong.MaxValue);
            return new Minimizer(WordHashes.Mix(Math.Min(own, other)) | 1, at, other < own);
        }
    }

    [Theory]
    [InlineData(15, 8, false)]
    [InlineData(31, 1, false)]
    [InlineData(5, 255, false)]
    [InlineData(21, 2, false)]
    [InlineData(7, 13, false)]
    [InlineData(7, 8, true)]
    [InlineData(12, 5, true)]
    [InlineData(5, 1, true)]
    public void MinimizersAreThoseOfTheDefinition(int k, int w, bool protein)
    {
        var planted = new Planted(k * w);
        foreach (var bothStrands in new[] { true, false })
        {
            var options = new LeakageOptions { WordLength = k, Window = w, Protein = protein, ReverseStrand = bothStrands };
            string[] sequences =
            [
                "", "A", planted.Sequence(k), planted.Sequence(k + w - 1), planted.Sequence(k
                    + w), planted.Sequence(1700), new string('A', 1400), new string('N', 50),
                planted.Sequence(300, "ACGTACGTACGTACGTACGTACGTACGTACGTNRY-*"), string.Concat(
                    Enumerable.Repeat("ACGTT", 250)), string.Concat(Enumerable.Repeat("AT", 600)),
                planted.Sequence(600) + new string('T', 700) + planted.Sequence(600), "N" + planted.Sequence(530) + "N"
                    + planted.Sequence(k - 1) + "N" + planted.Sequence(k + 1), planted.Sequence(900, "AC"),
                planted.Sequence(1200, "ACDEFGHIKLMNPQRSTVWYX"),
            ];
            foreach (var sequence in sequences) Assert.Equal(ByDefinition(sequence, options), Find(sequence, options));
        }
    }

    [Fact]
    public void MinimizersOfBothStrandsAreTheSameWords()
    {
        var planted = new Planted(12);
        for (var i = 0; i < 50; i++)
        {
            var sequence = planted.Sequence(15 + planted.Next(200));
            HashSet<ulong> Hashes(string s) => [.. Find(s, new()).Select(m => m.Hash)];
            Assert.NotEmpty(Hashes(sequence));
            Assert.Equal(Hashes(sequence), Hashes(Planted.Reverse(sequence)));
        }
    }
}
