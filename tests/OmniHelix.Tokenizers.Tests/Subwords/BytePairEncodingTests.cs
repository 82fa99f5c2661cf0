using CsCheck;
using OmniHelix.Tokenizers.Subwords;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests.Subwords;

public class BytePairEncodingTests
{
    private static readonly Gen<string> Text = Gen.Char["ACGT"].Array[1, 60].Select(letters => new string(letters));

    [Fact]
    public void TokensAreThoseOfMergingStepByStep() =>
        Gen.Select(Text.Array[1, 8], Gen.Int[5, 60], Text.Array[1, 10]).Sample((corpus, size, texts) =>
        {
            var (vocabulary, pairs) = Learn(corpus, size);
            var model = new BytePairEncoding(vocabulary, new MergeTable(pairs), new BpeSettings());
            foreach (var text in texts.Where(text => text.All(letter => vocabulary.IdOf($"{letter}") is not null)))
                Assert.Equal(Merged(text, vocabulary, pairs), Encoded(model, text));
        });

    // Hand-written lists need not have the order of training: parts may be learned after what they make.
    [Fact]
    public void AnyListOfMergesIsFollowed() =>
        Gen.Select(Gen.Int[0, 1000], Text.Array[1, 10]).Sample((seed, texts) =>
        {
            var (vocabulary, pairs) = Learn([string.Concat(texts)], 40);
            new Random(seed).Shuffle(pairs);
            var model = new BytePairEncoding(vocabulary, new MergeTable(pairs), new BpeSettings());
            foreach (var text in texts.Where(text => text.All(letter => vocabulary.IdOf($"{letter}") is not null)))
                Assert.Equal(Merged(text, vocabulary, pairs), Encoded(model, text));
        });

    [Fact]
    public void OneWordMayBeAMillionBases()
    {
        var random = new Xoshiro256(3);
        var genome = new string([.. Enumerable.Range(0, 1_000_000).Select(_ => "ACGT"[random.Next(4)])]);
        var (vocabulary, pairs) = Learn([genome[..20_000]], 300);
        var model = new BytePairEncoding(vocabulary, new MergeTable(pairs), new BpeSettings());
        var tokens = new TokenBuffer();
        model.Encode(genome, tokens);
        Assert.Equal(genome.Length, tokens.Spans[^1].End);
        var at = 0;
        foreach (var span in tokens.Spans)
        {
            Assert.Equal(at, span.Start);
            at = span.End;
        }
        // The same cut by merging, as it is where a letter is unknown.
        var merging = new BytePairEncoding(vocabulary, new MergeTable(pairs), new BpeSettings { Unknown = 0 });
        var others = new TokenBuffer();
        merging.Encode(genome + "N", others);
        Assert.Equal(tokens.Ids, others.Ids[..^1]);
    }

    [Theory]
    [InlineData(false, false, "0 4 4 0")]
    [InlineData(true, false, "0 4 0")]
    public void UnknownCharactersThatTouchMayBeOneToken(bool fuse, bool fallback, string expected)
    {
        var vocabulary = new SubwordVocabulary([("A", 0), ("C", 1), ("G", 2), ("T", 3), ("<unk>", 4)]);
        var settings = new BpeSettings { Unknown = 4, FuseUnknown = fuse, ByteFallback = fallback };
        Assert.Equal(expected, string.Join(' ', Encoded(new BytePairEncoding(vocabulary, new MergeTable([]), settings), "ANNA")));
    }

    [Fact]
    public void WithoutAnUnknownTokenCharactersAreLeftOutAndSpansKeepTheirPlace()
    {
        var vocabulary = new SubwordVocabulary([("A", 0), ("C", 1)]);
        var tokens = new TokenBuffer();
        new BytePairEncoding(vocabulary, new MergeTable([]), new BpeSettings()).Encode("ANC", tokens);
        Assert.Equal([new(0, 1), new(2, 3)], tokens.Spans);
    }

    private static (SubwordVocabulary Vocabulary, (int Left, int Right, int Product)[] Pairs) Learn(string[] corpus, int size)
    {
        var words = new WordCounts();
        foreach (var text in corpus) words.Add(text);
        var training = BpeTrainer.Train(words, new BpeTrainerOptions { VocabularySize = size });
        return (
            new SubwordVocabulary([.. training.Vocabulary.Select((token, id) => (token, id))]),
            [.. training.Merges.Select(merge => (merge.Left, merge.Right, merge.Token))]);
    }

    private static int[] Encoded(BytePairEncoding model, string text)
    {
        var tokens = new TokenBuffer();
        model.Encode(text, tokens);
        return tokens.Ids.ToArray();
    }

    // Of all neighbours those whose merge stands first in the list, from the left, until none merges.
    private static int[] Merged(string text, SubwordVocabulary vocabulary, (int Left, int Right, int Product)[] pairs)
    {
        var ids = text.Select(letter => vocabulary.IdOf($"{letter}")!.Value).ToList();
        while (true)
        {
            var best = (Rank: int.MaxValue, At: -1);
            for (var at = 0; at + 1 < ids.Count; at++)
            {
                var rank = Array.FindLastIndex(pairs, pair => pair.Left == ids[at] && pair.Right == ids[at + 1]);
                if (rank >= 0 && rank < best.Rank) best = (rank, at);
            }
            if (best.At < 0) return [.. ids];
            ids[best.At] = pairs[best.Rank].Product;
            ids.RemoveAt(best.At + 1);
        }
    }
}
