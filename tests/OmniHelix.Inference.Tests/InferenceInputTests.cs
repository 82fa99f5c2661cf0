using System.IO.Compression;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;

namespace OmniHelix.Inference.Tests;

public sealed class InferenceInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.json", "{\"sequences\": [\"ACGU\", \"GG\"]}")]
    [InlineData("a.json", "{\"data\": [{\"sequence\": \"ACGU\"}, {\"sequence\": \"GG\"}]}")]
    [InlineData("a.json", "{\"data\": [\"ACGU\", \"GG\"]}")]
    [InlineData("a.json", "[\"ACGU\", \"GG\"]")]
    [InlineData("a.json", "[{\"seq\": \"ACGU\"}, {\"seq\": \"GG\"}]")]
    [InlineData("a.jsonl", "{\"sequence\": \"ACGU\"}\n{\"sequence\": \"GG\"}\n")]
    [InlineData("a.csv", "sequence,name\nACGU,x\nGG,y\n")]
    [InlineData("a.tsv", "sequence\tname\nACGU\tx\nGG\ty\n")]
    [InlineData("a.txt", "ACGU\nGG\n")]
    [InlineData("a.fa", ">x\nAC\nGU\n>y\nGG\n")]
    [InlineData("a.fq", "@x\nACGU\n+\nIIII\n@y\nGG\n+\nII\n")]
    [InlineData("a.fasta.gz", ">x\nACGU\n>y\nGG\n")]
    [InlineData("unnamed", "{\n \"sequences\": [\"ACGU\", \"GG\"]}")]
    [InlineData("unnamed", "{\"data\": [{\"sequence\": \"ACGU\"}, {\"sequence\": \"GG\"}]}")]
    [InlineData("unnamed", "{\"sequence\": \"ACGU\"}\n{\"sequence\": \"GG\"}\n")]
    public void EveryFormIsRead(string name, string content)
    {
        using var input = InferenceInput.FromFile(Write(name, content));
        Assert.Equal(["ACGU", "GG"], input.Examples.Select(e => e.Sequence));
        Assert.Equal(1, input.Fraction);
    }

    [Theory]
    [InlineData("sequence,name\nACGU,x\nGG,y\n")]
    [InlineData("ACGU\tx\nGG\ty\n")]
    [InlineData("\uFEFFid,sequence")]
    public void ATableWithoutANameIsNotReadAsLines(string content)
    {
        using var input = InferenceInput.FromFile(Write("unnamed", content));
        var error = Assert.Throws<UsageException>(() => input.Examples.Count());
        Assert.Equal(("OH2020", folder["unnamed"]), (error.Code, error.Place));
        Assert.Contains("--input-format", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "name,sequence\nx,ACGU\ny,GG\n")]
    [InlineData("tsv", "name\tsequence\nx\tACGU\ny\tGG\n")]
    [InlineData("text", "ACGU\nGG\n")]
    [InlineData("jsonl", "{\"sequence\": \"ACGU\"}\n{\"sequence\": \"GG\"}\n")]
    public void ANamedKindHolds(string kind, string content)
    {
        using var input = InferenceInput.FromFile(
            Write("unnamed", content), new() { Kind = ExampleReader.StreamKindOf(kind, "--input-format") });
        Assert.Equal(["ACGU", "GG"], input.Examples.Select(e => e.Sequence));
    }

    [Fact]
    public void TextOfOneSequenceALineNeedsNoName()
    {
        using var input = InferenceInput.FromFile(Write("unnamed", "ACGU\nGG\n"));
        Assert.Equal(["ACGU", "GG"], input.Examples.Select(e => e.Sequence));
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("cvs")]
    [InlineData("")]
    public void AKindOfNoStreamIsWrongUsage(string kind) =>
        Assert.Equal("OH2016", Assert.Throws<UsageException>(() => ExampleReader.StreamKindOf(kind, "--input-format")).Code);

    [Fact]
    public void ParquetAndPatternsOfFilesAreRead()
    {
        foreach (var (name, sequence) in new[] { ("1.parquet", "ACGU"), ("2.parquet", "GG") })
        {
            using var writer = Table.Create(folder[name], [new("seq", TableType.Text), new("n", TableType.Int64)]);
            writer.Append(sequence, 7L);
            writer.Complete();
        }
        using var one = InferenceInput.FromFile(folder["1.parquet"]);
        Assert.Equal("{\"n\":7}", one.Examples.Single().Metadata!.ToJsonString());
        using var both = InferenceInput.FromFile(folder["*.parquet"]);
        Assert.Equal(["ACGU", "GG"], both.Examples.Select(e => e.Sequence));
    }

    [Theory]
    [
        InlineData(
            "a.json", "{\"data\": [{\"sequence\": \"ACGU\", \"label\": {\"x\": 1}, \"n\": 2, \"gene\": null}]}",
            "{\"label\":{\"x\":1},\"n\":2,\"gene\":null}")]
    [InlineData("a.csv", "n,seq,label\n2,ACGU,((\n", "{\"n\":\"2\",\"label\":\"((\"}")]
    [InlineData("a.json", "{\"sequences\": [\"ACGU\"]}", null)]
    [InlineData("a.fa", ">x\nACGU\n", null)]
    public void FieldsBesideTheSequenceAreMetadata(string name, string content, string? metadata)
    {
        using var input = InferenceInput.FromFile(Write(name, content));
        Assert.Equal(metadata, Assert.Single(input.Examples).Metadata?.ToJsonString());
    }

    [Theory]
    [InlineData("ACGU", "ACGU")]
    [InlineData(" ACGU , GG,", "ACGU GG")]
    public void SequencesMayBeTyped(string text, string sequences)
    {
        using var input = InferenceInput.FromText(text);
        Assert.Equal(sequences.Split(' '), input.Examples.Select(e => e.Sequence));
        Assert.Null(input.Fraction);
    }

    [Fact]
    public void ATypedPathOfATextFileIsRead()
    {
        using var input = InferenceInput.FromText(Write("list.txt", "ACGU\n\nGG\n"));
        Assert.Equal(["ACGU", "GG"], input.Examples.Select(e => e.Sequence));
    }

    [Theory]
    [InlineData("a.json", "{\"sequences\": []}", "OH1005")]
    [InlineData("a.json", "{\"other\": 1}", "OH1203")]
    [InlineData("a.json", "[1, 2]", "OH1205")]
    [InlineData("a.json", "{\"sequences\": [\"ACGU\"", "OH1201")]
    [InlineData("a.jsonl", "{\"sequence\": ", "OH1201")]
    [InlineData("a.csv", "name\nx\n", "OH1203")]
    [InlineData("a.fa", "", "OH1005")]
    public void AFileThatCannotBeReadIsAnError(string name, string content, string code)
    {
        using var input = InferenceInput.FromFile(Write(name, content));
        Assert.Equal(code, Assert.Throws<OmniException>(() => input.Examples.Count()).Code);
    }

    [Fact]
    public void NothingTypedIsWrongUsage() =>
        Assert.Equal("OH5301", Assert.Throws<UsageException>(() => InferenceInput.FromText(" , ")).Code);

    [Fact]
    public void AMissingFileIsAnError() =>
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => InferenceInput.FromFile(folder["none.fa"])).Code);

    private string Write(string name, string content)
    {
        var path = folder[name];
        if (!name.EndsWith(".gz", StringComparison.Ordinal)) File.WriteAllText(path, content);
        else
        {
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }
        return path;
    }
}
