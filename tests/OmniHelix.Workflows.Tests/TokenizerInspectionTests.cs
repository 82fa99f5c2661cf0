using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Workflows.Tests;

/// <summary>What a tokenizer is found to be made of.</summary>
public sealed class TokenizerInspectionTests : IDisposable
{
    // <unk> stands there twice, and AC is less probable than A and C.
    private const string Unigram = """
        {
          "normalizer": {
            "type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]
          },
          "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": true},
          "decoder": null,
          "added_tokens": [{"id": 0, "content": "<unk>", "special": true}],
          "model": {
            "type": "Unigram", "unk_id": 1,
            "vocab": [["<unk>", 0], ["<unk>", 0], ["▁", -1], ["A", -1], ["C", -1.5], ["AC", -3], ["▁A", -1.75], ["CCC", -4]]
          }
        }
        """;

    private const string Bpe = """
        {"model": {"type": "BPE", "vocab": {"A": 0, "C": 1, "AC": 2, "CA": 3, "[UNK]": 4}, "merges": ["A C"], "unk_token": "[UNK]"}}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void StepsAreToldWithTheirSettings()
    {
        Assert.Equal(
            [
                ("normalizer", "Nmt, Replace (pattern Regex \" {2,}\", content \" \")"),
                ("pre-tokenizer", "Metaspace (replacement \"▁\", add_prefix_space true)"),
                ("model", "Unigram (unk_id 1)"),
                ("decoder", "none"),
            ],
            Inspect(Unigram).Tokenizer.Stages.Select(stage => (stage.Name, stage.Description)));
    }

    [Fact]
    public void FlagsThatGoBeforeTheFileAreShownAsTheyAreApplied()
    {
        File.WriteAllText(
            folder["tokenizer.json"],
            """
            {
              "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "lowercase": true},
              "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "A": 1, "a": 2}, "unk_token": "[UNK]"}
            }
            """);
        const string flags = """ "do_lower_case": false, "strip_accents": false, "tokenize_chinese_chars": false """;
        File.WriteAllText(folder["tokenizer_config.json"], $$"""{"tokenizer_class": "BertTokenizerFast",{{flags}}}""");
        var found = TokenizerInspection.Of(folder.Path);
        Assert.Equal("A", found.Tokenizer.TokenOf(Assert.Single(found.Tokenizer.Tokenize("A").Ids)));
        Assert.Equal(
            [
                "normalizer: BertNormalizer (clean_text true, handle_chinese_chars false, strip_accents false, lowercase false)",
                "pre-tokenizer: none", "model: WordPiece (unk_token \"[UNK]\")", "decoder: none",
            ],
            Steps(found));
        // Another class than BERT's does not look at them.
        File.WriteAllText(folder["tokenizer_config.json"], """{"tokenizer_class": "PreTrainedTokenizerFast", "do_lower_case": false}""");
        found = TokenizerInspection.Of(folder.Path);
        Assert.Equal("a", found.Tokenizer.TokenOf(Assert.Single(found.Tokenizer.Tokenize("A").Ids)));
        Assert.Equal("normalizer: BertNormalizer (clean_text true, handle_chinese_chars true, lowercase true)", Steps(found)[0]);
    }

    [Fact]
    public void StepsOfAVocabularyAreToldAsThoseOfATokenizerJson()
    {
        File.WriteAllLines(folder["vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##c"]);
        File.WriteAllText(folder["tokenizer_config.json"], """{"tokenizer_class": "BertTokenizer", "do_lower_case": true}""");
        Assert.Equal(
            [
                "normalizer: BertNormalizer (clean_text true, handle_chinese_chars true, lowercase true)",
                "pre-tokenizer: BertPreTokenizer",
                "model: WordPiece (unk_token \"[UNK]\", continuing_subword_prefix \"##\", max_input_chars_per_word 100)",
                "decoder: WordPiece (prefix \"##\", cleanup true)",
            ],
            Steps(TokenizerInspection.Of(folder.Path)));
    }

    [Fact]
    public void StepsOfBytePairsAreToldAsThoseOfATokenizerJson()
    {
        File.WriteAllText(folder["vocab.json"], """{"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "<mask>": 4, "A": 5}""");
        File.WriteAllText(folder["merges.txt"], "#version: 0.2\n");
        File.WriteAllText(folder["tokenizer_config.json"], """{"tokenizer_class": "RobertaTokenizer", "add_prefix_space": true}""");
        Assert.Equal(
            ["normalizer: none", "pre-tokenizer: ByteLevel (add_prefix_space true, use_regex true)", "model: BPE", "decoder: ByteLevel"],
            Steps(TokenizerInspection.Of(folder.Path)));
    }

    [Theory]
    [InlineData("DNATokenizer", "", "pre-tokenizer: words between blanks; model: DNATokenizer (k 3, stride 1, rest \"left out\")")]
    [InlineData("KmerTokenizer", ", \"k\": 3, \"stride\": 2", "model: KmerTokenizer (k 3, stride 2, rest \"left out\")")]
    [InlineData("OmniKmersTokenizer", ", \"k\": 3, \"overlap\": 1", "model: OmniKmersTokenizer (k 3, stride 2, rest \"shorter k-mers\")")]
    [InlineData("DnaTokenizer", ", \"codon\": true", "model: DnaTokenizer (k 3, stride 3, rest \"refused\")")]
    [InlineData("DnaTokenizer", "", "model: DnaTokenizer (k 1, stride 1)")]
    public void KmersAreToldWithTheirLengthAndStride(string name, string settings, string steps)
    {
        string[] special = name == "DNATokenizer"
            ? ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
            : ["<pad>", "<cls>", "<eos>", "<unk>", "<mask>"];
        File.WriteAllLines(folder["vocab.txt"], [.. special, "AAA", "AAC"]);
        File.WriteAllText(folder["tokenizer_config.json"], $$"""{"tokenizer_class": "{{name}}"{{settings}}}""");
        Assert.Equal(steps, string.Join("; ", Steps(TokenizerInspection.Of(folder.Path))));
    }

    [Fact]
    public void TokensInVainAreFound()
    {
        var found = Inspect(Unigram);
        Assert.Equal([("<unk>", 2)], found.Duplicates.Select(d => (d.Token, d.Ids.Count)));
        Assert.Equal(["<unk>", "AC"], found.NeverProduced.Select(found.Tokenizer.TokenOf));
        found = Inspect(Bpe);
        Assert.Equal(["CA"], found.NeverProduced.Select(found.Tokenizer.TokenOf));
    }

    [Fact]
    public void TokensOfOneIdAreFound()
    {
        const string words = """{"model": {"type": "WordLevel", "vocab": {"A": 0, "T": 1, "C": 0, "G": 0}, "unk_token": "T"}}""";
        var shared = Assert.Single(Inspect(words).Tokenizer.SharedIds);
        Assert.Equal(0, shared.Id);
        Assert.Equal(["A", "C", "G"], shared.Tokens);
        Assert.Empty(Inspect(Bpe).Tokenizer.SharedIds);
    }

    [Fact]
    public void LengthsAreThoseOfLettersWithoutMarksOfWords()
    {
        var found = Inspect(Unigram);
        Assert.Equal([(1, 3), (2, 1), (3, 1)], found.Lengths.Select(l => (l.Letters, l.Tokens)));
        Assert.Equal(["A", "C"], found.Alphabet);
        Assert.Equal(new ScoreRange(-4, (-1 - 1.5 - 3 - 1.75 - 4) / 5, -1), found.Scores);
        Assert.Null(Inspect(Bpe).Scores);
    }

    [Fact]
    public void TheTemplateShowsWhereTheSequencesStand()
    {
        var found = TokenizerInspection.Of("omnihelix-rna-1m");
        Assert.Equal("<cls> A <eos>", found.Template);
        Assert.Equal("<cls> A <eos> B <eos>", found.PairTemplate);
        Assert.Empty(found.NeverProduced);
        Assert.Contains(found.SpecialTokens, special => special is { Role: "mask_token", Token: "<mask>", Id: 23 });
    }

    private static string[] Steps(TokenizerInspection found) =>
        [.. found.Tokenizer.Stages.Select(stage => $"{stage.Name}: {stage.Description}")];

    private TokenizerInspection Inspect(string json)
    {
        var path = folder["tokenizer.json"];
        File.WriteAllText(path, json);
        return TokenizerInspection.Of(path);
    }
}
