using System.Text;
using CsCheck;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class WordCountsTests
{
    [Fact]
    public void WordsKeepTheOrderInWhichTheyWereSeen()
    {
        var counts = new WordCounts();
        foreach (var word in (string[])["TTA", "", "ACG", "TTA", "基因", "🧬", "TT", "TTA"]) counts.Add(word);
        counts.Add("ACG", 5_000_000_000);
        Assert.Equal(5, counts.Count);
        Assert.Equal(["TTA", "ACG", "基因", "🧬", "TT"], Words(counts).Select(w => w.Word));
        Assert.Equal([3, 5_000_000_001, 1, 1, 1], Words(counts).Select(w => w.Occurrences));
        Assert.Equal(5_000_000_007, counts.Total);
        Assert.Equal(18, counts.Bytes);
    }

    [Fact]
    public void CountsEqualThoseOfADictionary() => Gen.String[Gen.Char["ACGé因"], 0, 4].List[0, 400].Sample(words =>
    {
        var counts = new WordCounts();
        foreach (var word in words) counts.Add(word);
        var expected = words.Where(w => w.Length > 0).GroupBy(w => w).Select(g => (g.Key, (long)g.Count()));
        return expected.SequenceEqual(Words(counts));
    });

    [Fact]
    public void AnUnpairedSurrogateIsAReplacementCharacter()
    {
        var counts = new WordCounts();
        counts.Add("A\uD83EC");
        counts.Add("A\uFFFDC");
        Assert.Equal([("A\uFFFDC", 2L)], Words(counts));
    }

    [Fact]
    public void AWordMayBeAChromosome()
    {
        var chromosome = string.Create(20_000_000, 0, (letters, _) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = "ACGT"[(int)((uint)i * 2654435761 >> 30)];
        });
        var counts = new WordCounts();
        counts.Add(chromosome);
        counts.Add("ACGT");
        counts.Add(chromosome);
        Assert.Equal(2, counts.Occurrences(0));
        Assert.Equal(chromosome, Encoding.UTF8.GetString(counts.Utf8(0)));
        Assert.Equal(20_000_004, counts.Bytes);
    }

    [Fact]
    public void AWordOccursAtLeastOnce()
    {
        var counts = new WordCounts();
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Add("ACG", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Utf8(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.Occurrences(-1));
    }

    private static IEnumerable<(string Word, long Occurrences)> Words(WordCounts counts) =>
        Enumerable.Range(0, counts.Count).Select(w => (Encoding.UTF8.GetString(counts.Utf8(w)), counts.Occurrences(w)));
}
