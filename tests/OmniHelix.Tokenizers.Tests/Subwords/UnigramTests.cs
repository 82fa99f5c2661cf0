using CsCheck;
using OmniHelix.Tokenizers.Subwords;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests.Subwords;

public class UnigramTests
{
    [Fact]
    public void OfAllWaysTheMostProbableIsTaken() =>
        Gen.Select(Gen.Double[-6, -1].Array[12], Gen.Char["AC"].Array[1, 12]).Sample((scores, letters) =>
        {
            string[] pieces = ["A", "C", "AA", "AC", "CA", "CC", "AAA", "ACA", "CAC", "CCC", "ACAC", "CACA"];
            var model = new Unigram([.. pieces.Zip(scores)], null, byteFallback: false);
            var tokens = new TokenBuffer();
            var text = new string(letters);
            model.Encode(text, tokens);
            Assert.Equal(text, string.Concat(tokens.Ids.ToArray().Select(id => pieces[id])));
            Assert.Equal(Best(text, pieces, scores), tokens.Ids.ToArray().Sum(id => scores[id]), 9);
        });

    [Fact]
    public void OfEqualWaysTheOneWhoseLastTokenBeginsFirstIsTaken()
    {
        var model = new Unigram([("A", -1), ("AA", -2), ("AAA", -3)], null, byteFallback: false);
        var tokens = new TokenBuffer();
        model.Encode("AAA", tokens);
        Assert.Equal([2], tokens.Ids);
    }

    [Fact]
    public void WhatNoTokenCoversIsOneUnknownTokenForNeighbours()
    {
        var model = new Unigram([("<unk>", 0), ("A", -1)], 0, byteFallback: false);
        var tokens = new TokenBuffer();
        model.Encode("ANNNA🧬", tokens);
        Assert.Equal([1, 0, 1, 0], tokens.Ids);
        Assert.Equal([new(0, 1), new(1, 4), new(4, 5), new(5, 7)], tokens.Spans);
    }

    [Fact]
    public void WithoutAnUnknownTokenSuchTextIsRefused()
    {
        var model = new Unigram([("A", -1)], null, byteFallback: false);
        Assert.Equal("OH1514", Assert.Throws<OmniException>(() => model.Encode("AN", new TokenBuffer())).Code);
    }

    [Fact]
    public void ATextOfMillionsOfLettersIsCutAsInOnePass()
    {
        string[] pieces = ["N", "A", "C", "G", "T", "AC", "CGT", "TTA", "GATTACA", "🧬", "TG"];
        double[] scores = [-9, -2.1, -2.2, -2.3, -2.4, -3.1, -4.2, -4.3, -7.7, -6, -3.3];
        var random = new Random(5);
        var letters = Enumerable.Range(0, 2_300_000).Select(_ => random.Next(200) == 0 ? "🧬" : "ACGTN"[random.Next(5)].ToString());
        var text = string.Concat(letters);
        var tokens = new TokenBuffer();
        new Unigram([.. pieces.Zip(scores)], null, byteFallback: false).Encode(text, tokens);
        var expected = InOnePass(text, pieces, scores);
        Assert.Equal(expected.Count, tokens.Count);
        Assert.True(expected.SequenceEqual(tokens.Spans.ToArray().Select(span => (span.Start, span.End))));
        Assert.True(tokens.Ids.ToArray().Zip(expected).All(pair => text.AsSpan()[pair.Second.Start..pair.Second.End] is var covered
            && covered.SequenceEqual(pieces[pair.First])));
    }

    [Fact]
    public void SumsThatOverflowGiveTheUnknownToken()
    {
        var tokens = new TokenBuffer();
        new Unigram([("<unk>", 0), ("A", -1e308), ("C", -1e308)], 0, byteFallback: false).Encode("ACAC", tokens);
        Assert.Equal([1, 0], tokens.Ids.ToArray());
        Assert.Equal(new TokenSpan(1, 4), tokens.Spans[1]);
    }

    [Fact]
    public void HalvesOfCharactersAreLackingLikeOthers()
    {
        var tokens = new TokenBuffer();
        new Unigram([("<unk>", 0), ("A", -1), ("🧬", -2)], 0, byteFallback: false).Encode("A\uD83EA🧬\uDDECA", tokens);
        Assert.Equal([1, 0, 1, 2, 0, 1], tokens.Ids.ToArray());
        Assert.Equal([(0, 1), (1, 2), (2, 3), (3, 5), (5, 6), (6, 7)], tokens.Spans.ToArray().Select(span => (span.Start, span.End)));
    }

    [Theory]
    [InlineData(2_500_000, 0)]
    [InlineData(2_500_001, 1)]
    public void WaysThatNeverComeTogetherAreFollowedToTheEnd(int length, int single)
    {
        // The ways to even and to odd letters share no token.
        var tokens = new TokenBuffer();
        new Unigram([("A", -5), ("AA", -1)], null, byteFallback: false).Encode(new string('A', length), tokens);
        Assert.Equal((single + length / 2, single), (tokens.Count, tokens.Ids.Count(0)));
        Assert.Equal(new TokenSpan(length - 2, length), tokens.Spans[^1]);
    }

    private static List<(int Start, int End)> InOnePass(string text, string[] pieces, double[] scores)
    {
        var best = new double[text.Length + 1];
        var from = new int[text.Length + 1];
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (var start = 0; start < text.Length; start++)
            for (var id = 0; id < pieces.Length; id++)
            {
                if (!text.AsSpan(start).StartsWith(pieces[id])) continue;
                var end = start + pieces[id].Length;
                if (best[start] + scores[id] <= best[end]) continue;
                best[end] = best[start] + scores[id];
                from[end] = start;
            }
        var spans = new List<(int, int)>();
        for (var end = text.Length; end > 0; end = from[end]) spans.Add((from[end], end));
        spans.Reverse();
        return spans;
    }

    private static double Best(string text, string[] pieces, double[] scores) => text.Length == 0
        ? 0
        : pieces.Select((piece, id) => text.StartsWith(piece, StringComparison.Ordinal)
            ? scores[id] + Best(text[piece.Length..], pieces, scores)
            : double.NegativeInfinity).Max();
}
