
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Tests;

public class LabelTests
{
    private static readonly LabelMap Brackets = new(["(", ")", "."]);

    [Fact]
    public void Label_maps_are_inferred_in_a_fixed_order()
    {
        Assert.Equal(["(", ")", "."], LabelMap.Infer([Scratch.Structure("ACGU", ".().")], TaskType.TokenClassification).Names);
        Example[] numbers = [.. new[] { 10, 9, 2 }.Select(n => Scratch.Example("AC", new NumberLabel(n)))];
        Assert.Equal(["2", "9", "10"], LabelMap.Infer(numbers, TaskType.SequenceClassification).Names);
        Assert.Equal(["0", "1", "2"], LabelMap.Infer([Scratch.Example("AC", new VectorLabel([0, 1, 0], 1))], TaskType.MultiLabelClassification).Names);
        Assert.Equal("OH1303", Assert.Throws<OmniException>(() => LabelMap.Infer([Scratch.Example("AC")], TaskType.SequenceClassification)).Code);
    }

    [Fact]
    public void Ids_must_be_complete() =>
        Assert.Equal("OH1605", Assert.Throws<UsageException>(() => LabelMap.FromIds(new Dictionary<string, int> { ["a"] = 0, ["b"] = 2 })).Code);

    [Fact]
    public void Unknown_labels_are_listed_with_counts_and_places_unless_ignored()
    {
        Example[] examples = [Scratch.Structure("ACGU", "(.A)", 3), Scratch.Structure("ACGU", "[AA]", 7)];
        var error = Assert.Throws<OmniException>(() => new LabelEncoder(TaskType.TokenClassification, Brackets, 0).Check(examples));
        Assert.Equal("OH1301", error.Code);
        Assert.Contains("'A' 3 times, '[' 1 times, ']' 1 times", error.Message, StringComparison.Ordinal);
        Assert.Contains("x:3, x:7", error.Advice, StringComparison.Ordinal);
        Assert.Equal(5, new LabelEncoder(TaskType.TokenClassification, Brackets, 0, ignoreUnknown: true).Check(examples));
    }

    [Fact]
    public void A_label_of_another_length_than_the_sequence_is_an_error_with_both_lengths()
    {
        var error = Assert.Throws<OmniException>(() => new LabelEncoder(TaskType.TokenClassification, Brackets, 0).Check([Scratch.Structure("ACGU", "(.)", 2)]));
        Assert.Equal("OH1302", error.Code);
        Assert.Contains("x:2 (3 labels, 4 bases)", error.Advice, StringComparison.Ordinal);
        Assert.Equal("OH1302", Assert.Throws<OmniException>(() => new LabelEncoder(TaskType.TokenRegression, null, 1).Check([Scratch.Example("ACG", new VectorLabel([1, 2], 1))])).Code);
    }

    [Fact]
    public void Missing_labels_are_counted() =>
        Assert.Equal("OH1303", Assert.Throws<OmniException>(() => new LabelEncoder(TaskType.TokenClassification, Brackets, 0).Check([Scratch.Example("AC")])).Code);

    [Theory]
    [InlineData("token_classification")]
    [InlineData("token_regression")]
    [InlineData("sequence_regression")]
    public void Labels_of_another_form_are_errors(string task)
    {
        var encoder = new LabelEncoder(TaskType.Parse(task), TaskType.Parse(task).Target == TaskTarget.Number ? null : Brackets, 1);
        Label wrong = TaskType.Parse(task) == TaskType.SequenceRegression ? new TextLabel("high") : new NumberLabel(1);
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => encoder.Check([Scratch.Example("AC", wrong)])).Code);
    }

    [Fact]
    public void Multi_label_vectors_hold_zeros_and_ones_or_names()
    {
        var encoder = new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(["a", "b", "c"]), 0);
        Assert.Equal(0, encoder.Check([Scratch.Example("AC", new VectorLabel([1, 0, 1], 1)), Scratch.Example("AC", new ListLabel(["b"])), Scratch.Example("AC", new TextLabel("a,c"))]));
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => encoder.Check([Scratch.Example("AC", new VectorLabel([2, 0, 1], 1))])).Code);
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => encoder.Check([Scratch.Example("AC", new VectorLabel([1, 0], 1))])).Code);
        Assert.Equal("OH1301", Assert.Throws<OmniException>(() => encoder.Check([Scratch.Example("AC", new ListLabel(["d"]))])).Code);
    }
}
