using OmniHelix.Data.Tables;
using OmniHelix.Inference;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Workflows.Tests.Tokenizers;

/// <summary>Files of token ids.</summary>
public sealed class TokenIdRowsTests : IDisposable
{
    private static readonly OmniTokenizer Tokenizer = OmniTokenizer.OmniGenome();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("rows.json")]
    [InlineData("rows.jsonl.gz")]
    [InlineData("rows.csv")]
    [InlineData("rows.tsv.gz")]
    [InlineData("rows.parquet")]
    [InlineData("rows.arrow")]
    public void WhatEncodeWritesIsDecoded(string name)
    {
        var workflow = new EncodeWorkflow(Tokenizer, new EncodeOptions { MaxLength = 5 });
        using (var writer = Table.Create(folder[name], workflow.Columns))
        {
            workflow.Run(InferenceInput.FromSequences(["ACGUAC", "G"]).Examples, writer);
            writer.Complete();
        }
        var rows = new TokenIdRows(Tokenizer.VocabularySize).Read(folder[name]);
        var texts = rows.Select(row => Tokenizer.Decode(row, skipSpecialTokens: true).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(["ACG", "UAC", "G"], texts);
    }

    [Theory]
    [InlineData("ids.txt", "0 4 9\n\n2\n")]
    [InlineData("ids.csv", "0,4,9\n\n2\n")]
    [InlineData("ids.txt", "[0, 4, 9]\n[]\n[2]\n")]
    [InlineData("ids.txt", "{\"ids\":[0,4,9]}\n{\"input_ids\":[]}\n{\"id\":\"7\",\"ids\":[2]}\n")]
    [InlineData("set.csv", "idx,input_ids\na,[0 4  9]\nb,[]\nc,[2]\n")]
    public void LinesAreOneTextEach(string name, string content)
    {
        var rows = new TokenIdRows(Tokenizer.VocabularySize).Read(folder.Write(name, content)).ToList();
        Assert.Equal([[0, 4, 9], [], [2]], rows);
    }

    [Theory]
    [InlineData("ids.txt", "0 4\n24\n", "OH1516", "ids.txt:2", "'24' is no id")]
    [InlineData("ids.txt", "0 -4\n", "OH1516", "ids.txt:1", "'-4' is no id")]
    [InlineData("ids.txt", "{\"ids\":[0,4.5]}\n", "OH1516", "ids.txt:1", "'4.5' is no id")]
    [InlineData("ids.txt", "{\"ids\":7}\n", "OH1516", "ids.txt:1", "no list of ids")]
    [InlineData("rows.jsonl", "{\"tokens\":[\"A\"]}\n", "OH1516", "rows.jsonl:1", "no list of ids")]
    [InlineData("rows.jsonl", "{\"ids\":[0,\n", "OH1516", "rows.jsonl:1", "damaged")]
    [InlineData("rows.json", "[{\"tokens\":[\"A\"]}]\n", "OH1203", "rows.json", "no column ids or input_ids")]
    [InlineData("rows.csv", "id,ids\na,\"[0,99]\"\n", "OH1516", "rows.csv:2", "'99' is no id")]
    public void WhatIsNoIdIsNamed(string name, string content, string code, string place, string what)
    {
        var path = folder.Write(name, content);
        var error = Assert.Throws<OmniException>(() => new TokenIdRows(Tokenizer.VocabularySize).Read(path).Count());
        Assert.Equal((code, folder[place]), (error.Code, error.Place));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
