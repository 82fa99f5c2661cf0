using System.Text;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Inference;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Workflows.Tests.Tokenizers;

/// <summary>What encoding writes and counts.</summary>
public sealed class EncodeWorkflowTests : IDisposable
{
    // N is in no token, and nothing stands for what is unknown.
    private const string Dropping = """
        {"model": {"type": "BPE", "vocab": {"A": 0, "C": 1, "G": 2, "T": 3, "GT": 4}, "merges": ["G T"]}}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private OmniTokenizer Tokenizer(string json) => OmniTokenizer.FromPretrained(folder.Write("tokens.json", json));

    private static (EncodeCounts Counts, string Rows) Encode(OmniTokenizer tokenizer, InferenceInput input, EncodeOptions? options = null)
    {
        using var rows = new MemoryStream();
        var workflow = new EncodeWorkflow(tokenizer, options ?? new());
        using var writer = Table.Create(rows, "rows", DataFileKinds.JsonLines, workflow.Columns);
        var counts = workflow.Run(input.Examples, writer);
        writer.Complete();
        return (counts, Encoding.UTF8.GetString(rows.ToArray()));
    }

    [Fact]
    public void LettersThatAModelDropsAreCounted()
    {
        var (counts, rows) = Encode(Tokenizer(Dropping), InferenceInput.FromSequences(["ACNNGT", "nGT", "ACG"]));
        Assert.Equal([KeyValuePair.Create('N', 2L), KeyValuePair.Create('n', 1L)], counts.LostLetters);
        Assert.Empty(counts.UnknownLetters);
        Assert.Equal((12, 7, 0), (counts.Letters, counts.Tokens, counts.UnknownTokens));
        Assert.Contains("""
            "tokens":["A","C","GT"],"ids":[0,1,4],"starts":[0,1,4],"ends":[1,2,6]
            """.Trim(), rows, StringComparison.Ordinal);
        Assert.Equal("""{"N":2,"n":1}""", counts.ToJson()["lost_letters"]!.ToJsonString());
    }

    [Fact]
    public void LettersUnderSeveralUnknownTokensAreCountedOnce()
    {
        var threes = GenomicTokenizers.Kmers(["ACG", "CGT", "GTA", "TAC"]);
        var (counts, _) = Encode(threes, InferenceInput.FromSequences(["ACGTACGNN", "AC"]));
        // CGN and GNN are unknown; no token is cut from AC.
        Assert.Equal(2, counts.UnknownTokens);
        Assert.Equal([('C', 1), ('G', 1), ('N', 2)], counts.UnknownLetters.Select(letter => (letter.Key, letter.Value)));
        Assert.Equal([('A', 1), ('C', 1)], counts.LostLetters.Select(letter => (letter.Key, letter.Value)));
    }

    [Fact]
    public void LettersOfRowsThatOverlapAreCountedOnce()
    {
        var (counts, _) = Encode(
            Tokenizer(Dropping), InferenceInput.FromSequences(["ACNACACA"]), new EncodeOptions { MaxLength = 4, Stride = 2 });
        Assert.Equal([KeyValuePair.Create('N', 1L)], counts.LostLetters);
        Assert.Equal(1, counts.Cut);
    }

    [Fact]
    public void RowsShareTokensOnlyWhereTheyAreCut()
    {
        var options = new EncodeOptions { Stride = 2 };
        var error = Assert.Throws<UsageException>(() => Encode(Tokenizer(Dropping), InferenceInput.FromSequences(["ACA"]), options));
        Assert.Equal(("OH2020", "--stride"), (error.Code, error.Place));
    }

    [Fact]
    public void BlanksBetweenWordsAreNotLost()
    {
        var words = Tokenizer("""
            {
              "pre_tokenizer": {"type": "WhitespaceSplit"},
              "model": {"type": "WordLevel", "vocab": {"ACG": 0, "[UNK]": 1}, "unk_token": "[UNK]"}
            }
            """);
        var (counts, _) = Encode(words, InferenceInput.FromSequences(["ACG ACG"]));
        Assert.Empty(counts.LostLetters);
        Assert.Equal(2, counts.Tokens);
    }

    [Theory]
    [InlineData("a.jsonl", """{"sequence":"ACGT","mate":"GG"}""" + "\n", "a.jsonl:1", "mate. Did you mean 'mate'?")]
    [InlineData("a.json", """[{"sequence":"ACGT","mate":"GG"}]""", "a.json, record 1", "mate. Did you mean 'mate'?")]
    public void ASecondSequenceThatNoRecordHasNamesTheFieldsThereAre(string name, string content, string place, string advice)
    {
        var error = Assert.Throws<OmniException>(() => Pairs(name, content, "mat"));
        Assert.Equal(("OH1218", folder[place]), (error.Code, error.Place));
        Assert.Contains("no second sequence in 'mat'", error.Message, StringComparison.Ordinal);
        Assert.Equal($"Its fields beside the sequence are {advice}", error.Advice);
    }

    [Fact]
    public void ARecordWithoutItsSecondSequenceIsNamed()
    {
        var error = Assert.Throws<OmniException>(
            () => Pairs("a.csv", "sequence,mate\nACGT,GG\nACGT,\n", "mate"));
        Assert.Equal(("OH1218", folder["a.csv"] + ":3", "Complete it, or leave it out."), (error.Code, error.Place, error.Advice));
    }

    [Theory]
    [InlineData("a.fa", ">x\nACGT\n", "FASTA")]
    [InlineData("a.fq", "@x\nACGT\n+\nIIII\n", "FASTQ")]
    public void FilesWithoutColumnsHaveNoSecondSequence(string name, string content, string kind)
    {
        var error = Assert.Throws<UsageException>(() => Pairs(name, content, "mate"));
        Assert.Equal(("OH1203", folder[name]), (error.Code, error.Place));
        Assert.Contains($"{kind} has no columns, and so no 'mate'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<UsageException>(
            () => new SequenceInputOptions { SequenceField = "dna" }.ReadAll([folder.Write(name, content)]).Count());
        Assert.Equal("OH1203", error.Code);
    }

    private void Pairs(string name, string content, string field)
    {
        using var input = new SequenceInputOptions().Open(folder.Write(name, content), field);
        Encode(Tokenizer(Dropping), input, new EncodeOptions { PairField = field, SpecialTokens = false });
    }
}
