using System.Text;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;

namespace OmniHelix.Models.Tests.Encoders;

public class EsmConfigTests
{
    private const string Smallest = """{"model_type":"esm","vocab_size":24,"pad_token_id":1}""";

    [Fact]
    public void MissingKeysHaveTheDefaultsOfTheFamily()
    {
        var config = Parse(Smallest);
        Assert.Equal((768, 12, 12), (config.HiddenSize, config.LayerCount, config.HeadCount));
        Assert.Equal((3072, 1026), (config.IntermediateSize, config.MaxPositions));
        Assert.Equal(EsmPositions.Absolute, config.Positions);
        Assert.Equal((0.1, 0.1), (config.HiddenDropout, config.AttentionDropout));
        Assert.Equal((0.02, 1e-12), (config.InitializerRange, config.LayerNormEpsilon));
        Assert.True(config.TiedEmbeddings);
        Assert.False(config.TokenDropout);
        Assert.False(config.EmbeddingLayerNorm);
        Assert.Equal(1024, config.MaxTokens);
    }

    [Fact]
    public void IntegersStandForRealNumbersAndTheOtherWayRound()
    {
        var config = Parse(Smallest[..^1] + ",\"hidden_dropout_prob\":0,\"hidden_size\":480.0,\"emb_layer_norm_before\":null}");
        Assert.Equal((0.0, 480, 24), (config.HiddenDropout, config.HiddenSize, config.VocabularySize));
    }

    [Theory]
    [InlineData("omnigenome", "OmniGenome")]
    [InlineData("mprna", "OmniGenome")]
    [InlineData("esm", "esm")]
    public void TheFamilyTellsThePrefix(string type, string prefix) =>
        Assert.Equal(prefix, Parse($$"""{"model_type":"{{type}}","vocab_size":24,"pad_token_id":1}""").CreateBackbone().Prefix);

    [Fact]
    public void WithoutAModelTypeTheClassNamesTellTheFamily()
    {
        var config = Parse("""{"architectures":["Unknown","OmniGenomeForMaskedLM"],"vocab_size":24,"pad_token_id":1}""");
        Assert.Equal("omnigenome", config.ModelType);
    }

    [Theory]
    [InlineData("\"hidden_size\":10,\"num_attention_heads\":4", "hidden_size 10 is not divisible")]
    [InlineData("\"hidden_size\":20,\"num_attention_heads\":4,\"position_embedding_type\":\"rotary\"", "even head size")]
    [InlineData("\"token_dropout\":true", "mask_token_id is not given")]
    [InlineData("\"mask_token_id\":24", "mask_token_id 24 is outside")]
    [InlineData("\"num_hidden_layers\":0", "must be positive")]
    [InlineData("\"max_position_embeddings\":2", "leaves no position")]
    [InlineData("\"layer_norm_eps\":0", "layer_norm_eps")]
    [InlineData("\"hidden_dropout_prob\":1.0", "outside [0, 1)")]
    [InlineData("\"rope_theta\":-1", "rope_theta")]
    public void ContradictionsAreRefused(string more, string expected)
    {
        var e = Assert.Throws<OmniException>(() => Parse(Smallest[..^1] + "," + more + "}"));
        Assert.Equal("OH3203", e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AbsolutePositionsNeedAPaddingId() =>
        Assert.Equal("OH3203", Assert.Throws<OmniException>(() => Parse("""{"model_type":"esm","vocab_size":24}""")).Code);

    [Theory]
    [InlineData("\"hidden_size\":\"480\"", "hidden_size")]
    [InlineData("\"hidden_size\":480.5", "hidden_size")]
    [InlineData("\"hidden_size\":1e300", "hidden_size")]
    [InlineData("\"hidden_size\":[480]", "hidden_size")]
    [InlineData("\"token_dropout\":1", "token_dropout")]
    [InlineData("\"layer_norm_eps\":true", "layer_norm_eps")]
    [InlineData("\"layer_norm_eps\":1e999", "layer_norm_eps")]
    [InlineData("\"position_embedding_type\":3", "position_embedding_type")]
    public void ValuesOfTheWrongKindAreNamed(string more, string key)
    {
        var e = Assert.Throws<OmniException>(() => Parse(Smallest[..^1] + "," + more + "}"));
        Assert.Equal("OH3202", e.Code);
        Assert.Contains($"\"{key}\"", e.Message, StringComparison.Ordinal);
        Assert.Matches(@"config\.json:1:\d+$", e.Place);
    }

    [Theory]
    [InlineData("\"position_embedding_type\":\"relative_key\"")]
    [InlineData("\"is_decoder\":true")]
    [InlineData("\"add_cross_attention\":true")]
    [InlineData("\"is_folding_model\":true")]
    [InlineData("\"rope_scaling\":{\"factor\":2}")]
    [InlineData("\"rope_parameters\":{\"rope_type\":\"yarn\",\"rope_theta\":10000}")]
    public void WhatIsNotImplementedIsRefused(string more) =>
        Assert.Equal("OH3204", Assert.Throws<OmniException>(() => Parse(Smallest[..^1] + "," + more + "}")).Code);

    [Fact]
    public void AnotherFamilyIsRefusedWithTheNearestName()
    {
        var e = Assert.Throws<OmniException>(() => Parse("""{"model_type":"omnigenom","vocab_size":24}"""));
        Assert.Equal("OH3204", e.Code);
        Assert.Contains("omnigenome", e.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"model_type\":\"esm\",\n\"vocab_size\":}")]
    [InlineData("{\"vocab_size\":24,\"vocab_size\":25}")]
    public void MalformedFilesAreRefused(string text) => Assert.Equal("OH3201", Assert.Throws<OmniException>(() => Parse(text)).Code);

    [Fact]
    public void DeepNestingIsRefused() =>
        Assert.Equal("OH3201", Assert.Throws<OmniException>(() => Parse(new StringBuilder().Append('[', 100_000).ToString())).Code);

    [Fact]
    public void AMissingVocabularySizeIsNamed()
    {
        var e = Assert.Throws<OmniException>(() => Parse("""{"model_type":"esm","pad_token_id":1}"""));
        Assert.Contains("vocab_size", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithoutConfigurationIsNamed() =>
        Assert.Equal("OH3201", Assert.Throws<OmniException>(() => Read(Path.Combine(Path.GetTempPath(), "no-such-folder"))).Code);

    [Fact]
    public void WrittenConfigurationsReadBackEqual()
    {
        using var folder = new TemporaryFolder();
        var other = Small.Config with
        {
            ModelType = "esm",
            EmbeddingLayerNorm = true,
            Positions = EsmPositions.Absolute,
            TiedEmbeddings = false,
            ClassifierDropout = 0.3,
        };
        foreach (var config in new[] { EsmConfig.OmniGenome52M, other })
        {
            ModelConfigFile.Write(folder["config.json"], config.ToJson());
            Assert.Equal(config, Read(folder.Path));
        }
    }

    private static EsmConfig Read(string fileOrFolder) => (EsmConfig)ModelFamilies.Read(ModelConfigFile.Open(fileOrFolder));

    private static EsmConfig Parse(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], text);
        return Read(folder.Path);
    }
}
