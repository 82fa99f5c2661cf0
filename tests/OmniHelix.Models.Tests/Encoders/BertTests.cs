using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests.Encoders;

public class BertTests
{
    private const string LanguageModel = "bert-mlm", Smallest = """{"model_type":"bert","vocab_size":24}""";

    private static readonly int[] Long = [2, 5, 9, 6, 5, 8, 8, 6, 3], Short = [2, 5, 6, 9, 3];

    private static readonly BertConfig Small = new()
    {
        VocabularySize = 24,
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 4,
        IntermediateSize = 24,
        MaxPositions = 12,
        PaddingId = 1,
        InitializerRange = 0.5,
    };

    [Fact]
    public void MissingKeysHaveTheDefaultsOfTheFamily()
    {
        var config = Read(Smallest);
        Assert.Equal(new BertConfig { VocabularySize = 24 }, config);
        Assert.Equal((768, 12, 12), (config.HiddenSize, config.LayerCount, config.HeadCount));
        Assert.Equal((3072, 512), (config.IntermediateSize, config.MaxPositions));
        Assert.Equal((2, 0, 1e-12, 0.1), (config.TokenTypeCount, config.PaddingId, config.LayerNormEpsilon, config.HiddenDropout));
        Assert.Equal(BertPositions.Absolute, config.Positions);
    }

    [Theory]
    [InlineData("\"position_embedding_type\":\"relative\"", "OH3204", "relative")]
    [InlineData("\"hidden_act\":\"gelo\"", "OH3204", "gelo")]
    [InlineData("\"is_decoder\":true", "OH3204", "decoder")]
    [InlineData("\"type_vocab_size\":0", "OH3203", "type_vocab_size")]
    [InlineData("\"type_vocab_size\":\"2\"", "OH3202", "type_vocab_size")]
    [InlineData("\"pad_token_id\":24", "OH3203", "pad_token_id")]
    [InlineData("\"num_attention_heads\":7", "OH3203", "not divisible")]
    public void WhatDoesNotFitIsRefusedByName(string more, string code, string expected)
    {
        var e = Assert.Throws<OmniException>(() => Read(Smallest[..^1] + "," + more + "}"));
        Assert.Equal(code, e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BertPositions.Absolute, "relu")]
    [InlineData(BertPositions.RelativeKey, "gelu_new")]
    [InlineData(BertPositions.RelativeKeyQuery, "silu")]
    public void WrittenConfigurationsReadBackEqual(BertPositions positions, string activation)
    {
        using var folder = new TemporaryFolder();
        var config = Small with { Positions = positions, HiddenActivation = activation, TokenTypeCount = 1, ClassifierDropout = 0.2 };
        ModelConfigFile.Write(folder["config.json"], config.ToJson());
        Assert.Equal(config, ModelFamilies.Read(ModelConfigFile.Open(folder.Path)));
    }

    // DNABERT 3 to 6 and the first SpliceBERT: language models, and encoders with their pooler.
    [Theory]
    [InlineData(12, 768, 12, 69, 512, 86_095_941)]
    [InlineData(12, 768, 12, 261, 512, 86_243_589)]
    [InlineData(12, 768, 12, 1029, 512, 86_834_181)]
    [InlineData(12, 768, 12, 4101, 512, 89_196_549)]
    [InlineData(6, 512, 16, 10, 1026, 19_710_474)]
    public void LanguageModelsHaveThePublishedNumberOfParameters(
        int layers, int hidden, int heads, int vocabulary, int positions, long published)
    {
        var config = new BertConfig
        {
            VocabularySize = vocabulary,
            LayerCount = layers,
            HiddenSize = hidden,
            HeadCount = heads,
            IntermediateSize = 4 * hidden,
            MaxPositions = positions,
        };
        using var model = OmniModels.For(new ModelStart(TaskType.MaskedLanguageModel, config.CreateBackbone(), new OmniModelOptions()));
        Assert.Equal(published, model.ParameterCount());
    }

    [Fact]
    public void HeadsOfDNABERT6HaveThePublishedNumberOfParameters()
    {
        var config = new BertConfig { VocabularySize = 4101 };
        using var encoder = config.CreateBackbone(BackboneParts.Pooler);
        Assert.Equal(89_190_912, encoder.ParameterCount());
        var options = new OmniModelOptions { LabelNames = ["a", "b"], Pooling = Pooling.Pooler };
        using var sequences = OmniModel.Create(config, TaskType.SequenceClassification, options, seed: 1);
        Assert.Equal(89_192_450, sequences.ParameterCount());
        using var tokens = OmniModel.Create(config, TaskType.TokenClassification, options, seed: 1);
        Assert.Equal(88_601_858, tokens.ParameterCount());
    }

    [Theory]
    [InlineData(BertPositions.Absolute)]
    [InlineData(BertPositions.RelativeKey)]
    [InlineData(BertPositions.RelativeKeyQuery)]
    public void ASequenceDoesNotFeelItsBatchButItsOrder(BertPositions positions)
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small with { Positions = positions });
        var together = model.Forward(Tests.Small.Batch(Long, Short)).LastHiddenState;
        foreach (var (row, tokens) in new[] { Long, Short }.Index())
        {
            var alone = model.Forward(Tests.Small.Batch(tokens)).LastHiddenState.Select(0, 0);
            Assert.True(Tests.Small.Distance(alone, together.Select(0, row).Narrow(0, 0, tokens.Length)) < 1e-5);
        }
        var forwards = model.Forward(Tests.Small.Batch([2, 5, 9, 3])).LastHiddenState.Select(0, 0).Select(0, 0);
        var backwards = model.Forward(Tests.Small.Batch([2, 9, 5, 3])).LastHiddenState.Select(0, 0).Select(0, 0);
        Assert.True(Tests.Small.Distance(forwards, backwards) > 1e-3);
    }

    [Fact]
    public void TokenTypesAreTheFirstUnlessGiven()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small);
        var input = Tests.Small.Batch(Long);
        var plain = model.Forward(input).LastHiddenState;
        var first = model.Forward(input with { TokenTypeIds = input.InputIds.ZerosLike() }).LastHiddenState;
        var second = model.Forward(input with { TokenTypeIds = input.InputIds.OnesLike() }).LastHiddenState;
        Assert.Equal(plain.ToArray<float>(), first.ToArray<float>());
        Assert.True(Tests.Small.Distance(plain, second) > 0.01);
    }

    [Theory]
    [InlineData(BertPositions.Absolute)]
    [InlineData(BertPositions.RelativeKey)]
    public void MoreTokensThanPositionsIsAnError(BertPositions positions)
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small with { Positions = positions });
        Assert.Equal([1, 12, 16], model.Forward(Tests.Small.Batch([.. Enumerable.Repeat(5, 12)])).LastHiddenState.Shape);
        Assert.Equal("OH3401", Assert.Throws<OmniException>(() => model.Forward(Tests.Small.Batch([.. Enumerable.Repeat(5, 13)]))).Code);
    }

    [Theory]
    [InlineData("module.bert.")]
    [InlineData("model.bert.")]
    [InlineData("_orig_mod.")]
    public void EveryPublishedPrefixGivesTheSameModel(string prefix)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(LanguageModel, folder.Path, name => name.StartsWith("bert.", StringComparison.Ordinal) ? prefix + name[5..] : name);
        AssertSameLogits(folder);
    }

    [Fact]
    public void OldNamesOfNormsAndOfTheDecoderAreKnownAndLeftoversOfPreTrainingStayUnused()
    {
        using var folder = new TemporaryFolder();
        TensorSource[] leftovers =
        [
            Goldens.Zeros("cls.seq_relationship.weight", DType.Float32, 2, 20),
            Goldens.Zeros("bert.embeddings.position_ids", DType.Int64, 1, 24),
        ];
        Goldens.Copy(LanguageModel, folder.Path, OldName, more: leftovers);
        AssertSameLogits(folder);
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(["cls.seq_relationship.weight"], model.LoadReport!.Unused);

        static string OldName(string name)
        {
            if (name == "cls.predictions.bias") return "cls.predictions.decoder.bias";
            return name.Replace("Norm.weight", "Norm.gamma", StringComparison.Ordinal)
                .Replace("Norm.bias", "Norm.beta", StringComparison.Ordinal);
        }
    }

    // Published files leave out the switches by which configurations tell, and the models then tell by their tensors.
    [Theory]
    [InlineData("mosaicbert-mlm", "alibi_starting_size")]
    [InlineData("gena-preln-mlm", "pre_layer_norm")]
    [InlineData("ntv2-mlm", "model_type")]
    [InlineData("mosaicbert-mlm", "model_type")]
    public void OtherEncodersOfTheSameNameAreToldByTheirTensors(string golden, string missing)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        Goldens.Copy(golden, folder.Path, configure: config => config.Remove(missing));
        using var expected = OmniModel.FromPretrained(Goldens.Encoder(golden));
        using var got = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(expected.Backbone.Config, got.Backbone.Config);
        var input = Tests.Small.Batch(Short);
        Assert.Equal(expected.Forward(input).Logits.ToArray<float>(), got.Forward(input).Logits.ToArray<float>());
    }

    [Fact]
    public void ModelsAreSavedAsTransformersExpectsThem()
    {
        using var folder = new TemporaryFolder();
        var options = new OmniModelOptions { LabelNames = ["a", "b"], Pooling = Pooling.Pooler };
        using var model = OmniModel.Create(Small, TaskType.MultiLabelClassification, options, seed: 3);
        model.SavePretrained(folder.Path);
        Assert.Equal("BertForSequenceClassification", Goldens.Config(folder.Path).GetProperty("architectures")[0].GetString());
        using var weights = Checkpoint.Open(folder.Path);
        Assert.Contains("bert.pooler.dense.weight", weights.Names);
        Assert.Contains("bert.encoder.layer.1.attention.output.LayerNorm.bias", weights.Names);
        using var loaded = OmniModel.FromPretrained(folder.Path);
        Assert.Equal((TaskType.MultiLabelClassification, Pooling.Pooler), (loaded.Task, loaded.Options.Pooling));
    }

    [Fact]
    public void ASequenceModelWithoutItsPoolerIsRefusedAndANewHeadMakesOne()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy("bert-seqcls", folder.Path, name => name.Contains("pooler", StringComparison.Ordinal) ? null : name);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path, TaskType.SequenceClassification));
        Assert.Contains("bert.pooler.dense.weight", e.Message, StringComparison.Ordinal);
        var options = new OmniModelOptions { LabelNames = ["a", "b"], Pooling = Pooling.Pooler };
        using var model = OmniModel.Create(folder.Path, TaskType.SequenceClassification, options, seed: 1);
        Assert.Contains("bert.pooler.dense.weight", model.LoadReport!.Fresh);
    }

    private static void AssertSameLogits(TemporaryFolder folder)
    {
        using var scope = new TensorScope();
        using var expected = OmniModel.FromPretrained(Goldens.Encoder(LanguageModel));
        using var got = OmniModel.FromPretrained(folder.Path);
        var input = Tests.Small.Batch(Short);
        Assert.Equal(expected.Forward(input).Logits.ToArray<float>(), got.Forward(input).Logits.ToArray<float>());
    }

    private static BertConfig Read(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config.json"], text);
        return (BertConfig)ModelFamilies.Read(ModelConfigFile.Open(folder.Path));
    }

    private static EncoderBackbone Fresh(BertConfig config)
    {
        var model = OmniModel.Create(config, TaskType.Embedding, new(), seed: 3);
        model.Eval();
        return (EncoderBackbone)model.Backbone;
    }
}
