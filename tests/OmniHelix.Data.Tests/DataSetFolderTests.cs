using OmniHelix.Data.DataSets;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests;

public sealed class DataSetFolderTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    private static string Rows(int count, long seed)
    {
        var random = new Xoshiro256(seed);
        return string.Concat(Enumerable.Range(0, count).Select(i => $"{{\"seq\":\"{string.Concat(Enumerable.Range(0, 12).Select(_ => "ACGU"[random.Next(4)]))}\",\"label\":{i % 2}}}\n"));
    }

    [Theory]
    [InlineData("train.jsonl", "valid.jsonl", "test.jsonl")]
    [InlineData("data/training.jsonl.gz", "data/validation.jsonl", "data/eval.json")]
    [InlineData("my_train_v2.jsonl", "dev.jsonl", "x-test.jsonl")]
    public void Splits_are_found_by_name(string train, string valid, string test)
    {
        scratch.Write(train, Rows(8, 1));
        scratch.Write(valid, Rows(3, 2));
        scratch.Write(test, Rows(4, 3));
        scratch.Write("README.txt", "text");
        var data = DataSetFolder.Open(scratch.Folder);
        Assert.Equal((8, 3, 4), (data.Train!.Count, data.Valid!.Count, data.Test!.Count));
        Assert.Empty(data.Notes);
    }

    [Fact]
    public void Shards_of_a_split_are_put_together()
    {
        scratch.Write("train-00000-of-00002.jsonl", Rows(5, 1));
        scratch.Write("train-00001-of-00002.jsonl", Rows(6, 2));
        Assert.Equal(11, DataSetFolder.Open(scratch.Folder, new() { ValidationShare = 0 }).Train!.Count);
    }

    [Fact]
    public void The_configuration_names_files_and_a_gzip_ending_may_be_missing()
    {
        scratch.Write("a.jsonl.gz", Rows(5, 1));
        scratch.Write("b.jsonl", Rows(6, 2));
        scratch.Write("config.json", """{"train_file":"a.jsonl","valid_file":"b.jsonl"}""");
        var data = DataSetFolder.Open(scratch.Folder);
        Assert.Equal((5, 6), (data.Train!.Count, data.Valid!.Count));
        scratch.Write("config.json", """{"train_file":"bb.jsonl"}""");
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Folder)).Code);
    }

    [Fact]
    public void Several_files_for_one_split_are_ambiguous()
    {
        scratch.Write("train.jsonl", Rows(5, 1));
        scratch.Write("train.csv", "seq\nACGU\n");
        Assert.Equal("OH1604", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Folder)).Code);
    }

    [Fact]
    public void A_folder_without_data_or_split_names_says_what_is_expected()
    {
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Folder)).Code);
        scratch.Write("a.jsonl", Rows(5, 1));
        scratch.Write("b.jsonl", Rows(5, 1));
        Assert.Contains("train, valid or test", Assert.Throws<OmniException>(() => DataSetFolder.Open(scratch.Folder)).Message, StringComparison.Ordinal);
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => DataSetFolder.Open("/nowhere")).Code);
    }

    [Fact]
    public void Validation_is_carved_with_equal_sequences_together_and_noted()
    {
        scratch.Write("train.jsonl", string.Concat(Enumerable.Repeat(Rows(50, 1), 2)));
        var (first, again, other) = (DataSetFolder.Open(scratch.Folder), DataSetFolder.Open(scratch.Folder), DataSetFolder.Open(scratch.Folder, new() { Seed = 2 }));
        Assert.Equal((90, 10), (first.Train!.Count, first.Valid!.Count));
        Assert.Empty(first.Train.Select(e => e.Sequence).Intersect(first.Valid.Select(e => e.Sequence)));
        Assert.Equal(first.Valid, again.Valid);
        Assert.NotEqual(first.Valid, other.Valid);
        Assert.Contains("10 of 100", Assert.Single(first.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_of_the_examples_is_noted()
    {
        scratch.Write("test.jsonl", Rows(50, 1));
        var data = DataSetFolder.Open(scratch.Folder, new() { Config = new DataSetConfig { MaxExamples = 7 } });
        Assert.Equal(7, data.Test!.Count);
        Assert.Contains("7 of 50", Assert.Single(data.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Proteins_and_mixed_letters_are_refused_unless_asked_for()
    {
        var file = scratch.Write("p.txt", "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ\nMKTAYIAKQRQISFVKSHFSRQLEERLGLIEVE\n");
        Assert.Equal("OH1402", Assert.Throws<OmniException>(() => DataSetFolder.Open(file)).Code);
        Assert.Single(DataSetFolder.Open(file, new() { Molecule = Molecule.Protein }).Train!);
        var mixed = scratch.Write("m.txt", "ACGTU\nACGTUU\n");
        Assert.Equal("OH1403", Assert.Throws<OmniException>(() => DataSetFolder.Open(mixed)).Code);
        Assert.Single(DataSetFolder.Open(mixed, new() { Uracil = UracilPolicy.UToT }).Train!);
    }
}
