using System.Diagnostics;
using CsCheck;
using OmniHelix.Tokenizers.SentencePieces;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests.SentencePieces;

public class SentencePieceProcessorTests
{
    private static readonly SentencePiece Unknown = new("<unk>", 0, SentencePieceType.Unknown);
    private static readonly Gen<HashSet<string>> Texts = Gen.Char["AB"].Array[1, 4].Select(letters => new string(letters)).HashSet[1, 12];
    private static readonly SentencePieceNormalizerSpec Plain = new() { AddDummyPrefix = false, RemoveExtraWhitespaces = false };

    [Fact]
    public void UnigramFindsTheBestOfAllWays() =>
        Gen.Select(Texts, Gen.Char["ABC"].Array[0, 9], Gen.Int[0, 1 << 20])
            .Sample((texts, letters, seed) =>
            {
                var random = new Xoshiro256(seed);
                // Sums of such scores are exact, so that the best way is the same in any order of adding.
                SentencePiece[] pieces = [Unknown, .. texts.Select(text => new SentencePiece(text, -(1 + random.Next(1 << 12)) / 256f))];
                var text = new string(letters);
                var ids = Ids(Model(SentencePieceAlgorithm.Unigram, pieces), text, out var spans);
                var unknown = pieces.Skip(1).Min(piece => piece.Score) - 10;
                var sum = spans.Zip(ids, (span, id) => id == 0 ? unknown * span.Length : pieces[id].Score).Sum();
                Assert.Equal(Best(text, pieces, unknown), sum);
                Assert.Equal(text, string.Concat(spans.Select(span => text[span.Start..span.End])));
            }, iter: 1000);

    [Fact]
    public void BpeMergesAsItIsWrittenDown() =>
        Gen.Select(Texts, Gen.Char["ABC"].Array[0, 30])
            .Sample((texts, letters) =>
            {
                SentencePiece[] pieces = [Unknown, .. texts.Select((text, i) => new SentencePiece(text, -i / 3))];
                var text = new string(letters);
                Ids(Model(SentencePieceAlgorithm.Bpe, pieces), text, out var spans);
                Assert.Equal(Merged(text, pieces), spans.Select(span => text[span.Start..span.End]));
            }, iter: 1000);

    [Fact]
    public void PiecesNotToBeUsedAreTakenApartAgain()
    {
        SentencePiece[] pieces =
        [
            Unknown, new("A", -9), new("C", -9), new("G", -9), new("AC", -1, SentencePieceType.Unused),
            new("ACG", -2), new("ACGA", -3, SentencePieceType.Unused),
        ];
        Assert.Equal([5, 1, 1, 2], Ids(Model(SentencePieceAlgorithm.Bpe, pieces), "ACGAAC", out _));
        Assert.Equal([5, 1, 1, 2], Ids(Model(SentencePieceAlgorithm.Unigram, pieces), "ACGAAC", out _));
    }

    [Theory]
    [InlineData(SentencePieceAlgorithm.Unigram)]
    [InlineData(SentencePieceAlgorithm.Bpe)]
    [InlineData(SentencePieceAlgorithm.Char)]
    public void WhatTheUserDefinedIsFound(SentencePieceAlgorithm algorithm)
    {
        SentencePiece[] pieces =
        [
            Unknown, new("A", -1), new("T", -1), new("AT", -1.5f), new("TATA", 0, SentencePieceType.UserDefined),
        ];
        Assert.Equal(4, Ids(Model(algorithm, pieces), "ATATAT", out var spans)[1]);
        Assert.Equal(new TokenSpan(1, 5), spans[1]);
    }

    [Fact]
    public void UnknownTextBecomesBytesOfWhichTheLastCoversIt()
    {
        var processor = new SentencePieceProcessor(SentencePieceGolden.Model("bpe_byte_fallback"), "model");
        var tokens = new TokenBuffer();
        processor.Encode("TAG😀\uD800", 0, tokens);
        string[] names = [.. tokens.Ids.ToArray().Select(id => processor.Pieces[id].Text)];
        Assert.Equal(["▁TAG", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "<0xEF>", "<0xBF>", "<0xBD>"], names);
        Assert.Equal(
            [new(0, 3), new(3, 3), new(3, 3), new(3, 3), new(3, 5), new(5, 5), new(5, 5), new(5, 6)], tokens.Spans.ToArray());
        Assert.Equal("TAG😀\uFFFD", processor.Decode(names));
        // Each byte that is a part of no character stands for itself.
        Assert.Equal("\uFFFD\uFFFDTAG", processor.Decode(["<0xF0>", "<0x9F>", "TAG"]));
    }

    [Fact]
    public void TextIsDenormalized()
    {
        var model = SentencePieceGolden.Model("unigram_custom_rules");
        var rules = model.Normalizer with { AddDummyPrefix = false, RemoveExtraWhitespaces = false, EscapeWhitespaces = false };
        Assert.Equal("T C", new SentencePieceProcessor(model with { Denormalizer = rules }, "model").Decode(["▁u", "▁c"]));
    }

    [Theory]
    [InlineData("bpe_no_prefix")]
    [InlineData("unigram_identity")]
    [InlineData("unigram_nmt_nfkc")]
    [InlineData("word")]
    public void ASequenceOfAMillionLettersIsCutInASecondOrTwo(string name)
    {
        var random = new Xoshiro256(3);
        var text = string.Create(1_000_000, random, (letters, r) =>
        {
            foreach (ref var letter in letters) letter = "ACGT"[r.Next(4)];
        });
        var processor = new SentencePieceProcessor(SentencePieceGolden.Model(name), name);
        var tokens = new TokenBuffer();
        var watch = Stopwatch.StartNew();
        processor.Encode(text, 0, tokens);
        Assert.Equal(text.Length, tokens.Spans[^1].End);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    private static SentencePieceModel Model(SentencePieceAlgorithm algorithm, SentencePiece[] pieces) =>
        new() { Pieces = pieces, Trainer = new() { Algorithm = algorithm }, Normalizer = Plain };

    private static int[] Ids(SentencePieceModel model, string text, out TokenSpan[] spans)
    {
        var tokens = new TokenBuffer();
        new SentencePieceProcessor(model, "model").Encode(text, 0, tokens);
        spans = tokens.Spans.ToArray();
        return tokens.Ids.ToArray();
    }

    // Tries every way.
    private static float Best(string text, SentencePiece[] pieces, float unknown)
    {
        if (text.Length == 0) return 0;
        var known = pieces.Skip(1).Where(piece => text.StartsWith(piece.Text, StringComparison.Ordinal)).ToArray();
        var ways = known.Select(piece => piece.Score + Best(text[piece.Text.Length..], pieces, unknown));
        if (known.All(piece => piece.Text.Length > 1)) ways = ways.Append(unknown + Best(text[1..], pieces, unknown));
        return ways.Max();
    }

    private static List<string> Merged(string text, SentencePiece[] pieces)
    {
        var symbols = text.Select(letter => letter.ToString()).ToList();
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, symbols.Count - 1))
                .Select(at => (At: at, Piece: pieces.Skip(1).FirstOrDefault(piece => piece.Text == symbols[at] + symbols[at + 1])))
                .Where(pair => pair.Piece is not null)
                .OrderByDescending(pair => pair.Piece!.Score).ThenBy(pair => pair.At).Take(1).ToArray();
            if (best is not [var (at, _)]) break;
            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
        var tokens = new List<string>();
        var afterUnknown = false;
        foreach (var symbol in symbols)
        {
            var isUnknown = pieces.All(piece => piece.Text != symbol);
            // Unknown neighbours are one token.
            if (isUnknown && afterUnknown) tokens[^1] += symbol;
            else tokens.Add(symbol);
            afterUnknown = isUnknown;
        }
        return tokens;
    }
}
