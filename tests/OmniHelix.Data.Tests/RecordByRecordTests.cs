using OmniHelix.Data.Records;

namespace OmniHelix.Data.Tests;

/// <summary>For inference a record that cannot be read fails alone.</summary>
public sealed class RecordByRecordTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("a.fa", ">a x\nACGU\n>b\nA1\n>c\n>d\nGG\n", "a, b OH1103, c OH1102, d")]
    [InlineData("a.fa", ">a\nACGU>b\nAC\n>c\nAC\n", "a OH1103, c")]
    [InlineData("a.fq", "@a\nACGU\n+\nIIII\n@b\nACGU\n+\nII\n@c\nAC1U\n+\nIIII\n@d\nGG\n+\nII\n", "a, b OH1113, c OH1103, d")]
    [InlineData(
        "a.jsonl", "{\"id\":\"a\",\"seq\":\"AC\"}\n{\"id\":\n{\"id\":\"c\"}\n[1]\n{\"seq\":\"GG\"}\n",
        "a, 2 OH1201, 3 OH1203, 4 OH1205, 5")]
    [InlineData("a.json", "[{\"sequence\":\"AC\"},{\"sequence\":5},{\"sequence\":\"GG\"}]", "1, 2 OH1205, 3")]
    [InlineData("a.csv", "id,sequence\na,AC\nb,AC,GG\nc,\nd,GG\n", "a, 2 OH1204, c, d")]
    [InlineData("a.tsv", "id\tsequence\na\tAC\nb\nd\tGG\n", "a, 2 OH1204, d")]
    public void TheOthersGoOn(string name, string text, string expected)
    {
        foreach (var path in new[] { folder.Write(name, text), folder.WriteGzip(name + ".gz", text) })
        {
            var examples = ExampleReader.Read(path, new RecordOptions { ForInference = true }).ToList();
            Assert.Equal(expected, string.Join(", ", examples.Select(e => e.Error is null ? e.Id : $"{e.Id} {e.Error.Code}")));
            Assert.All(examples, e => Assert.Equal(e.Error is not null, e.Error is not null && e.Sequence.Length == 0));
            Assert.Equal(Enumerable.Range(1, examples.Count), examples.Select(e => (int)e.Record));
        }
    }

    [Theory]
    [InlineData("a.fa", ">a\nACGU\n>b\nA1\n", "OH1103")]
    [InlineData("a.fq", "@a\nACGU\n+\nIIII\n@b\nACGU\n+\nII\n@c\nA\n+\nI\n", "OH1113")]
    [InlineData("a.jsonl", "{\"sequence\":\"AC\"}\n{\n", "OH1201")]
    [InlineData("a.csv", "id,sequence\na,AC\nb,AC,GG\n", "OH1204")]
    public void TrainingReadsAllOrNothing(string name, string text, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => ExampleReader.Read(folder.Write(name, text)).ToList()).Code);

    [Theory]
    [InlineData("a.fa", "<html>\n", "OH1101")]
    [InlineData("a.fa", ">a\n12\n>b\n34\n", "OH1103")]
    [InlineData("a.jsonl", "{\"seqence\":\"AC\"}\n{\"seqence\":\"GG\"}\n", "OH1203")]
    [InlineData("a.csv", "id,seqence\na,AC\n", "OH1203")]
    public void AFileOfWhichNothingCanBeReadIsAnError(string name, string text, string code) =>
        Assert.Equal(code, Assert.Throws<OmniException>(
            () => ExampleReader.Read(folder.Write(name, text), new RecordOptions { ForInference = true }).ToList()).Code);

    [Fact]
    public void DamagedCompressionIsNoMatterOfARecord()
    {
        var path = folder.WriteGzip("a.fa.gz", string.Concat(Enumerable.Range(0, 100_000).Select(i => $">r{i}\nACGU\n")));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        Assert.Equal("OH1002", Assert.Throws<OmniException>(
            () => ExampleReader.Read(path, new RecordOptions { ForInference = true }).Count()).Code);
    }

    [Theory]
    [InlineData("a.fa", ">a some words\nACGU\n>b\nAC\n")]
    [InlineData("a.fq", "@a some words\nACGU\n+\nIIII\n@b\nAC\n+\nII\n")]
    public void WhatFollowsTheNameIsMetadata(string name, string text)
    {
        var examples = ExampleReader.Read(folder.Write(name, text), new RecordOptions { ForInference = true }).ToList();
        Assert.Equal("{\"description\":\"some words\"}", examples[0].Metadata!.ToJsonString());
        Assert.Null(examples[1].Metadata);
    }

    public void Dispose() => folder.Dispose();
}
