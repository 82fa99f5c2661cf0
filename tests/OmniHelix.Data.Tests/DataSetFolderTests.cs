using OmniHelix.Data.DataSets;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests;

public sealed class DataSetFolderTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    private static string Rows(int count, long seed)
    {
        var random = new Xoshiro256(seed);
        return string.Concat(
            Enumerable.Range(0, count).Select(
                i => $"{{\"seq\":\"{string.Concat(Enumerable.Range(0, 12).Select(_ => "ACGU"[random.Next(4)]))}\",\"label\":{i % 2}}}\n"));
    }

    [Theory]
    [InlineData("train.jsonl", "valid.jsonl", "test.jsonl")]
    [InlineData("data/training.jsonl.gz", "data/validation.jsonl", "data/eval.json")]
    [InlineData("my_train_v2.jsonl", "dev.jsonl", "x-test.jsonl")]
    public void SplitsAreFoundByName(string train, string valid, string test)
    {
        scratch.WriteAsNamed(train, Rows(8, 1));
        scratch.WriteAsNamed(valid, Rows(3, 2));
        scratch.WriteAsNamed(test, Rows(4, 3));
        scratch.WriteAsNamed("README.txt", "text");
        var data = DataSetFolder.Open(scratch.Path);
        Assert.Equal((8, 3, 4), (data.Train!.Count, data.Valid!.Count, data.Test!.Count));
        Assert.Empty(data.Notes);
    }

    [Fact]
    public void ShardsOfASplitArePutTogether()
    {
        scratch.WriteAsNamed("train-00000-of-00002.jsonl", Rows(5, 1));
        scratch.WriteAsNamed("train-00001-of-00002.jsonl", Rows(6, 2));
        Assert.Equal(11, DataSetFolder.Open(scratch.Path, new() { ValidationShare = 0 }).Train!.Count);
    }

    [Fact]
    public void AShardThatIsMissingIsNamed()
    {
        scratch.WriteAsNamed("train-00000-of-00003.jsonl", Rows(5, 1));
        scratch.WriteAsNamed("train-00002-of-00003.jsonl", Rows(6, 2));
        var error = Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Path));
        Assert.Equal(("OH1601", scratch["train-00001-of-00003.jsonl"]), (error.Code, error.Place));
    }

    [Theory]
    [InlineData("{\"train_file\":\"a.jsonl\"}")]
    [InlineData("{\"train_file\":\"a.jsonl\",\"test_file\":\"test.jsonl\"}")]
    [InlineData("{\"valid_file\":\"valid.jsonl\",\"train_file\":\"a.jsonl\"}")]
    public void SplitsThatTheConfigurationDoesNotNameAreFoundByName(string config)
    {
        scratch.WriteAsNamed("config.json", config);
        scratch.WriteAsNamed("a.jsonl", Rows(8, 1));
        scratch.WriteAsNamed("valid.jsonl", Rows(3, 2));
        scratch.WriteAsNamed("test.jsonl", Rows(4, 3));
        var data = DataSetFolder.Open(scratch.Path);
        Assert.Equal((8, 3, 4), (data.Train!.Count, data.Valid!.Count, data.Test!.Count));
    }

    [Fact]
    public void AFileThatTheConfigurationNamesIsNoOtherSplit()
    {
        scratch.WriteAsNamed("config.json", "{\"train_file\":\"test-like.jsonl\"}");
        scratch.WriteAsNamed("test-like.jsonl", Rows(8, 1));
        Assert.Null(DataSetFolder.Open(scratch.Path, new() { ValidationShare = 0 }).Test);
    }

    [Theory]
    [InlineData("Sequence,sequence,label\nAC,GG,1\n", null)]
    [InlineData("sequence,label,LABEL\nAC,GG,1\n", null)]
    [InlineData("seq,SEQ,label\nAC,GG,1\n", "Seq")]
    public void ColumnsThatDifferInCaseOnlyAreNotGuessedAmong(string csv, string? named)
    {
        scratch.WriteAsNamed("a.csv", csv);
        var options = new DataSetOptions { Records = new() { SequenceField = named } };
        Assert.Equal("OH1210", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch["a.csv"], options)).Code);
    }

    [Fact]
    public void AColumnNamedAsItIsWrittenIsTaken()
    {
        scratch.WriteAsNamed("a.csv", "Sequence,sequence,label\nAC,GG,1\n");
        var options = new DataSetOptions { Records = new() { SequenceField = "sequence" } };
        Assert.Equal("GG", DataSetFolder.Open(scratch["a.csv"], options).Train![0].Sequence);
    }

    [Fact]
    public void TheConfigurationNamesFilesAndAGzipEndingMayBeMissing()
    {
        scratch.WriteAsNamed("a.jsonl.gz", Rows(5, 1));
        scratch.WriteAsNamed("b.jsonl", Rows(6, 2));
        scratch.WriteAsNamed("config.json", """{"train_file":"a.jsonl","valid_file":"b.jsonl"}""");
        var data = DataSetFolder.Open(scratch.Path);
        Assert.Equal((5, 6), (data.Train!.Count, data.Valid!.Count));
        scratch.WriteAsNamed("config.json", """{"train_file":"bb.jsonl"}""");
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Path)).Code);
    }

    [Fact]
    public void SeveralFilesForOneSplitAreAmbiguous()
    {
        scratch.WriteAsNamed("train.jsonl", Rows(5, 1));
        scratch.WriteAsNamed("train.csv", "seq\nACGU\n");
        Assert.Equal("OH1604", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Path)).Code);
    }

    [Fact]
    public void AFolderWithoutDataOrSplitNamesSaysWhatIsExpected()
    {
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Path)).Code);
        scratch.WriteAsNamed("a.jsonl", Rows(5, 1));
        scratch.WriteAsNamed("b.jsonl", Rows(5, 1));
        Assert.Contains(
            "train, valid or test", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Path)).Message, StringComparison.Ordinal);
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => DataSetFolder.Open("/nowhere")).Code);
    }

    [Fact]
    public void ValidationIsCarvedWithEqualSequencesTogetherAndNoted()
    {
        scratch.WriteAsNamed("train.jsonl", string.Concat(Enumerable.Repeat(Rows(50, 1), 2)));
        var first = DataSetFolder.Open(scratch.Path);
        var again = DataSetFolder.Open(scratch.Path);
        var other = DataSetFolder.Open(scratch.Path, new() { Seed = 2 });
        Assert.Equal((90, 10), (first.Train!.Count, first.Valid!.Count));
        Assert.Empty(first.Train.Select(e => e.Sequence).Intersect(first.Valid.Select(e => e.Sequence)));
        Assert.Equal(first.Valid, again.Valid);
        Assert.NotEqual(first.Valid, other.Valid);
        Assert.Contains("10 of 100", Assert.Single(first.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sequence_classification")]
    public void OfClassesEachIsSetAside(string? task)
    {
        // Three of sixty are of the rare class.
        scratch.WriteAsNamed("config.json", "{\"task_type\": \"sequence_classification\"}");
        var rows = Enumerable.Range(0, 60).Select(
            i => $$"""{"sequence": "{{new string('A', i + 1)}}CGU", "label": "{{(i % 20 == 7 ? "rare" : "usual")}}"}""");
        scratch.WriteAsNamed("train.jsonl", string.Join('\n', rows));
        for (var seed = 1; seed < 9; seed++)
        {
            var options = new DataSetOptions { Seed = seed, Task = task is null ? null : TaskType.Parse(task) };
            var set = DataSetFolder.Open(scratch.Path, options);
            Assert.Equal((53, 7), (set.Train!.Count, set.Valid!.Count));
            foreach (var split in new[] { set.Train, set.Valid })
                Assert.Equal(2, split.Select(e => e.Label).Distinct().Count());
        }
    }

    [Fact]
    public void ASampleOfTheExamplesIsNoted()
    {
        scratch.WriteAsNamed("test.jsonl", Rows(50, 1));
        var data = DataSetFolder.Open(scratch.Path, new() { Config = new DataSetConfig { MaxExamples = 7 } });
        Assert.Equal(7, data.Test!.Count);
        Assert.Contains("7 of 50", Assert.Single(data.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void ProteinsAndMixedLettersAreRefusedUnlessAskedFor()
    {
        var file = scratch.WriteAsNamed("p.txt", "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ\nMKTAYIAKQRQISFVKSHFSRQLEERLGLIEVE\n");
        Assert.Equal("OH1402", Assert.Throws<OmniException>(() => DataSetFolder.Open(file)).Code);
        Assert.Single(DataSetFolder.Open(file, new() { Molecule = Molecule.Protein }).Train!);
        var mixed = scratch.WriteAsNamed("m.txt", "ACGTU\nACGTUU\n");
        Assert.Equal("OH1403", Assert.Throws<OmniException>(() => DataSetFolder.Open(mixed)).Code);
        Assert.Single(DataSetFolder.Open(mixed, new() { Uracil = UracilPolicy.UToT }).Train!);
    }
}
