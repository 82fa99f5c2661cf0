using OmniHelix.Data.Conversion;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests;

/// <summary>Files of secondary structures are records whose label is the structure.</summary>
public sealed class StructureRecordsTests : IDisposable
{
    private const string DotBracket = ">hairpin\nGGGAAACCC\n(((...)))\n", Bpseq =
        "1 G 9\n2 G 8\n3 G 7\n4 A 0\n5 A 0\n6 A 0\n7 C 3\n8 C 2\n9 C 1\n";

    private const string Ct = "9 hairpin\n1 G 0 2 9 1\n2 G 1 3 8 2\n3 G 2 4 7 3\n4 A 3 5 0 4\n5 A 4 6 0 5\n6 A 5 7 0 6\n7 C 6 8 3 7\n"
        + "8 C 7 9 2 8\n9 C 8 0 1 9\n";

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("hairpin.dbn", DotBracket)]
    [InlineData("hairpin.db", DotBracket)]
    [InlineData("hairpin.ct", Ct)]
    [InlineData("hairpin.bpseq", Bpseq)]
    [InlineData("unnamed", DotBracket)]
    public void TheStructureIsTheLabelAndNoBases(string name, string text)
    {
        var path = folder.Write(name, text);
        var example = ExampleReader.Read(path).Single();
        Assert.Equal(("hairpin", "GGGAAACCC", new TextLabel("(((...)))")), (example.Id, example.Sequence, example.Label));
        var unlabelled = ExampleReader.Read(path, new RecordOptions { ForInference = true }).Single();
        Assert.Null(unlabelled.Label);
        Assert.Equal("{\"label\":\"(((...)))\"}", unlabelled.Metadata!.ToJsonString());
        var row = Table.Open(path).Rows().Single();
        Assert.Equal(("hairpin", "GGGAAACCC", "(((...)))"), ((string)row["id"]!, (string)row["sequence"]!, (string)row["label"]!));
        var csv = folder["out.csv"];
        RecordConversion.Run(path, csv);
        Assert.Equal("id,sequence,label\nhairpin,GGGAAACCC,(((...)))\n", File.ReadAllText(csv));
    }

    [Fact]
    public void AFolderOfThemIsADataSet()
    {
        folder.Write("set/train.dbn", DotBracket + ">b\nACGU\n....\n");
        folder.Write("set/test.ct", Ct);
        var data = DataSetFolder.Open(folder["set"], new DataSetOptions { ValidationShare = 0 });
        Assert.Equal((2, 1), (data.Train!.Count, data.Test!.Count));
    }

    [Theory]
    [InlineData("x.dbn", ">a\nGGG\n((.\n", "OH1802")]
    [InlineData("x.dbn", ">a\nGGG\n", "OH1007")]
    [InlineData("x.dbn", "", "OH1005")]
    [InlineData("x.ct", "9 x\n1 G 0 2 9 1\n", "OH1811")]
    [InlineData("x.fa", DotBracket, "OH1007")]
    public void DamageIsNamed(string name, string text, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => ExampleReader.Read(folder.Write(name, text)).ToList()).Code);

    [Theory]
    [InlineData(">a\nACGU\n....\n>b\nAC\n")]
    [InlineData(">a\nA\n>bc\nAC\n")]
    public void FastaWithGapsIsNoStructure(string text) =>
        Assert.Equal("a", ExampleReader.Read(folder.Write("x.fa", text)).First().Id);

    public void Dispose() => folder.Dispose();
}
