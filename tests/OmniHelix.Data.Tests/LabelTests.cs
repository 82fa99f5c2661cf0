using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;

namespace OmniHelix.Data.Tests;

public class LabelTests
{
    private static readonly LabelMap Brackets = new(["(", ")", "."]);

    [Fact]
    public void LabelMapsAreInferredInAFixedOrder()
    {
        Assert.Equal(["(", ")", "."], LabelMap.Infer([Written.Structure("ACGU", ".().")], TaskType.TokenClassification).Names);
        Example[] numbers = [.. new[] { 10, 9, 2 }.Select(n => Written.Example("AC", new NumberLabel(n)))];
        Assert.Equal(["2", "9", "10"], LabelMap.Infer(numbers, TaskType.SequenceClassification).Names);
        Assert.Equal(
            ["0", "1", "2"],
            LabelMap.Infer([Written.Example("AC", new VectorLabel([0, 1, 0], 1))], TaskType.MultiLabelClassification).Names);
        Assert.Equal(
            "OH1303", Assert.Throws<OmniException>(() => LabelMap.Infer([Written.Example("AC")], TaskType.SequenceClassification)).Code);
    }

    [Fact]
    public void IdsMustBeComplete() =>
        Assert.Equal(
            "OH1605", Assert.Throws<UsageException>(() => LabelMap.FromIds(new Dictionary<string, int> { ["a"] = 0, ["b"] = 2 })).Code);

    [Fact]
    public void UnknownLabelsAreListedWithCountsAndPlacesUnlessIgnored()
    {
        Example[] examples = [Written.Structure("ACGU", "(.A)", 3), Written.Structure("ACGU", "[AA]", 7)];
        var error = Assert.Throws<OmniException>(() => new LabelEncoder(TaskType.TokenClassification, Brackets, 0).Check(examples));
        Assert.Equal("OH1301", error.Code);
        Assert.Contains("'A' 3 times, '[' 1 times, ']' 1 times", error.Message, StringComparison.Ordinal);
        Assert.Contains("x:3, x:7", error.Advice, StringComparison.Ordinal);
        Assert.Equal(5, new LabelEncoder(TaskType.TokenClassification, Brackets, 0, ignoreUnknown: true).Check(examples));
    }

    [Fact]
    public void ALabelOfAnotherLengthThanTheSequenceIsAnErrorWithBothLengths()
    {
        var error = Assert.Throws<OmniException>(
            () => new LabelEncoder(TaskType.TokenClassification, Brackets, 0).Check([Written.Structure("ACGU", "(.)", 2)]));
        Assert.Equal("OH1302", error.Code);
        Assert.Contains("x:2 (3 labels, 4 bases)", error.Advice, StringComparison.Ordinal);
        Assert.Contains("choose another --task", error.Advice, StringComparison.Ordinal);
        Assert.Equal("OH1302", Assert.Throws<OmniException>(
            () => new LabelEncoder(TaskType.TokenRegression, null, 1).Check([Written.Example("ACG", new VectorLabel([1, 2], 1))])).Code);
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("Infinity", double.NegativeInfinity)]
    [InlineData("1e400", 1e40)]
    public void ANumberToLearnIsFinite(string text, double number)
    {
        var encoder = new LabelEncoder(TaskType.SequenceRegression, null, 1);
        foreach (var label in new Label[] { new TextLabel(text), new NumberLabel(number) })
        {
            var error = Assert.Throws<OmniException>(() => encoder.Check([Written.Example("ACG", label, record: 3)]));
            Assert.Equal(("OH1304", "x:3"), (error.Code, error.Place));
        }
        encoder.Check([Written.Example("ACG", new TextLabel("-1e3"))]);
    }

    [Fact]
    public void MissingLabelsAreCounted() =>
        Assert.Equal("OH1303", Assert.Throws<OmniException>(
            () => new LabelEncoder(TaskType.TokenClassification, Brackets, 0).Check([Written.Example("AC")])).Code);

    [Theory]
    [InlineData("token_classification")]
    [InlineData("token_regression")]
    [InlineData("sequence_regression")]
    public void LabelsOfAnotherFormAreErrors(string task)
    {
        var encoder = new LabelEncoder(TaskType.Parse(task), TaskType.Parse(task).Target == TaskTarget.Number ? null : Brackets, 1);
        Label wrong = TaskType.Parse(task) == TaskType.SequenceRegression ? new TextLabel("high") : new NumberLabel(1);
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => encoder.Check([Written.Example("AC", wrong)])).Code);
    }

    [Fact]
    public void MultiLabelVectorsHoldZerosAndOnesOrNames()
    {
        var encoder = new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(["a", "b", "c"]), 0);
        Example[] fitting =
        [
            Written.Example("AC", new VectorLabel([1, 0, 1], 1)),
            Written.Example("AC", new ListLabel(["b"])),
            Written.Example("AC", new TextLabel("a,c")),
        ];
        Assert.Equal(0, encoder.Check(fitting));
        Assert.Equal(
            "OH1304", Assert.Throws<OmniException>(() => encoder.Check([Written.Example("AC", new VectorLabel([2, 0, 1], 1))])).Code);
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => encoder.Check([Written.Example("AC", new VectorLabel([1, 0], 1))])).Code);
        Assert.Equal("OH1301", Assert.Throws<OmniException>(() => encoder.Check([Written.Example("AC", new ListLabel(["d"]))])).Code);
    }
}
