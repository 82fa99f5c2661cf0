using CsCheck;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Training;

public class UnigramSeedsTests
{
    [Fact]
    public void SeedsAreThoseOfAFullEnumeration() => Gen.Select(
        TrainingWords.Random, Gen.Int[1, 20], Gen.Int[1, 60]).Sample((words, length, most) =>
    {
        var pieces = UnigramSeeds.Find(TrainingWords.Text(words), length, most, TrainingWords.Threads(2));
        var expected = Enumerate(words, length, most);
        Assert.Equal(expected.Select(p => p.Piece), pieces.InOrder().Select(p => Name(pieces, p)));
        var sum = Math.Log(expected.Sum(p => p.Value));
        foreach (var (piece, seed) in pieces.InOrder().Zip(expected))
            Assert.Equal(Math.Log(seed.Value) - sum, pieces.All[piece].Score, 1e-12);
    });

    [Fact]
    public void PositionsAndPiecesKnowTheLongestPieceThere() => Gen.Select(TrainingWords.Random, Gen.Int[2, 60]).Sample((words, most) =>
    {
        var pieces = UnigramSeeds.Find(TrainingWords.Text(words), 16, most, TrainingWords.Threads(1));
        CheckLinks(words, pieces);
        // Of the rest, whatever is dropped, single characters too.
        var kept = new bool[pieces.Count];
        for (var piece = 1; piece < kept.Length; piece++) kept[piece] = piece * 7919 % 3 != 0;
        var names = Enumerable.Range(1, pieces.Count - 1).Where(p => kept[p]).Select(p => Name(pieces, p)).ToList();
        pieces.Keep(kept, TrainingWords.Threads(2));
        Assert.Equal(names, Enumerable.Range(1, pieces.Count - 1).Select(p => Name(pieces, p)));
        CheckLinks(words, pieces);
    });

    private static void CheckLinks(List<string> words, UnigramPieces pieces)
    {
        var names = Enumerable.Range(1, pieces.Count - 1).ToDictionary(p => Name(pieces, p));
        int Longest(string text, int below) => Enumerable.Range(1, Math.Min(16, text.Length)).Reverse().Where(n => n < below)
            .Select(n => names.GetValueOrDefault(text[..n])).FirstOrDefault(p => p != 0);

        // One char a symbol, so that positions are those of the pieces.
        if (words.Any(w => w.Any(char.IsSurrogate))) return;
        foreach (var (name, piece) in names)
            if (name.Length > 1) Assert.Equal(Longest(name, name.Length), pieces.All[piece].Prefix);
        var position = 0;
        foreach (var word in words.Distinct())
        {
            for (var i = 0; i < word.Length; i++) Assert.Equal(Longest(word[i..], int.MaxValue), pieces.Longest[position++]);
            position++;
        }
    }

    private static List<(string Piece, long Value)> Enumerate(List<string> words, int length, int most)
    {
        var characters = words.SelectMany(w => w.EnumerateRunes()).GroupBy(r => r)
            .OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).Select(g => (g.Key.ToString(), (long)g.Count())).ToList();
        var unique = words.Distinct().Select(w => w.EnumerateRunes().Select(r => r.Value).Append(0).ToArray()).ToList();
        var repeats = from word in unique
                      from start in Enumerable.Range(0, word.Length)
                      from end in Enumerable.Range(start + 2, Math.Max(0, Math.Min(length, word.Length - 1 - start) - 1))
                      group word[end] by new Key(word[start..end]) into followers
                      where followers.Distinct().Count() > 1
                      let value = (long)followers.Count() * followers.Key.Runes.Length
                      orderby value descending, followers.Key descending
                      select (followers.Key.ToString(), value);
        return [.. characters, .. repeats.Take(Math.Max(0, most - characters.Count))];
    }

    private static string Name(UnigramPieces pieces, int piece) => pieces.Text.Slice(pieces.All[piece].Start, pieces.All[piece].Length);

    private sealed class Key(int[] runes) : IComparable<Key>, IEquatable<Key>
    {
        public int[] Runes => runes;

        public int CompareTo(Key? other) => runes.AsSpan().SequenceCompareTo(other!.Runes);

        public bool Equals(Key? other) => CompareTo(other) == 0;

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => runes.Aggregate(17, (hash, rune) => hash * 31 + rune);

        public override string ToString() => string.Concat(runes.Select(r => new System.Text.Rune(r)));
    }
}
