using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Data.Tests;

public sealed class DataSetConfigTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("config.json", """
        { "task_name":"RNA-SSP-Archive2","task_type":"token_classification","label2id":{"(":0,")":1,".":2},
          "train_file":"train.json","valid_file":"valid.json","test_file":"test.json","max_length":1024,
          "epochs":50,"patience":5,"learning_rate":2e-5,"weight_decay":0,"batch_size":4,"seeds":[45,46,47],
          "metrics":["f1_macro","mcc"],"primary_metric":"f1_macro","adapter":"default",
          "loss":{"type":"cross_entropy","class_weights":null} }
        """)]
    [InlineData("config.yaml", """
        # the same
        task_name: RNA-SSP-Archive2
        task_type: token_classification
        label2id: {"(": 0, ")": 1, ".": 2}
        train_file: train.json
        valid_file: valid.json
        test_file: test.json
        max_length: 1024
        epochs: 50
        patience: 5
        learning_rate: 2e-5
        weight_decay: 0
        batch_size: 4
        seeds:
        - 45
        - 46
        - 47
        metrics: [f1_macro, mcc]
        primary_metric: f1_macro
        adapter: default
        loss: {type: cross_entropy, class_weights: null}
        """)]
    public void TheDeclarativeTaskFileIsReadFromJsonAndYaml(string name, string content)
    {
        scratch.Write(name, content);
        var config = DataSetConfig.ReadFolder(scratch.Path);
        var document = config.Document!;
        Assert.Equal(
            ("RNA-SSP-Archive2", TaskType.TokenClassification, "train.json"), (config.TaskName, config.TaskType, config.TrainFile));
        Assert.Equal(
            (1024, 50, 5, 4),
            (document.Integer("max_length"), document.Integer("epochs"), document.Integer("patience"), document.Integer("batch_size")));
        Assert.Equal(
            (2e-5, 0.0, "f1_macro", "cross_entropy"),
            (document.Number("learning_rate"), document.Number("weight_decay"), document.Text("primary_metric"), config.LossType));
        Assert.Equal(["(", ")", "."], config.Labels!.Names);
        Assert.Equal([45.0, 46, 47], document.Numbers("seeds")!);
        Assert.Equal(["f1_macro", "mcc"], document.Texts("metrics")!);
        Assert.Null(config.ClassWeights);
        Assert.False(config.IgnoreUnknownLabels);
    }

    [Fact]
    public void OneNameMayStandForAList()
    {
        scratch.Write("config.yml", "loss: cross_entropy\nunknown_labels: ignore\nlong_sequences: window\nlabel_columns: y\n");
        var config = DataSetConfig.ReadFolder(scratch.Path);
        Assert.Equal(("cross_entropy", true, LengthPolicy.Window), (config.LossType, config.IgnoreUnknownLabels, config.LongSequences));
        Assert.Equal(["y"], config.LabelColumns);
    }

    [Theory]
    [InlineData("""{"lerning_rate":1}""", "OH1602", "'lerning_rate'", "Did you mean 'learning_rate'?")]
    [InlineData("""{"loss":{"typ":"x"}}""", "OH1602", "'loss.typ'", "Did you mean 'type'?")]
    [InlineData("""{"task_type":"classification"}""", "OH1603", "token_classification", null)]
    [InlineData("""{"unknown_labels":"drop"}""", "OH1603", "unknown_labels", null)]
    [InlineData("""{"adapter":"openvaccine"}""", "OH1603", "adapter", null)]
    [InlineData("""{"drop_long_seq":true,"long_sequences":"window"}""", "OH1603", "drop_long_seq", null)]
    [InlineData("""{"label2id":{"a":0,"b":0}}""", "OH1605", "0, 0", null)]
    [InlineData("""{"label2id":{"a":"x"}}""", "OH1603", "label2id", null)]
    [InlineData("""{"label2id":{"a":0},"num_labels":2}""", "OH1605", "num_labels", null)]
    [InlineData("""{"label2id":{"a":0},"loss":{"type":"cross_entropy","class_weights":[1,100]}}""", "OH1603", "class_weights", null)]
    [InlineData("""{"num_labels":0}""", "OH1603", "num_labels", null)]
    [InlineData("""{"max_examples":0}""", "OH1603", "max_examples", null)]
    [InlineData("""{"train_file":["a"]}""", "OH1603", "train_file", null)]
    [InlineData("""{"loss":{"gamma":-1}}""", "OH1603", "loss.gamma", null)]
    [InlineData("""{"loss":["focal"]}""", "OH1603", "loss", null)]
    [InlineData("""{"epochs":1,"epochs":2}""", "OH1606", "'epochs'", null)]
    [InlineData("""{"epochs":1""", "OH1606", "JSON", null)]
    [InlineData("[1]", "OH1606", "object", null)]
    [InlineData("", "OH1606", "JSON", null)]
    public void WrongConfigurationsSayWhatIsWrong(string content, string code, string word, string? advice)
    {
        scratch.Write("config.json", content);
        var error = Assert.Throws<UsageException>(() => DataSetConfig.ReadFolder(scratch.Path));
        Assert.Equal(code, error.Code);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(scratch["config.json:1:"], error.Place, StringComparison.Ordinal);
        if (advice is not null) Assert.Equal(advice, error.Advice);
    }

    [Theory]
    [InlineData("a: &x [1]\nb: *x\n")]
    [InlineData("epochs: [")]
    [InlineData("epochs: 1\nepochs: 2\n")]
    [InlineData("? [a, b]\n: 1\n")]
    public void HostileOrBrokenYamlIsRefused(string content)
    {
        scratch.Write("config.yaml", content);
        Assert.Equal("OH1606", Assert.Throws<UsageException>(() => DataSetConfig.ReadFolder(scratch.Path)).Code);
    }

    [Fact]
    public void DeeplyNestedYamlIsRefusedBeforeItCanHurt()
    {
        scratch.Write("config.yaml", new string('[', 100_000));
        Assert.Equal("OH1606", Assert.Throws<UsageException>(() => DataSetConfig.ReadFolder(scratch.Path)).Code);
    }

    [Fact]
    public void TwoConfigurationFilesAreAmbiguous()
    {
        scratch.Write("config.json", "{}");
        scratch.Write("config.yaml", "epochs: 1");
        Assert.Equal("OH1604", Assert.Throws<UsageException>(() => DataSetConfig.ReadFolder(scratch.Path)).Code);
    }
}
