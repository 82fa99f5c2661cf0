using OmniHelix.Data.Records;

namespace OmniHelix.Data.Tests;

public sealed class ExampleReaderTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("a.jsonl", "{\"seq\":\"ACGU\",\"label\":\"(..)\"}\n\n{\"seq\":\"GG\",\"label\":\"..\"}\n")]
    [InlineData("a.jsonl.gz", "{\"sequence\":\"ACGU\",\"y\":\"(..)\"}\r\n{\"rna\":\"GG\",\"target\":\"..\"}")]
    [InlineData("a.json", "[{\"text\":\"ACGU\",\"labels\":\"(..)\"},{\"dna\":\"GG\",\"label\":\"..\"}]")]
    [InlineData("a.json", "{\"seq\":\"ACGU\",\"label\":\"(..)\"}\n{\"seq\":\"GG\",\"label\":\"..\"}\n")]
    [InlineData("a.json", "{\"version\":1,\"data\":[{\"seq\":\"ACGU\",\"label\":\"(..)\"},\n {\"seq\":\"GG\",\"label\":\"..\"}]}")]
    [InlineData("a.csv", "id,Sequence,label\n1,ACGU,(..)\n2,\" GG\",..\n")]
    [InlineData("a.csv.gz", "\uFEFFid,seq,label\r\n1,ACGU,\"(..)\"\r\n2,GG,..")]
    [InlineData("a.tsv", "label\tseq\n(..)\tACGU\n..\tGG\n")]
    [InlineData("a", "{\"seq\":\"ACGU\",\"label\":\"(..)\"}\n{\"seq\":\"GG\",\"label\":\"..\"}\n")]
    public void EveryFormGivesTheSameRecords(string name, string content)
    {
        var records = scratch.Read(name, content);
        Assert.Equal(["ACGU", "GG"], records.Select(r => r.Sequence));
        Assert.Equal([new TextLabel("(..)"), new TextLabel("..")], records.Select(r => r.Label!));
        Assert.Equal(["1", "2"], records.Select(r => r.Id));
    }

    [Theory]
    [InlineData("a.fa", ">x one\nAC\nGU\n>y\nGG\n", "x y")]
    [InlineData("a.fq.gz", "@x\nACGU\n+\nIIII\n@y\nGG\n+\nII\n", "x y")]
    [InlineData("a.txt", "ACGU\n\n GG \n", "1 2")]
    [InlineData("a.dat", ">x\nACGU\n>y\nGG\n", "x y")]
    [InlineData("a.json", "[\"ACGU\",\"GG\"]", "1 2")]
    public void SequencesAloneAreReadToo(string name, string content, string ids)
    {
        var records = scratch.Read(name, content);
        Assert.Equal(["ACGU", "GG"], records.Select(r => r.Sequence));
        Assert.Equal(ids.Split(' '), records.Select(r => r.Id));
        Assert.All(records, r => Assert.Null(r.Label));
    }

    [Fact]
    public void RecordsWithoutANameAreNumberedThroughAllFiles()
    {
        foreach (var part in new[] { 0, 1 }) scratch.Write($"part{part}.csv", "id,sequence\n,ACGU\nx,ACGU\n,GG\n");
        var records = ExampleReader.Read(scratch["part*.csv"]).ToArray();
        Assert.Equal(["1", "x", "3", "4", "x", "6"], records.Select(r => r.Id));
        Assert.Equal($"{scratch["part1.csv"]}:2", records[3].Place);
    }

    [Theory]
    [InlineData("train-*.csv", "train-00001-of-00003.csv")]
    [InlineData("train-0000?-of-*.csv", "train-00001-of-00003.csv")]
    [InlineData("*-of-00002.csv", null)]
    [InlineData("other-00001*.csv", null)]
    public void APartThatIsMissingIsNamed(string pattern, string? missing)
    {
        foreach (var part in new[] { "train-00000-of-00003", "train-00002-of-00003", "other-00000-of-00002", "other-00001-of-00002" })
            scratch.Write(part + ".csv", "sequence\nACGU\n");
        Assert.Equal(missing is null ? null : scratch[missing], Failure()?.Place);

        OmniException? Failure() => Record.Exception(() => ExampleReader.Read(scratch[pattern]).ToArray()) as OmniException;
    }

    [Fact]
    public void TheColumnsOfGenomeNLPAreKnown()
    {
        var record = Assert.Single(scratch.Read("a.csv", "idx,feature,labels\nECK1__RC,ACGT,POSITIVE\n"));
        Assert.Equal(("ECK1__RC", "ACGT", new TextLabel("POSITIVE")), (record.Id, record.Sequence, record.Label));
    }

    [Fact]
    public void LabelsKeepTheirForm()
    {
        var labels = scratch.Read("a.jsonl", """
            {"seq":"AC","label":1}
            {"seq":"AC","label":["x","y"]}
            {"seq":"AC","label":[0.5,null]}
            {"seq":"AC","label":[[1,2],[3,4]]}
            {"seq":"AC","label":null}
            {"seq":"AC","label":true}
            """).Select(r => r.Label).ToArray();
        Assert.Equal(new NumberLabel(1), labels[0]);
        Assert.Equal(["x", "y"], Assert.IsType<ListLabel>(labels[1]).Items);
        Assert.Equal([0.5f, float.NaN], Assert.IsType<VectorLabel>(labels[2]).Values);
        Assert.Equal((2, 2), (Assert.IsType<VectorLabel>(labels[3]).Columns, ((VectorLabel)labels[3]!).Rows));
        Assert.Null(labels[4]);
        Assert.Equal(new TextLabel("true"), labels[5]);
    }

    [Fact]
    public void CellsMayHoldListsAndBracketsStayStructures()
    {
        var labels = scratch.Read("a.csv", "seq,label\nAC,\"[1, 2]\"\nAC,[]\nACGU,[[]]\nAC,\n").Select(r => r.Label).ToArray();
        Assert.Equal([1f, 2f], Assert.IsType<VectorLabel>(labels[0]).Values);
        Assert.Equal(new TextLabel("[]"), labels[1]);
        Assert.Equal(new TextLabel("[[]]"), labels[2]);
        Assert.Null(labels[3]);
    }

    [Fact]
    public void NamedColumnsAreTakenAndSeveralBecomeTargets()
    {
        var options = new RecordOptions { SequenceField = "mut", LabelFields = ["a", "b"] };
        Assert.Equal(
            [1f, 2f], Assert.IsType<VectorLabel>(scratch.Read("a.csv", "seq,mut,a,b\nAC,GG,1,2\n", options).Single().Label).Values);
        var rows = Assert.IsType<VectorLabel>(
            scratch.Read("a.jsonl", "{\"seq\":\"AC\",\"mut\":\"GG\",\"a\":[1,2],\"b\":[3,4]}", options).Single().Label);
        Assert.Equal([1f, 3f, 2f, 4f], rows.Values);
        Assert.Equal(2, rows.Columns);
    }

    [Theory]
    [InlineData("a.jsonl", "", "OH1005", "", "empty")]
    [InlineData("a.json", "", "OH1005", "", "empty")]
    [InlineData("a.json", "[]", "OH1005", "", "empty")]
    [InlineData("a.csv", "", "OH1005", "", "empty")]
    [InlineData("a.csv", "seq,label\n", "OH1005", "", "empty")]
    [InlineData("a.fa.gz", "", "OH1005", "", "empty")]
    [InlineData("a.txt", "\n", "OH1005", "", "empty")]
    [InlineData("a.jsonl", "{\"seq\":\"AC\"}\n{\"seq\":\"AC\"\n{\"seq\":\"AC\"}\n", "OH1201", ":2, byte 12", "JSON")]
    [InlineData("a.json", "[{\"seq\":\"AC\"},\n{\"seq\" \"AC\"}]", "OH1201", ":2, byte 8", "JSON")]
    [InlineData("a.json", "{\"seq\":\"AC\"}\nbroken\n", "OH1201", ":2, byte 1", "JSON")]
    [InlineData("a.jsonl", "{\"seq\":\"AC\",\"seq\":\"GG\"}", "OH1201", ":1, byte", "JSON")]
    [InlineData("a.jsonl", "{\"seq\":\"\\ud800\"}", "OH1201", ":1", "surrogate")]
    [InlineData("a.jsonl", "[1]", "OH1205", ":1", "object")]
    [InlineData("a.jsonl", "{\"seq\":5}", "OH1205", ":1", "seq")]
    [InlineData("a.jsonl", "{\"seq\":\"AC\",\"label\":{}}", "OH1205", ":1", "object")]
    [InlineData("a.jsonl", "{\"seq\":\"AC\",\"label\":[1,\"x\"]}", "OH1205", ":1", "only numbers")]
    [InlineData("a.jsonl", "{\"seq\":\"AC\",\"label\":[[1],[2,3]]}", "OH1205", ":1", "lengths")]
    [InlineData("a.jsonl", "{\"seq\":\" \"}", "OH1206", ":1", "empty sequence")]
    [InlineData("a.jsonl", "{\"name\":\"x\",\"value\":1}", "OH1203", ":1", "name, value")]
    [InlineData("a.csv", "id,sq,label\n1,AC,x\n", "OH1203", ":1", "id, sq, label")]
    [InlineData("a.csv", "seq,label\nAC,x\nAC\n", "OH1204", ":3", "1 column")]
    [InlineData("a.csv", "seq,label\nAC,\"x\nAC,y\n", "OH1204", ":2", "CSV")]
    [InlineData("a.csv", "seq,label\n,x\n", "OH1206", ":2", "empty sequence")]
    [InlineData("a.jsonl", "{\"seq\":\"AC\\u0000GU\"}", "OH1103", ":1", "control character")]
    [InlineData("a.csv", "seq\nAC\uFFFDGU\n", "OH1103", ":2", "UTF-8")]
    [InlineData("a.txt", "AC\u0001GU\n", "OH1103", ":1", "control character")]
    public void MalformedFilesSayWhatAndWhere(string name, string content, string code, string place, string word)
    {
        var error = Assert.Throws<OmniException>(() => scratch.Read(name, content));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(scratch[name] + place, error.Place, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnAskedForMustExistAndTheNearestIsNamed()
    {
        var error = Assert.Throws<OmniException>(() => scratch.Read("a.csv", "sequence,lable\nAC,x\n", new() { LabelFields = ["label"] }));
        Assert.Equal(("OH1203", "Did you mean 'lable'?"), (error.Code, error.Advice));
    }

    [Theory]
    [InlineData("a.jsonl.gz", "{\"seq\":\"ACGU\"}\n")]
    [InlineData("a.json.gz", "{\"seq\":\"ACGU\"}\n")]
    [InlineData("a.csv.gz", "seq,label\n")]
    [InlineData("a.fa.gz", ">r\nACGU\n")]
    [InlineData("a.fq.gz", "@r\nACGU\n+\nIIII\n")]
    [InlineData("a.txt.gz", "ACGU\n")]
    public void TruncatedGzipIsAnErrorInEveryForm(string name, string line)
    {
        var path = scratch.WriteAsNamed(name, string.Concat(Enumerable.Repeat(line, 3000)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);
        Assert.Equal("OH1002", Assert.Throws<OmniException>(() => ExampleReader.Read(path).Count()).Code);
    }

    [Fact]
    public void InvalidUtf8AndDeepNestingAreErrors()
    {
        var path = scratch["a.jsonl"];
        File.WriteAllBytes(path, [.. "{\"seq\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Equal("OH1201", Assert.Throws<OmniException>(() => ExampleReader.Read(path).Count()).Code);
        Assert.Equal("OH1201", Assert.Throws<OmniException>(() => scratch.Read("b.json", new string('[', 100_000))).Code);
    }
}
