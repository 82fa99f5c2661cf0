using System.Text.Json.Nodes;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Tokenizers.Tests;

public class TokenizerTrainingTests
{
    private static readonly string[] Bert = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    [Theory]
    [InlineData(TokenModel.Unigram)]
    [InlineData(TokenModel.Bpe)]
    [InlineData(TokenModel.WordPiece)]
    [InlineData(TokenModel.WordLevel)]
    public void WhatIsLearnedIsReadAgainAndGivesTheTextBack(TokenModel model)
    {
        var trained = Train(new TokenizerTrainingOptions { Model = model, VocabularySize = 60, SpecialTokens = Bert });
        using var folder = new TemporaryFolder();
        var file = folder.Write("tokens.json", trained.Json);
        var read = OmniTokenizer.FromPretrained(file);
        var whole = OmniTokenizer.FromPretrained(Saved(trained, folder));
        Assert.Equal(trained.Found, read.VocabularySize);
        foreach (var sequence in Corpus())
        {
            var got = read.Tokenize(sequence);
            Assert.Equal(trained.Tokenizer.Tokenize(sequence).Ids, got.Ids);
            Assert.Equal(got.Ids, whole.Tokenize(sequence).Ids);
            Assert.Equal(sequence, read.Decode(got.Ids, skipSpecialTokens: true));
            // The mark of a word's beginning stands for its first letter, beside the token that follows.
            if (read.TokenOf(got.Ids[0]) == "▁") continue;
            Assert.Equal(sequence, string.Concat(got.Spans.Where(span => !span.IsEmpty).Select(span => sequence[span.Start..span.End])));
        }
    }

    [Theory]
    [InlineData(TokenModel.Unigram, 2, PruningLoss.Reference, null, "no least frequency")]
    [InlineData(TokenModel.Bpe, 0, PruningLoss.Corrected, null, "only a Unigram model is pruned")]
    [InlineData(TokenModel.WordPiece, 0, PruningLoss.Corrected, null, "only a Unigram model is pruned")]
    [InlineData(TokenModel.WordLevel, 0, PruningLoss.Corrected, null, "only a Unigram model is pruned")]
    [InlineData(TokenModel.WordLevel, 0, PruningLoss.Reference, 5, "words have no longest length")]
    public void WhatAKindOfModelHasNoUseForIsRefused(TokenModel model, int least, PruningLoss loss, int? longest, string what)
    {
        var options = new TokenizerTrainingOptions { Model = model, MinFrequency = least, PruningLoss = loss, MaxTokenLength = longest };
        var error = Assert.Throws<UsageException>(() => new TokenizerTraining(options));
        Assert.Equal("OH1525", error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'<s>' is named 2 times", "<s>", "</s>", "<s>")]
    [InlineData("no letters", "<s>", "")]
    public void SpecialTokensAreNamedOnce(string what, params string[] special)
    {
        var error = Assert.Throws<UsageException>(() => new TokenizerTraining(new TokenizerTrainingOptions { SpecialTokens = special }));
        Assert.Equal("OH1525", error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDocumentHasTheLayoutThatOldLibrariesReadToo()
    {
        var document = JsonNode.Parse(Train(new TokenizerTrainingOptions { VocabularySize = 40 }).Json)!;
        Assert.Equal(
            ["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"],
            document.AsObject().Select(entry => entry.Key));
        Assert.Equal("""{"type":"Metaspace","replacement":"\u2581","add_prefix_space":true}""", document["pre_tokenizer"]!.ToJsonString());
        Assert.Equal(2, document["model"]!["unk_id"]!.GetValue<int>());
        Assert.Equal("<s>", document["model"]!["vocab"]![0]![0]!.GetValue<string>());
        var special = Train(new TokenizerTrainingOptions { VocabularySize = 40 }).Tokenizer.Special;
        Assert.Equal((0, 1, 2, 3, 4), (special.Bos, special.Eos, special.Unknown, special.Pad, special.Mask));
    }

    [Fact]
    public void NoTokenReachesOverACut()
    {
        var whole = Train(new TokenizerTrainingOptions { Model = TokenModel.Bpe, VocabularySize = 80 });
        var cut = Train(new TokenizerTrainingOptions { Model = TokenModel.Bpe, VocabularySize = 80, BreakSize = 3 });
        Assert.Contains(Tokens(whole.Tokenizer), token => token.Length > 3);
        Assert.DoesNotContain(Tokens(cut.Tokenizer), token => token.Length > 3);
    }

    [Fact]
    public void BothStrandsAreReadAndCaseIsFolded()
    {
        var training = new TokenizerTraining(new TokenizerTrainingOptions
        {
            Model = TokenModel.Bpe,
            VocabularySize = 20,
            BothStrands = true,
            Case = LetterCase.Upper,
            SpecialTokens = [],
        });
        training.Add("aacc");
        training.Add("AACC");
        Assert.Equal((2L, 16L), (training.Sequences, training.Characters));
        Assert.Superset(new HashSet<string> { "A", "C", "G", "T" }, Tokens(training.Train().Tokenizer).ToHashSet());
    }

    [Fact]
    public void ProteinsHaveNoOtherStrand()
    {
        var training = new TokenizerTraining(new TokenizerTrainingOptions { BothStrands = true });
        training.Add("ACGTN");
        var error = Assert.Throws<OmniException>(() => training.Add("MKL"));
        Assert.Equal(("OH1524", "sequence 2, letter 3"), (error.Code, error.Place));
    }

    [Fact]
    public void ACorpusThatYieldsFewerTokensSaysHowMany()
    {
        var trained = Train(new TokenizerTrainingOptions { VocabularySize = 100_000 });
        Assert.Equal(100_000, trained.Requested);
        Assert.InRange(trained.Found, 10, 99_999);
    }

    [Fact]
    public void AnEmptyCorpusIsRefused() =>
        Assert.Equal("OH1523", Assert.Throws<OmniException>(() => new TokenizerTraining(new()).Train()).Code);

    [Fact]
    public void TheCorrectedLossLearnsOtherTokens()
    {
        string[] Learned(PruningLoss loss) =>
            [.. Tokens(Train(new TokenizerTrainingOptions { VocabularySize = 60, PruningLoss = loss }).Tokenizer)];
        Assert.Equal(Learned(PruningLoss.Reference), Learned(PruningLoss.Reference));
        Assert.NotEqual(Learned(PruningLoss.Reference), Learned(PruningLoss.Corrected));
    }

    private static string Saved(TrainedTokenizer trained, TemporaryFolder folder)
    {
        var path = Path.Combine(folder.Path, "saved");
        trained.Tokenizer.SavePretrained(path);
        return path;
    }

    private static IEnumerable<string> Tokens(OmniTokenizer tokenizer) =>
        Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.IsSpecial(id)).Select(tokenizer.TokenOf);

    private static TrainedTokenizer Train(TokenizerTrainingOptions options)
    {
        var training = new TokenizerTraining(options);
        foreach (var sequence in Corpus()) training.Add(sequence);
        return training.Train();
    }

    private static IEnumerable<string> Corpus()
    {
        var random = new Xoshiro256(7);
        string[] motifs = ["TATAAT", "TTGACA", "GCGC", "AAAAA", "CCGGTACC"];
        return [.. Enumerable.Range(0, 40).Select(_ => string.Concat(
            Enumerable.Range(0, 12).Select(_ => random.Next(3) == 0 ? $"{"ACGT"[random.Next(4)]}" : motifs[random.Next(motifs.Length)])))];
    }
}
