using OmniHelix.Data.Files;
using OmniHelix.Documents;
using OmniHelix.Rna.Files;
using OmniHelix.Settings;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Workflows.Tests;

/// <summary>Flags, file and defaults of predictions and embeddings become one configuration.</summary>
public sealed class PredictingConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFlagWinsOverTheFileWhereTwoSettingsExcludeEachOther()
    {
        var options = Resolve(
            "model: m\ninput: x.fa\nbatch_size: 4\nwindow_overlap: 8\n",
            ("sequence", "ACGU"), ("truncate", true), ("token_budget", 99)).Options;
        Assert.Equal((null, "ACGU"), (options.Input, options.Sequence));
        Assert.Equal((true, null), (options.Truncate, options.WindowOverlap));
        Assert.Equal((99, null), (options.TokenBudget, options.BatchSize));
        Assert.Equal(Origin.File, options.SourceOf(nameof(options.Model))!.Origin);
    }

    [Fact]
    public void ABatchSizeTakesThePlaceOfTheUsualBudget()
    {
        var options = InferConfiguration.Resolve(new InferOptions { Model = "m", Sequence = "ACGU", BatchSize = 4 }).Options;
        Assert.Equal((4, null), (options.BatchSize, options.TokenBudget));
        Assert.Equal(8192, InferConfiguration.Resolve(new InferOptions { Model = "m", Sequence = "ACGU" }).Options.TokenBudget);
    }

    [Theory]
    [InlineData("OH2020", "input: x.fa\n")]
    [InlineData("OH2030", "model: m\n")]
    [InlineData("OH2030", "model: m\ninput: x.fa\nsequence: ACGU\n")]
    [InlineData("OH2021", "model: m\ninput: x.fa\ntruncate: true\nwindow_overlap: 3\n")]
    [InlineData("OH2021", "model: m\ninput: x.fa\nbatch_size: 3\ntoken_budget: 30\n")]
    [InlineData("OH2021", "model: m\ninput: x.fa\ntoken_budget: null\n")]
    [InlineData("OH2016", "model: m\ninput: '-'\ninput_format: cvs\n")]
    [InlineData("OH2016", "model: m\ninput: '-'\ninput_format: parquet\n")]
    [InlineData("OH2021", "model: m\ninput: x.fa\ninput_format: csv\n")]
    [InlineData("OH2021", "model: m\nsequence: ACGU\ninput_format: csv\n")]
    [InlineData("OH4002", "model: m\ninput: x.fa\ndevice: cuda:255\n")]
    [InlineData("OH4002", "model: m\ninput: x.fa\ndevice: gpu\n")]
    [InlineData("OH2032", "model: m\ninput: x.fa\noutput: y.png\n")]
    [InlineData("OH2032", "model: m\ninput: x.fa\noutput: y.csv\nhidden_states: true\n")]
    [InlineData("OH2032", "model: m\ninput: x.fa\noutput: y.csv\nstructure_format: ct\n")]
    public void WhatCannotBeIsNamed(string code, string file) =>
        Assert.Equal(code, Assert.Throws<UsageException>(() => Resolve(file)).Code);

    [Fact]
    public void TheFormOfAnInputIsForOneThatDoesNotTellIt()
    {
        const string file = "model: m\ninput: '-'\ninput_format: csv\n";
        Assert.Equal("csv", Resolve(file).Options.InputFormat);
        // Another input by a flag is not what the file spoke of.
        Assert.Null(Resolve(file, ("input", "x.fa")).Options.InputFormat);
        Assert.Null(Resolve(file, ("sequence", "ACGU")).Options.InputFormat);
    }

    [Fact]
    public void TheOutputDecidesTheKind()
    {
        Assert.Equal(DataFileKinds.JsonLines, Resolve("model: m\ninput: x.fa\noutput: '-'\n").Kind);
        Assert.Equal(DataFileKinds.Csv, Resolve("model: m\ninput: x.fa\noutput: y.csv\n").Kind);
        Assert.Equal(StructureFileKinds.Ct, Resolve("model: m\ninput: x.fa\nstructure_format: ct\n").Kind);
    }

    [Fact]
    public void EmbeddingsHaveAPoolingOrAVectorForEachToken()
    {
        var said = new EmbedOptions { Model = "m", Input = "x.fa", Output = "y.npy" };
        var pooled = EmbedConfiguration.Resolve(said);
        Assert.Equal(("y.npy", "y.ids.txt"), (pooled.Output, pooled.Names));
        Assert.NotNull(pooled.Pooling);
        Assert.Null(EmbedConfiguration.Resolve(said with { Aggregation = "token" }).Pooling);
        Assert.Equal("OH2034", Assert.Throws<UsageException>(() => EmbedConfiguration.Resolve(said with { Aggregation = "sum" })).Code);
    }

    private InferConfiguration Resolve(string file, params (string Key, object Value)[] flags)
    {
        var schema = InferConfiguration.Schema;
        var said = schema.Read(Document.Read(folder.Write("a.yaml", file), SettingsSchema.ConfigurationFile), Origin.File);
        var typed = flags.Select(f => new Setting(schema.Find(f.Key)!, f.Value, new Source(Origin.Flag, "--" + f.Key)));
        return InferConfiguration.Resolve(schema.Resolve(said, [.. typed]).Get<InferOptions>());
    }
}
