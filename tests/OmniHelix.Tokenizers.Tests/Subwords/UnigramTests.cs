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

    private static double Best(string text, string[] pieces, double[] scores) => text.Length == 0
        ? 0
        : pieces.Select((piece, id) => text.StartsWith(piece, StringComparison.Ordinal)
            ? scores[id] + Best(text[piece.Length..], pieces, scores)
            : double.NegativeInfinity).Max();
}
