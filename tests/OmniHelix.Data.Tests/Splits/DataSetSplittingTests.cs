using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Tests.Leakage;

namespace OmniHelix.Data.Tests.Splits;

public sealed class DataSetSplittingTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    private string Output => scratch["out"];

    public void Dispose() => scratch.Dispose();

    private static string Rows(int count, Func<int, string, string> label, string header = "sequence,label")
    {
        var planted = new Planted(3);
        return header + "\n" + string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            var sequence = planted.Sequence(30);
            return $"{sequence},{label(i, sequence)}\n";
        }));
    }

    private (SplitManifest Manifest, DataSetConfig Config) Split(string input, AuditFields? fields = null)
    {
        var options = new SplitOptions { Method = SplitMethod.Random, Ratios = new(0.5, 0.25, 0.25) };
        var manifest = DataSetSplitting.Run(input, new SplitOutput(Output, [new SplitForm(".csv")]), fields ?? new AuditFields(), options);
        return (manifest, DataSetConfig.ReadFolder(Output));
    }

    [Fact]
    public void FewTextsAreClassesAndTheFolderIsReadyForTraining()
    {
        var (manifest, config) = Split(scratch.Write("a.csv", Rows(40, (i, _) => i % 2 == 0 ? "promoter" : "other")));
        Assert.Same(TaskType.SequenceClassification, config.TaskType);
        Assert.Equal(["other", "promoter"], config.Labels!.Names);
        Assert.Equal("train.csv", config.TrainFile);
        Assert.Equal((config.TaskType, 2), (manifest.Task, manifest.Classes!.Count));
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Output, SplitFolder.ManifestName)))!;
        Assert.Equal(("sequence_classification", 1), ((string?)json["task_type"], (int)json["label2id"]!["promoter"]!));
    }

    [Fact]
    public void WholeNumbersAreClassesInTheirOrder() => Assert.Equal(
        ["0", "2", "10"],
        Split(scratch.Write("a.csv", Rows(40, (i, _) => i % 3 == 0 ? "10" : i % 3 == 1 ? "2" : "0"))).Config.Labels!.Names);

    [Fact]
    public void TextsAsLongAsTheirSequencesAreASymbolABase()
    {
        var (_, config) = Split(scratch.Write("a.csv", Rows(40, (i, sequence) => $"({new string('.', sequence.Length - 2)})")));
        Assert.Same(TaskType.TokenClassification, config.TaskType);
        Assert.Equal(["(", ")", "."], config.Labels!.Names);
    }

    [Theory]
    [InlineData("decimals", "sequence_regression")]
    [InlineData("counts", null)]
    [InlineData("many", null)]
    [InlineData("none", null)]
    public void LabelsWithoutClassesNameNone(string kind, string? task)
    {
        var (manifest, config) = Split(scratch.Write("a.csv", Rows(500, (i, _) => kind switch
        {
            "decimals" => (i % 50 / 4.0).ToString(CultureInfo.InvariantCulture),
            "counts" => (i * 3).ToString(CultureInfo.InvariantCulture),
            "many" => $"name{i}",
            _ => "",
        })));
        Assert.Equal((task, null, task), (config.TaskType?.Name, config.Labels, manifest.Task?.Name));
    }

    [Fact]
    public void AFolderOfADataSetIsSplitAnewAndKeepsWhatItsConfigurationSays()
    {
        scratch.Write("data/train.csv", Rows(30, (i, _) => $"{(i % 2 == 0 ? "b" : "a")}", "seq,kind"));
        scratch.Write("data/test.csv", Rows(10, (i, _) => "a", "seq,kind"));
        scratch.Write(
            "data/config.yaml",
            """
            task_name: kinds
            task_type: sequence_classification
            label2id: {b: 0, a: 1, c: 2}
            sequence_column: seq
            label_columns: kind
            train_file: train.csv
            test_file: test.csv
            learning_rate: 0.001
            epochs: 3
            loss: {type: focal, class_weights: null}

            """);
        var (manifest, config) = Split(scratch["data"]);
        Assert.Equal(40, manifest.Splits.Sum(s => s.Records));
        Assert.Equal(("kinds", "seq", "focal"), (config.TaskName, config.SequenceColumn, config.LossType));
        Assert.Equal(["b", "a", "c"], config.Labels!.Names);
        Assert.Equal(["kind"], config.LabelColumns);
        Assert.Equal((0.001, 3), (config.Document!.Number("learning_rate"), config.Document.Integer("epochs")));
        Assert.Equal("valid.csv", config.ValidFile);
    }

    [Fact]
    public void OtherLabelColumnsThanThoseOfTheConfigurationAreJudgedByThemselves()
    {
        scratch.Write("data/train.csv", Rows(40, (i, _) => $"x,{i % 2}", "sequence,old,new"));
        scratch.Write(
            "data/config.json",
            """{ "task_type": "token_classification", "label2id": { "x": 0 }, "label_columns": ["old"], "epochs": 3 }""");
        var (_, config) = Split(scratch["data"], new AuditFields { Labels = ["new"] });
        Assert.Same(TaskType.SequenceClassification, config.TaskType);
        Assert.Equal(["0", "1"], config.Labels!.Names);
        Assert.Equal(["new"], config.LabelColumns);
        Assert.Equal(3, config.Document!.Integer("epochs"));
    }

    [Fact]
    public void AFolderWithoutDataIsNamed()
    {
        scratch.Write("data/config.json", "{}");
        Assert.Equal("OH1601", Assert.Throws<OmniException>(() => Split(scratch["data"])).Code);
        Assert.False(Directory.Exists(Output));
    }
}
