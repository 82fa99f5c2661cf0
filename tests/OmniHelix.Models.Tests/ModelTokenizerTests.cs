using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models.Tests;

public class ModelTokenizerTests
{
    private const string Roles = """
        {"cls_token":"<cls>","pad_token":"<pad>","eos_token":"<eos>","unk_token":"<unk>","mask_token":"<mask>"}
        """;

    [Theory]
    [InlineData("ACGTN", UracilPolicy.UToT, "ACGU", "ACGT")]
    [InlineData("ACGUN", UracilPolicy.TToU, "ACGT", "ACGU")]
    [InlineData("ACGTUN", UracilPolicy.None, "ACGU", "ACGU")]
    [InlineData("ACDEFGHIKLMNPQRSTVWY", UracilPolicy.None, "ACGT", "ACGT")]
    public void OfTAndUTheLetterThatTheVocabularyLacksIsReadAsTheOther(string letters, UracilPolicy expected, string given, string read)
    {
        using var folder = new TemporaryFolder();
        Write(folder, letters);
        var tokenizer = ModelTokenizer.Open(folder.Path);
        Assert.Equal(expected, tokenizer.Uracil);
        var ids = tokenizer.Tokenize(given).Ids;
        Assert.Equal(read.Select(letter => tokenizer.IdOf($"{letter}")!.Value), ids[1..^1]);
        // The library reads the folder as the public ones do.
        Assert.Equal(UracilPolicy.None, OmniTokenizer.FromPretrained(folder.Path).Uracil);
    }

    [Fact]
    public void WhatIsSaidGoesBeforeAndIsKeptWithTheModel()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "ACGTN");
        Assert.Equal(
            UracilPolicy.TToU, ModelTokenizer.Open(folder.Path, new TokenizerOptions { Uracil = UracilPolicy.TToU }).Uracil);
        ModelTokenizer.Open(folder.Path).SavePretrained(folder["saved"]);
        Assert.Equal(UracilPolicy.UToT, OmniTokenizer.FromPretrained(folder["saved"]).Uracil);
    }

    [Fact]
    public void WhereTheVocabularyTellsNothingThePublishedModelOfTheseSizesDoes()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        Assert.Equal((Molecule.Unknown, UracilPolicy.None), Read());
        Configure("4096");
        Assert.Equal((Molecule.Dna, UracilPolicy.UToT), Read());
        Configure("31");
        Assert.Equal((Molecule.Unknown, UracilPolicy.None), Read());
        // What is wrong with a configuration is told when the model is opened.
        Configure("\"many\"");
        Assert.Equal((Molecule.Unknown, UracilPolicy.None), Read());

        void Configure(string vocabulary) => folder.Write("config.json", $$"""
            {"model_type":"bert","alibi_starting_size":512,"vocab_size":{{vocabulary}},"hidden_size":768,"num_hidden_layers":12,
             "num_attention_heads":12,"intermediate_size":3072}
            """);

        (Molecule, UracilPolicy) Read()
        {
            var tokenizer = ModelTokenizer.Open(folder.Path);
            return (tokenizer.Molecule, tokenizer.Uracil);
        }
    }

    [Fact]
    public void WordsThatAreKmersAndLowerCaseAreReadAsTheModelReadsThem()
    {
        using var folder = new TemporaryFolder();
        var kmers = "ATCG".SelectMany(a => "ATCG".Select(b => $"{a}{b}"));
        File.WriteAllLines(folder["vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. kmers]);
        folder.Write("tokenizer_config.json", """{"tokenizer_class":"BertTokenizer","do_lower_case":false}""");
        // Without a model it is a tokenizer of words; a file is read as it is.
        Assert.Equal("[CLS] [UNK] [SEP]", Read(ModelTokenizer.OpenAlone(folder.Path)));
        folder.Write("config.json", """{"model_type":"bert"}""");
        Assert.Equal("[CLS] AC CG GT [SEP]", Read(ModelTokenizer.OpenAlone(folder.Path)));
        Assert.Equal("[CLS] AC CG GT [SEP]", Read(ModelTokenizer.Open(folder.Path)));
        Assert.Equal("[CLS] AC CG GT [SEP]", Read(ModelTokenizer.Find(folder.Path)!));

        static string Read(OmniTokenizer tokenizer) => string.Join(' ', tokenizer.Tokenize("ACgu").Ids.Select(tokenizer.TokenOf));
    }

    [Fact]
    public void AModelOfCellsReadsNoSequences()
    {
        using var folder = new TemporaryFolder();
        var genes = """{"field_name":"genes","tokenization_strategy":"tokenize","vocab_size":24}""";
        var label = """{"field_name":"label_expressions","is_input":false}""";
        folder.Write("config.json", $$"""
            {"model_type":"scbert","fields":[{{genes}},{"field_name":"expressions","tokenization_strategy":"continuous_value_encoder"}]}
            """);
        var e = Assert.Throws<OmniException>(() => ModelTokenizer.Open(folder.Path));
        Assert.Equal(("OH3405", folder["config.json"]), (e.Code, e.Place));
        Assert.Contains("2 fields at a position (genes, expressions)", e.Message, StringComparison.Ordinal);
        // DNA in chunks is one field, and its labels are none.
        Write(folder, "ACGTN");
        folder.Write("config.json", $$"""{"model_type":"scmodernbert","fields":[{{genes}},{{label}}]}""");
        Assert.Equal(Molecule.Dna, ModelTokenizer.Open(folder.Path).Molecule);
    }

    private static void Write(TemporaryFolder folder, string letters)
    {
        File.WriteAllLines(
            folder["vocab.txt"], ["<cls>", "<pad>", "<eos>", "<unk>", .. letters.Select(letter => $"{letter}"), "<mask>"]);
        folder.Write("tokenizer_config.json", """{"tokenizer_class":"EsmTokenizer"}""");
        folder.Write("special_tokens_map.json", Roles);
    }
}
