using OmniHelix.Data.Columns;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Inspection;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tests;

/// <summary>The ways in which labels are written, and what is no label at all.</summary>
public sealed class LabelFormsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("\"0,1,1\"")]
    [InlineData("\"0, 1, 1\"")]
    [InlineData("0;1;1")]
    [InlineData("0|1|1")]
    [InlineData("0 1 1")]
    [InlineData("[0 1 1]")]
    [InlineData("[0. 1. 1.]")]
    [InlineData("\"[0, 1, 1]\"")]
    [InlineData("\"[0,1,1]\"")]
    [InlineData("\"(0,1,1)\"")]
    [InlineData("\"(0, 1, 1)\"")]
    public void ACellOfZerosAndOnesIsAVector(string cell)
    {
        var examples = Csv(cell, "\"[1, 0, 0]\"");
        Assert.Equal([0, 1, 1], Assert.IsType<VectorLabel>(examples[0].Label).Values);
        var encoder = LabelEncoder.For(TaskType.MultiLabelClassification, examples);
        Assert.Equal(["0", "1", "2"], encoder.Labels!.Names);
        Assert.Equal(0, encoder.Check(examples));
    }

    [Theory]
    [InlineData("\"['a', 'b c']\"", "a|b c")]
    [InlineData("['a' 'b c']", "a|b c")]
    [InlineData("\"('a','b c')\"", "a|b c")]
    [InlineData("\"('a',)\"", "a")]
    [InlineData("\"[\"\"it's\"\", 'b']\"", "it's|b")]
    [InlineData("\"[\"\"a\"\", \"\"b\"\"]\"", "a|b")]
    public void ACellOfQuotedTextsIsAList(string cell, string items) =>
        Assert.Equal(items.Split('|'), Assert.IsType<ListLabel>(Csv(cell)[0].Label).Items);

    [Fact]
    public void WholeNumbersWithAPointAreTheClassesOfWholeNumbers()
    {
        var examples = Csv("1.0", "0.0", "1");
        var labels = LabelEncoder.For(TaskType.SequenceClassification, examples);
        Assert.Equal(["0", "1"], labels.Labels!.Names);
        Assert.Equal([1, 0, 1], examples.Select(labels.ClassOf));
        // Models whose map was made of such texts go on to know them.
        var former = new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["0.0", "1.0"]), 0);
        Assert.Equal([1, 0, 1], examples.Select(former.ClassOf));
        Assert.Throws<UsageException>(() => new LabelMap(["1", "1.0"]));
    }

    [Fact]
    public void ATextOfZerosAndOnesIsAVectorInEveryForm()
    {
        Assert.IsType<VectorLabel>(Read("a.jsonl", "{\"sequence\":\"ACGU\",\"label\":\"0,1,1\"}\n")[0].Label);
        var parquet = folder["a.parquet"];
        using (var writer = Table.Create(parquet, [new("sequence", TableType.Text), new("label", TableType.Text)]))
        {
            writer.Append("ACGU", "[0 1 1]");
            writer.Complete();
        }
        Assert.IsType<VectorLabel>(ExampleReader.Read(parquet).Single().Label);
    }

    [Theory]
    [InlineData("\"0,5\"")]
    [InlineData("\"a,b\"")]
    [InlineData("((..))")]
    [InlineData("a;b")]
    [InlineData("(0.5)")]
    [InlineData("['a''b']")]
    [InlineData("1.")]
    [InlineData("1.0.0")]
    [InlineData("2024-01-02")]
    [InlineData("0110")]
    public void OtherTextsAreLabelsAsTheyStand(string cell) =>
        Assert.Equal(new TextLabel(cell.Trim('"')), Csv(cell)[0].Label);

    [Fact]
    public void AClassNamedTwiceIsRefused()
    {
        var examples = Read("a.jsonl", "{\"sequence\":\"ACGU\",\"label\":[\"0\",\"1\",\"1\"]}\n");
        var error = Assert.Throws<OmniException>(() => LabelEncoder.For(TaskType.MultiLabelClassification, examples));
        Assert.Equal("OH1304", error.Code);
    }

    [Theory]
    [InlineData("a.csv", "sequence,label\nACGU,nan\n", "OH1304")]
    [InlineData("a.csv", "sequence,label\nACGU,inf\n", "OH1304")]
    [InlineData("a.tsv", "sequence\tlabel\nACGU\t1e999\n", "OH1304")]
    [InlineData("a.csv", "sequence,label\nACGU,\n", "OH1303")]
    [InlineData("a.csv", "sequence,label\nACGU,[0.5 1e39]\n", "OH1205")]
    [InlineData("a.csv", "sequence,label\nACGU,[0.5 nan]\n", "OH1205")]
    [InlineData("a.jsonl", "{\"sequence\":\"ACGU\",\"label\":1e999}\n", "OH1304")]
    [InlineData("a.jsonl", "{\"sequence\":\"ACGU\",\"label\":\"nan\"}\n", "OH1304")]
    [InlineData("a.jsonl", "{\"sequence\":\"ACGU\",\"label\":NaN}\n", "OH1201")]
    [InlineData("a.jsonl", "{\"sequence\":\"ACGU\",\"label\":null}\n", "OH1303")]
    [InlineData("a.json", "[{\"sequence\":\"ACGU\",\"label\":[1, 1e999]}]", "OH1205")]
    public void ATargetThatIsNoFiniteNumberIsAnErrorWithItsPlace(string name, string text, string code)
    {
        var error = Assert.Throws<OmniException>(() =>
        {
            var examples = Read(name, text);
            new LabelEncoder(TaskType.SequenceRegression, null, 1).Check(examples);
        });
        Assert.Equal(code, error.Code);
        Assert.Contains(name, error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void ATargetOfATypedFileIsCheckedToo(double value)
    {
        var path = folder["a.parquet"];
        var number = new TableType(TableKind.Double);
        using (var writer = Table.Create(path, [new("sequence", TableType.Text), new("label", TableType.ListOf(number))]))
        {
            writer.Append("ACGU", new object?[] { 1.0, value });
            writer.Complete();
        }
        Assert.Equal("OH1205", Assert.Throws<OmniException>(() => ExampleReader.Read(path).ToList()).Code);
    }

    [Theory]
    [InlineData("{\"sequence\":\"ACGU\",\"label\":[-100,0,1,null]}\n", "0 1")]
    [InlineData("{\"sequence\":\"ACGU\",\"label\":[\"-100\",\"a\",\"b\",\"a\"]}\n", "a b")]
    public void MinusHundredIsNoClassOfABase(string text, string classes)
    {
        var examples = Read("a.jsonl", text);
        var encoder = LabelEncoder.For(TaskType.TokenClassification, examples);
        Assert.Equal(classes, string.Join(' ', encoder.Labels!.Names));
        Assert.Equal(0, encoder.Check(examples));
        Assert.Equal(LabelProjector.Ignored, encoder.ClassPerBase(examples[0])[0]);
        Assert.DoesNotContain(
            DataReport.Of(DataSetFolder.Open(examples[0].File), TaskType.TokenClassification).Splits[0].Labels,
            label => label.Key is "-100" or "");
    }

    [Theory]
    [InlineData("a.csv", "sequence,label\nACGU,-100\nAC,x\nGG,y\n")]
    [InlineData("a.csv", "sequence,label\nACGU,-100.0\nAC,1.0\nGG,0.0\n")]
    [InlineData("a.jsonl", "{\"seq\":\"ACGU\",\"label\":-100}\n{\"seq\":\"AC\",\"label\":1}\n{\"seq\":\"GG\",\"label\":0}\n")]
    public void MinusHundredIsNoClassOfASequence(string name, string text)
    {
        var examples = Read(name, text);
        var encoder = LabelEncoder.For(TaskType.SequenceClassification, examples);
        Assert.Equal(2, encoder.Labels!.Count);
        Assert.Equal("OH1303", Assert.Throws<OmniException>(() => encoder.Check(examples)).Code);
    }

    [Fact]
    public void MinusHundredIsNoneOfSeveralLabelsAndNoValueOfABase()
    {
        var several = Read("a.jsonl", "{\"seq\":\"ACGU\",\"label\":[1,0,-100]}\n");
        var encoder = LabelEncoder.For(TaskType.MultiLabelClassification, several);
        Assert.Equal(0, encoder.Check(several));
        Assert.Equal([1, 0, float.NaN], encoder.Targets(several[0]));
        var bases = Read("a.jsonl", "{\"seq\":\"ACGU\",\"label\":[0.5,-100,2,-100]}\n");
        Assert.Equal([0.5f, float.NaN, 2, float.NaN], LabelEncoder.For(TaskType.TokenRegression, bases).Targets(bases[0]));
    }

    [Fact]
    public void ASequenceMayHaveNoneOfSeveralLabels()
    {
        var examples = Read("a.jsonl", "{\"seq\":\"ACGU\",\"label\":[\"a\",\"b\"]}\n{\"seq\":\"AC\",\"label\":[]}\n");
        var encoder = LabelEncoder.For(TaskType.MultiLabelClassification, examples);
        Assert.Equal(0, encoder.Check(examples));
        Assert.Equal([0, 0], encoder.Targets(examples[1]));
        Assert.Equal("multilabel_classification", DataInspection.Of(examples[0].File).Task?.Name);
    }

    [Theory]
    [InlineData("a.csv", "sequence,label\nACGU,-100\nAC,0.5\nGG,-100\n")]
    [InlineData("a.jsonl", "{\"seq\":\"ACGU\",\"label\":[-100,1.5]}\n{\"seq\":\"AC\",\"label\":[0.5,-100]}\n")]
    public void MinusHundredIsAValueOfASequenceAndTheReportSaysSo(string name, string text)
    {
        var examples = Read(name, text);
        Assert.Contains(-100, LabelEncoder.For(TaskType.SequenceRegression, examples).Targets(examples[0]));
        var report = DataReport.Of(DataSetFolder.Open(examples[0].File), TaskType.SequenceRegression);
        Assert.Contains(report.Notes, note => note.StartsWith("2 targets are −100", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private List<Example> Csv(params string[] cells) =>
        Read("a.csv", "sequence,label\n" + string.Concat(cells.Select(cell => $"ACGU,{cell}\n")));

    private List<Example> Read(string name, string text) => [.. ExampleReader.Read(folder.Write(name, text))];
}
