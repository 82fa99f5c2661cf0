namespace OmniHelix.Tokenizers.Tests;

/// <summary>Vocabularies of words that are letters or k-mers, as DNABERT, SpliceBERT and ProtBert have them, and lower case.</summary>
public sealed class RawSequencesTests : IDisposable
{
    private const string Bert = """{"tokenizer_class":"BertTokenizer","do_lower_case":false}""";
    private const string Published = """{"do_lower_case":false,"max_len":512}""";
    private const string Residues = "L A G V E S I K R D T P N Q F Y M H C W X U B Z O";

    private static readonly TokenizerOptions Raw = new() { RawSequences = true };
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly string[] Triplets =
        [.. "ATCG".SelectMany(a => "ATCG".SelectMany(b => "ATCG".Select(c => $"{a}{b}{c}")))];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheFolderOfDnabertNamesNoClassAndHasOverlappingKmers()
    {
        Write(Published, Triplets);
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path);
        Assert.Equal("[CLS] ACG CGT GTA TAC ACG CGT GTA TAC [SEP]", Tokens(tokenizer, "ACGTACGTAC"));
        Assert.Equal("[CLS] ACG TTT [SEP]", Tokens(tokenizer, "ACG TTT"));
        Assert.Equal("[CLS] ACG [MASK] CGT [SEP]", Tokens(tokenizer, "ACG[MASK]CGT"));
        Assert.Equal("[CLS] ACG [UNK] [UNK] [UNK] TTT [SEP]", Tokens(tokenizer, "ACGNTTT"));
        Assert.Equal("[CLS] [SEP]", Tokens(tokenizer, "AC"));
    }

    [Fact]
    public void WordsOfBertAreCutOnlyWhereRawSequencesAreAskedFor()
    {
        Write(Bert, Triplets);
        Assert.Equal("[CLS] [UNK] [SEP]", Tokens(OmniTokenizer.FromPretrained(folder.Path), "ACGTA"));
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path, Raw);
        Assert.Equal("[CLS] ACG CGT GTA [SEP]", Tokens(tokenizer, "ACGTA"));
        Assert.Equal("[CLS] ACG TTT [SEP]", Tokens(tokenizer, "ACG TTT"));
        Assert.Equal(tokenizer.Special, OmniTokenizer.FromPretrained(folder.Path).Special);
        Assert.Equal([0, 0, 0, 0, 1, 1], tokenizer.Tokenize("ACGT", "TTT").TypeIds);
    }

    [Fact]
    public void LettersAreCutToo()
    {
        Write(Bert, ["N", "A", "C", "G", "T"]);
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path, Raw);
        Assert.Equal("[CLS] A C G T N [SEP]", Tokens(tokenizer, "ACGTN"));
        Assert.Equal("[CLS] A C G T [SEP]", Tokens(tokenizer, "A C G T"));
        Assert.Equal("[CLS] A C [SEP]", Tokens(OmniTokenizer.FromPretrained(folder.Path, addWhitespace: true), "AC"));
        Write("""{"tokenizer_class":"BertTokenizer","do_lower_case":false,"add_whitespace":true}""", ["N", "A", "C", "G", "T"]);
        Assert.Equal("[CLS] A C [SEP]", Tokens(OmniTokenizer.FromPretrained(folder.Path), "AC"));
        Write(Bert, Residues.Split(' '));
        Assert.Equal("[CLS] M K V [SEP]", Tokens(OmniTokenizer.FromPretrained(folder.Path, Raw), "MKV"));
    }

    [Theory]
    [InlineData("A C G T ##A", "[UNK]")]
    [InlineData("A C G T AC", "[UNK]")]
    [InlineData("A C G", "[UNK]")]
    [InlineData("a c g t", "[UNK]")]
    [InlineData("AA AC CA CC", "[UNK]")]
    public void OtherVocabulariesKeepTheirWords(string words, string expected)
    {
        Write(Bert, words.Split(' '));
        Assert.Equal($"[CLS] {expected} [SEP]", Tokens(OmniTokenizer.FromPretrained(folder.Path, Raw), "GGTA"));
    }

    [Theory]
    [InlineData(Published)]
    [InlineData(Bert)]
    public void WhatIsSavedCutsAgainAndIsReadByThePublicLibraries(string config)
    {
        Write(config, Triplets);
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path, Raw);
        tokenizer.SavePretrained(folder["saved"]);
        var saved = OmniTokenizer.FromPretrained(folder["saved"]);
        Assert.Equal(tokenizer.Tokenize("ACGTNacg").Ids, saved.Tokenize("ACGTNacg").Ids);
        Assert.Equal(tokenizer.Special, saved.Special);
        var written = File.ReadAllText(folder["saved", "tokenizer_config.json"]);
        Assert.Contains("\"tokenizer_class\": \"BertTokenizer\"", written, StringComparison.Ordinal);
        Assert.Contains("\"nmers\": 3", written, StringComparison.Ordinal);
        Assert.Contains("\"do_lower_case\": false", written, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllLines(folder["vocab.txt"]), File.ReadAllLines(folder["saved", "vocab.txt"]));
    }

    [Fact]
    public void ATokenizerJsonOfSuchWordsIsCutAlike()
    {
        Write(Bert, Triplets);
        var expected = OmniTokenizer.FromPretrained(folder.Path, Raw).Tokenize("ACGTNAacgta ACG").Ids;
        var vocabulary = string.Join(",", Special.Concat(Triplets).Select((token, id) => $"\"{token}\":{id}"));
        var added = string.Join(",", Special.Select((token, id) => $$"""{"id":{{id}},"content":"{{token}}","special":true}"""));
        folder.Write("tokenizer.json", $$"""
            {"added_tokens":[{{added}}],"pre_tokenizer":{"type":"BertPreTokenizer"},
             "post_processor":{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
                      "vocab":{ {{vocabulary}} }
                     }
            }
            """);
        File.Delete(folder["vocab.txt"]);
        Assert.Equal("[CLS] [UNK] [SEP]", Tokens(OmniTokenizer.FromPretrained(folder.Path), "ACGTA"));
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path, Raw);
        Assert.Equal(expected, tokenizer.Tokenize("ACGTNAacgta ACG").Ids);
        tokenizer.SavePretrained(folder["saved"]);
        Assert.Equal(expected, OmniTokenizer.FromPretrained(folder["saved"]).Tokenize("ACGTNAacgta ACG").Ids);
    }

    [Fact]
    public void LowerCaseIsReadWhereTheVocabularyHasNone()
    {
        const string Esm = """{"tokenizer_class":"EsmTokenizer"}""";
        Esms(Esm, "ACGTN");
        Assert.Equal(CasePolicy.Keep, OmniTokenizer.FromPretrained(folder.Path).Case);
        var tokenizer = OmniTokenizer.FromPretrained(folder.Path, Raw);
        Assert.Equal("<cls> A C <mask> G T <eos>", Tokens(tokenizer, "ac<mask>GT"));
        tokenizer.SavePretrained(folder["saved"]);
        Assert.Equal(CasePolicy.Upper, OmniTokenizer.FromPretrained(folder["saved"]).Case);
        Assert.Equal(
            CasePolicy.Keep, OmniTokenizer.FromPretrained(folder.Path, Raw with { Case = CasePolicy.Keep }).Case);
        // Where lower case means something, it stays; and where the folder says so.
        Esms(Esm, "ACGTNacgtn");
        Assert.Equal(CasePolicy.Keep, OmniTokenizer.FromPretrained(folder.Path, Raw).Case);
        Esms("""{"tokenizer_class":"EsmTokenizer","do_upper_case":false}""", "ACGTN");
        Assert.Equal(CasePolicy.Keep, OmniTokenizer.FromPretrained(folder.Path, Raw).Case);
        // Nothing says that these are sequences.
        Esms(Esm, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        Assert.Equal(CasePolicy.Keep, OmniTokenizer.FromPretrained(folder.Path, Raw).Case);
    }

    private static string Tokens(OmniTokenizer tokenizer, string text) =>
        string.Join(' ', tokenizer.Tokenize(text).Ids.Select(tokenizer.TokenOf));

    private void Write(string config, IEnumerable<string> words)
    {
        File.WriteAllLines(folder["vocab.txt"], Special.Concat(words));
        folder.Write("tokenizer_config.json", config);
    }

    private void Esms(string config, string letters)
    {
        File.WriteAllLines(folder["vocab.txt"], ["<cls>", "<pad>", "<eos>", "<unk>", .. letters.Select(letter => $"{letter}"), "<mask>"]);
        folder.Write("tokenizer_config.json", config);
    }
}
