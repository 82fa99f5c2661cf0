using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers.Tests.SentencePieces;

public class SentencePieceTokenizerTests
{
    [Fact]
    public void AModelAloneIsATokenizerWithoutSpecialTokens()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = Load(folder, "unigram_identity", file: "spiece.model");
        var special = tokenizer.Special;
        Assert.Equal((0, 1, 2, (int?)null), (special.Unknown, special.Bos, special.Eos, special.Pad));
        Assert.Equal((200, Molecule.Dna), (tokenizer.VocabularySize, tokenizer.Molecule));
        Assert.Equal(
            [
                "SentencePiece (name \"identity\", add_dummy_prefix true, remove_extra_whitespaces true, escape_whitespaces true)",
                "SentencePiece (model_type \"unigram\", byte_fallback false, treat_whitespace_as_suffix false)",
            ],
            tokenizer.Stages.Select(stage => stage.Description));
        var encoded = tokenizer.Tokenize("ACGT NACGT");
        Assert.Equal("ACGT \u2047 ACGT", tokenizer.Decode(encoded.Ids).Replace("  ", " "));
        Assert.Equal("ACGTNACGT", string.Concat(encoded.Spans.Select(span => "ACGT NACGT"[span.Start..span.End])).Replace(" ", ""));
    }

    [Fact]
    public void WhatIsSavedIsReadAsItWas()
    {
        using var folder = new TemporaryFolder();
        using var saved = new TemporaryFolder();
        Configure(folder, """{"tokenizer_class": "T5Tokenizer", "u2t": true, "model_max_length": 9, "extra": 1}""");
        var tokenizer = Load(folder, "bpe_byte_fallback");
        tokenizer.SavePretrained(saved.Path);
        var again = OmniTokenizer.FromPretrained(saved.Path);
        Assert.Equal(tokenizer.Tokenize("ACGU").Ids, again.Tokenize("ACGU").Ids);
        Assert.Equal(again.Tokenize("ACGT").Ids, again.Tokenize("ACGU").Ids);
        Assert.Equal((9, UracilPolicy.UToT, 400), (again.MaxLength, again.Uracil, again.VocabularySize));
        Assert.Contains("\"extra\": 1", File.ReadAllText(Path.Combine(saved.Path, "tokenizer_config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tokenizer_class": "T5Tokenizer"}""", "A</s>", "A</s>B</s>")]
    [InlineData("""{"tokenizer_class": "LlamaTokenizer"}""", "<s>A", "<s>A<s>B")]
    [InlineData("""{"tokenizer_class": "LlamaTokenizerFast", "add_eos_token": true}""", "<s>A</s>", "<s>A</s><s>B</s>")]
    [InlineData(
        """{"tokenizer_class": "AlbertTokenizer", "cls_token": "<cls>", "sep_token": "<sep>"}""", "<cls>A<sep>", "<cls>A<sep>B<sep>")]
    [InlineData("""{"add_eos_token": true}""", "A</s>", "A</s>B</s>")]
    [InlineData("{}", "A", "AB")]
    public void TheClassSaysWhatStandsAroundSequences(string config, string single, string pair)
    {
        using var folder = new TemporaryFolder();
        Configure(folder, config);
        var tokenizer = Load(folder, "unigram_custom_rules");
        Assert.Equal(single, Shown(tokenizer.Tokenize("ACGT")));
        Assert.Equal(pair, Shown(tokenizer.Tokenize("ACGT", "TATAAT")));

        string Shown(TokenizedSequence encoded)
        {
            var parts = encoded.Ids.Zip(
                encoded.Sequences, (id, sequence) => sequence switch { 0 => "A", 1 => "B", _ => tokenizer.TokenOf(id) });
            var distinct = new List<string>();
            foreach (var part in parts)
                if (part.Length > 1 || distinct.LastOrDefault() != part) distinct.Add(part);
            return string.Concat(distinct);
        }
    }

    [Fact]
    public void AddedTokensAreCutOutAndHaveTheIdsBehindThePieces()
    {
        using var folder = new TemporaryFolder();
        const string added = """ "added_tokens_decoder": {"2": {"content": "</s>"}} """;
        Configure(folder, $$"""{"tokenizer_class": "T5Tokenizer", "mask_token": "<mask>", {{added}}}""");
        File.WriteAllText(Path.Combine(folder.Path, "added_tokens.json"), """{"<mask>": 200}""");
        var tokenizer = Load(folder, "unigram_identity");
        Assert.Equal((201, 200), (tokenizer.VocabularySize, tokenizer.Special.Mask));
        var encoded = tokenizer.Tokenize("ACG<mask>ACG</s>");
        var at = Array.IndexOf(encoded.Ids, 200);
        Assert.Equal((3, 9), (encoded.Spans[at].Start, encoded.Spans[at].End));
        Assert.Equal([2, 2], encoded.Ids[^2..]);
        Assert.Equal(12, encoded.Spans[^3].End);
        Assert.Equal("ACG ACG", tokenizer.Decode(encoded.Ids, skipSpecialTokens: true));
    }

    [Theory]
    [InlineData("""{"<mask>": 7}""")]
    [InlineData("""{"<mask>": 300}""")]
    public void AddedTokensWithWrongIdsAreRefused(string added)
    {
        using var folder = new TemporaryFolder();
        Configure(folder, """{"tokenizer_class": "T5Tokenizer"}""");
        File.WriteAllText(Path.Combine(folder.Path, "added_tokens.json"), added);
        Assert.Equal("OH1506", Assert.Throws<OmniException>(() => Load(folder, "unigram_identity")).Code);
    }

    [Fact]
    public void AClassWithOtherIdsThanTheModelIsRefused()
    {
        using var folder = new TemporaryFolder();
        Configure(folder, """{"tokenizer_class": "XLMRobertaTokenizer"}""");
        Assert.Equal("OH1502", Assert.Throws<OmniException>(() => Load(folder, "unigram_identity")).Code);
    }

    private static OmniTokenizer Load(TemporaryFolder folder, string model, string file = "")
    {
        var path = Path.Combine(folder.Path, "spiece.model");
        File.WriteAllBytes(path, SentencePieceGolden.Bytes(model));
        return OmniTokenizer.FromPretrained(file.Length > 0 ? path : folder.Path);
    }

    private static void Configure(TemporaryFolder folder, string config) =>
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), config);
}
