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
    public void TokensInVainAreFound()
    {
        var found = Inspect(Unigram);
        Assert.Equal([("<unk>", 2)], found.Duplicates.Select(d => (d.Token, d.Ids.Count)));
        Assert.Equal(["<unk>", "AC"], found.NeverProduced.Select(found.Tokenizer.TokenOf));
        found = Inspect(Bpe);
        Assert.Equal(["CA"], found.NeverProduced.Select(found.Tokenizer.TokenOf));
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

    private TokenizerInspection Inspect(string json)
    {
        var path = folder["tokenizer.json"];
        File.WriteAllText(path, json);
        return TokenizerInspection.Of(path);
    }
}
