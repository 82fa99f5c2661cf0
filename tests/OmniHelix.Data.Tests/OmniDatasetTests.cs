using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tests;

public sealed class OmniDatasetTests : IDisposable
{
    private static readonly OmniTokenizer Tokenizer = OmniTokenizer.OmniGenome();

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatIsNotSaidComesFromTheDataSet()
    {
        folder.Write("train.csv", "sequence,label\nACGU,b\nGG,a\nACGUACGU,b\n");
        folder.Write("test.csv", "sequence,label\nAC,b\n");
        folder.Write("config.json", """{"task_type":"sequence_classification","max_length":8,"long_sequences":"truncate"}""");
        var train = new OmniDataset(folder.Path, Tokenizer, options: new() { Reading = new() { ValidationShare = 0 } });
        Assert.Equal(TaskType.SequenceClassification, train.Task);
        Assert.Equal(new LengthOptions(8, LengthPolicy.Truncate), train.Length);
        Assert.Equal(["a", "b"], train.Labels.Labels!.Names);
        Assert.Equal(1, train.Tokens.Counts.Truncated);
        var test = new OmniDataset(folder.Path, Tokenizer, "test", maxLength: 6);
        Assert.Equal(["a", "b"], test.Labels.Labels!.Names);
        Assert.Equal(1, test.Tokens.Classes(0)[0]);
        Assert.Equal(6, test.Length.MaxLength);
        var named = new OmniDataset(folder.Path, Tokenizer, "test", label2Id: new Dictionary<string, int> { ["b"] = 0, ["a"] = 1 });
        Assert.Equal(0, named.Tokens.Classes(0)[0]);
    }

    [Fact]
    public void ASplitThatIsNotThereAndATaskThatNobodySaysAreErrors()
    {
        folder.Write("train.csv", "sequence,label\nACGU,b\nGG,a\n");
        folder.Write("valid.csv", "sequence,label\nACGU,b\nGG,a\n");
        var missing = Assert.Throws<OmniException>(
            () => new OmniDataset(folder.Path, Tokenizer, "test", TaskType.SequenceClassification));
        Assert.Equal("OH1607", missing.Code);
        Assert.Contains("it has train, valid", missing.Message, StringComparison.Ordinal);
        Assert.Equal("OH5051", Assert.Throws<UsageException>(() => new OmniDataset(folder.Path, Tokenizer)).Code);
    }

    [Fact]
    public void AFileIsSplitIntoTrainingAndValidation()
    {
        var lines = Enumerable.Range(1, 20).Select(i => $"{new string('A', i)},{i % 2}\n");
        var file = folder.Write("all.csv", "sequence,label\n" + string.Concat(lines));
        var train = new OmniDataset(file, Tokenizer, "train", TaskType.SequenceClassification);
        var valid = new OmniDataset(file, Tokenizer, "valid", TaskType.SequenceClassification);
        Assert.Equal((18, 2), (train.Count, valid.Count));
        Assert.Empty(train.Examples.Select(e => e.Sequence).Intersect(valid.Examples.Select(e => e.Sequence)));
        Assert.Contains("2 of 20", train.Notes.Single(), StringComparison.Ordinal);
        var few = new OmniDataset(
            file, Tokenizer, "train", TaskType.SequenceClassification,
            options: new() { MaxExamples = 5, Reading = new() { ValidationShare = 0 } });
        Assert.Equal(5, few.Count);
    }

    [Fact]
    public void ADerivedDataSetChangesExamplesAndLeavesOthersOut()
    {
        var examples = new[] { "ACGUACGU", "AC", "GGGG" }.Select((sequence, i) => new Example
        {
            Id = $"r{i}",
            Sequence = sequence,
            Label = new TextLabel(sequence.Length > 5 ? "long" : "short"),
            File = "memory",
            Record = i + 1,
        });
        var data = new FirstFour([.. examples]);
        Assert.Equal(["ACGU", "GGGG"], data.Examples.Select(e => e.Sequence));
        Assert.Equal("ACGU", data[0].Sequence);
        Assert.Equal(2, data.Tokens.Count);
        Assert.Equal(["long", "short"], data.Labels.Labels!.Names);
    }

    private sealed class FirstFour(IReadOnlyList<Example> examples) : OmniDataset(examples, Tokenizer, TaskType.SequenceClassification)
    {
        protected override Example? Prepare(Example example) =>
            example.Sequence.Length < 4 ? null : example with { Sequence = example.Sequence[..4] };
    }
}
