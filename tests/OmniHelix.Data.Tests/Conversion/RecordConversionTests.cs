using OmniHelix.Data.Conversion;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests.Conversion;

public sealed class RecordConversionTests : IDisposable
{
    private const string Fastq = "@r1 first read\nACGTN\n+\nIIII#\n@r2\nggg\n+\n!!!\n";
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private string Convert(string from, string to, ConversionOptions? options = null)
    {
        var output = scratch[to];
        RecordConversion.Run(from, output, options);
        return output;
    }

    [Theory]
    [InlineData("a.csv", "b.jsonl.gz", "c.parquet")]
    [InlineData("a.parquet", "b.tsv.gz", "c.json")]
    [InlineData("a.jsonl", "b.parquet", "c.csv.gz")]
    [InlineData("a.fastq.gz", "b.csv", "c.parquet")]
    public void FastqComesBackFromAnyChainOfForms(params string[] chain)
    {
        var path = scratch.Write("start.fastq", Fastq);
        foreach (var next in chain) path = Convert(path, next);
        Assert.Equal(Fastq, File.ReadAllText(Convert(path, "end.fastq")));
    }

    [Fact]
    public void FastaAndLinesComeBack()
    {
        var fasta = scratch.Write("a.fasta", ">x a b\nAC\nGT\n>y\nTTT\n");
        Assert.Equal(">x a b\nACGT\n>y\nTTT\n", File.ReadAllText(Convert(Convert(fasta, "b.parquet"), "c.fa")));
        var lines = Convert(fasta, "d.txt", new ConversionOptions { Drop = true });
        Assert.Equal("ACGT\nTTT\n", File.ReadAllText(lines));
        Assert.Equal(">1\nACGT\n>2\nTTT\n", File.ReadAllText(Convert(lines, "e.fasta")));
    }

    [Fact]
    public void WhatAFormCannotHoldIsAnErrorUnlessItIsDroppedOrDescribed()
    {
        var csv = scratch.Write("a.csv", "id,seq,label,score\nx,ACGU,1,0.5\n");
        var error = Assert.Throws<OmniException>(() => Convert(csv, "b.fasta"));
        Assert.Equal("OH1640", error.Code);
        Assert.Contains("label, score", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["b.fasta"]));
        var result = RecordConversion.Run(csv, scratch["c.fasta"], new ConversionOptions { Drop = true });
        Assert.Equal(["label", "score"], result.Dropped);
        var described = Convert(
            csv, "d.fasta",
            new ConversionOptions { Describe = ["label", "score"], Case = SequenceCase.Lower, Uracil = UracilPolicy.UToT });
        Assert.Equal(">x label=1 score=0.5\nacgt\n", File.ReadAllText(described));
        Assert.Equal("OH1641", Assert.Throws<OmniException>(() => Convert(csv, "e.fastq", new ConversionOptions { Drop = true })).Code);
        Assert.Equal(
            "OH1642", Assert.Throws<UsageException>(() => Convert(csv, "f.csv", new ConversionOptions { Describe = ["label"] })).Code);
        Assert.Equal(
            "OH1203", Assert.Throws<OmniException>(() => Convert(csv, "g.csv", new ConversionOptions { Columns = ["lable"] })).Code);
    }

    [Fact]
    public void ColumnsAreChosenOrderedAndRenamedAndTypesSurvive()
    {
        var jsonl = scratch.Write("a.jsonl", """{"id":1,"sequence":"ACG","label":[0.5,1],"name":"π"}""" + "\n");
        var parquet = Convert(jsonl, "b.parquet", new ConversionOptions
        {
            Columns = ["label", "sequence", "name"],
            Names = new Dictionary<string, string> { ["name"] = "title" },
        });
        Assert.Equal(["label list<double>", "sequence text", "title text"], Table.Open(parquet).Columns.Select(c => $"{c.Name} {c.Type}"));
        Assert.Equal("""{"label":[0.5,1],"sequence":"ACG","title":"π"}""" + "\n", File.ReadAllText(Convert(parquet, "c.jsonl")));
    }

    [Theory]
    [InlineData("id,sequence\nx,\n", "OH1206")]
    [InlineData("id,sequence\nx,AC GT\n", "OH1109")]
    [InlineData("id,sequence\n\"x\ny\",ACGT\n", "OH1109")]
    [InlineData("id,sequence\nx,AÅ\n", "OH1109")]
    [InlineData("id,letters\nx,A\n", "OH1203")]
    [InlineData("id,sequence\nx\n", "OH1204")]
    [InlineData("", "OH1005")]
    public void RecordsThatCouldNotBeReadBackAreRefusedAndNothingIsWritten(string csv, string code)
    {
        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => Convert(scratch.Write("a.csv", csv), "b.fasta")).Code);
        Assert.Equal(["a.csv"], Directory.GetFiles(scratch.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void NamesThatAFileOfSequencesMakesAreCounted()
    {
        var csv = scratch.Write("a.csv", "id,sequence\nx y,ACGT\n,AC\n,GT\nz,\n");
        var result = RecordConversion.Run(csv, scratch["b.fa"], new ConversionOptions { Drop = true });
        Assert.Equal(
            [
                "2 records have no name and are called by their number",
                "1 name has a blank, where it ends for a reader",
                "1 record of no bases is left out",
            ],
            result.Notes);
        Assert.Equal(">x y\nACGT\n>2\nAC\n>3\nGT\n", File.ReadAllText(scratch["b.fa"]));
        Assert.Empty(RecordConversion.Run(csv, scratch["b.tsv"]).Notes);
    }

    [Fact]
    public void ACutOffFileGivesNoShortOne()
    {
        var whole = scratch.Write("a.fastq.gz", string.Concat(Enumerable.Repeat(Fastq, 2000)));
        var cut = scratch["cut.fastq.gz"];
        File.WriteAllBytes(cut, File.ReadAllBytes(whole)[..^20]);
        Assert.ThrowsAny<OmniException>(() => Convert(cut, "b.csv"));
        Assert.False(File.Exists(scratch["b.csv"]));
    }
}
