using System.Globalization;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Tests.Baselines;

public class BaselineModelsTests
{
    private static readonly OmniTokenizer Tokenizer = BaselineModels.Tokenizer();

    public static TheoryData<string> Names => [.. BaselineModels.Names];

    // Tokens that a vector of the last hidden state stands for.
    private static readonly Dictionary<string, int> Resolutions = new()
    {
        ["cnn"] = 1,
        ["rnn"] = 1,
        ["bpnet"] = 1,
        ["basenji"] = 128,
        ["deepstarr"] = 16,
        ["deepsea"] = 16,
    };

    [Fact]
    public void TheSixAreKnown() => Assert.Equal(Resolutions.Keys, BaselineModels.Names);

    [Theory]
    // Counted by hand from the published layouts: of convolutions out · in · size + out where nothing norms them, of norms 2 · channels.
    [InlineData("cnn", 128 * 6 + 128 * 128 * (3 + 5 + 7) + 3 * 128, 384)]
    [InlineData("rnn", 128 * 6 + 2 * (4 * 256 * (128 + 256) + 2 * 4 * 256), 512)]
    [InlineData("bpnet", 64 * 4 * 25 + 64 + 9 * (64 * 64 * 3 + 64), 64)]
    [InlineData("deepsea", 320 * 4 * 8 + 320 + 480 * 320 * 8 + 480 + 960 * 480 * 8 + 960, 960)]
    [InlineData(
        "deepstarr", 256 * 4 * 7 + 60 * 256 * 3 + 60 * 60 * 5 + 120 * 60 * 3 + 2 * (256 + 60 + 60 + 120), 120)]
    [InlineData(
        "basenji",
        64 * 4 * 15 + 64 * 64 * 5 + 72 * 64 * 5 + 2 * (64 + 64 + 72) + 6 * (72 * 32 * 3 + 32 * 72 + 2 * (32 + 72)) + 72 * 64 + 2 * 64, 64)]
    public void TheUsualSizesAreThePublishedOnes(string name, int parameters, int hidden)
    {
        var config = BaselineModels.Config(name, Tokenizer);
        using var backbone = config.CreateBackbone();
        Assert.Equal(parameters, backbone.ParameterCount());
        Assert.Equal(hidden, backbone.HiddenSize);
        Assert.Equal(Resolutions[name], backbone.Resolution);
        Assert.Equal(int.MaxValue, backbone.MaxTokens);
        Assert.True(backbone.FlopsPerToken(1000) > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASequenceDoesNotFeelItsBatch(string name)
    {
        using var scope = new TensorScope();
        using var model = Classifier(name);
        Worn(model);
        int[] lengths = [130, 1, 16, 17, 300, 257];
        var (ids, batch) = Batch(lengths);
        var together = model.Forward(batch);
        var resolution = Resolutions[name];
        Assert.Equal((300 + resolution - 1) / resolution, together.LastHiddenState.Size(1));
        foreach (var (row, length) in lengths.Index())
        {
            var alone = model.Forward(new ModelInput(Tensor.From<long>(ids[row], [1, length])));
            var positions = (length + resolution - 1) / resolution;
            Assert.Equal(positions, alone.LastHiddenState.Size(1));
            AssertSame(alone.Logits, together.Logits.Narrow(0, row, 1));
            AssertSame(alone.LastHiddenState.Select(0, 0), together.LastHiddenState.Select(0, row).Narrow(0, 0, positions));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheLossOfABatchDoesNotFeelItsPaddingInTraining(string name)
    {
        using var scope = new TensorScope();
        using var model = Classifier(name, dropout: 0);
        model.Train();
        Without<Dropout>(model);
        var (_, batch) = Batch([130, 64, 128, 257]);
        var longer = new ModelInput(Longer(batch.InputIds, 5), Longer(batch.AttentionMask!, 0));
        var first = model.Forward(batch).Logits.ToArray<float>();
        foreach (var (one, other) in first.Zip(model.Forward(longer).Logits.ToArray<float>())) Assert.Equal(one, other, 1e-5f);

        static Tensor Longer(Tensor x, int with) => Ops.Cat([x, Ops.Full([x.Size(0), 500], with, DType.Int64, x.Device)], 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASavedModelIsTheSameModel(string name)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = Classifier(name);
        Worn(model);
        model.SavePretrained(folder.Path);
        using var loaded = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(model.Task, loaded.Task);
        Assert.Equal((model.Options.Pooling, model.Options.Layout), (loaded.Options.Pooling, loaded.Options.Layout));
        Assert.Empty(loaded.LoadReport!.Unused);
        Assert.Equal(model.ParameterCount(), loaded.ParameterCount());
        var (_, batch) = Batch([40, 200]);
        Assert.Equal(model.Forward(batch).Logits.ToArray<float>(), loaded.Forward(batch).Logits.ToArray<float>());
        // Running statistics of a frozen model may be written to, which the mapping of its file may not.
        loaded.Train();
        Assert.All(loaded.Forward(batch).Logits.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AConfigurationIsWrittenAndRead(string name)
    {
        var config = BaselineModels.Config(name, Tokenizer, ["dropout=0.3"]);
        var again = Models.Families.ModelFamilies.Read(Models.Configuration.ModelConfigFile.Parse(config.ToJson().ToJsonString(), "test"));
        Assert.Equal(config.ToJson().ToJsonString(), again.ToJson().ToJsonString());
        Assert.Contains("\"dropout\":0.3", config.ToJson().ToJsonString(), StringComparison.Ordinal);
        using var backbone = config.CreateBackbone();
        var tensors = backbone.StateDict().ToDictionary();
        Assert.All(config.Claims, claim => Assert.Equal(claim.Stated, tensors[claim.Tensor].Value.Size(claim.Axis)));
        Assert.All(tensors.Keys, tensor => Assert.True(config.Family.Keys.IsBackbone(tensor), tensor));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EmbeddingsPoolAsTheHeadDoes(string name)
    {
        using var scope = new TensorScope();
        using var model = Classifier(name, Pooling.Mean, HeadLayout.Linear);
        Worn(model);
        var (_, batch) = Batch([300, 140]);
        var output = model.Forward(batch);
        var pooled = model.Pool(output.LastHiddenState, batch, Pooling.Mean, model.Options.SpecialTokens);
        Assert.Equal(output.Features!.ToArray<float>(), pooled.ToArray<float>());
        // A vector counts as often as it stands for tokens.
        var states = output.LastHiddenState.Select(0, 1).ToArray<float>();
        var (h, r) = (model.HiddenSize, Resolutions[name]);
        for (var channel = 0; channel < h; channel++)
        {
            var mean = Enumerable.Range(0, 140).Average(token => (double)states[token / r * h + channel]);
            Assert.Equal(mean, output.Features!.ToArray<float>()[h + channel], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ProductsInBfloat16AreNearly(string name)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var model = Classifier(name);
        model.Eval();
        var (_, batch) = Batch([200, 90]);
        var exact = model.Forward(batch).Logits.ToArray<float>();
        using var narrow = new Autocast();
        foreach (var (one, other) in exact.Zip(model.Forward(batch).Logits.ToArray<float>())) Assert.Equal(one, other, 0.05f);
    }

    [Theory]
    [InlineData("basenji")]
    [InlineData("deepstarr")]
    [InlineData("deepsea")]
    public void ALabelForEachBaseNeedsAVectorForEach(string name)
    {
        var options = new OmniModelOptions { LabelNames = ["a", "b"] };
        var e = Assert.Throws<OmniException>(() => OmniModel.Create(name, TaskType.TokenClassification, options, seed: 1));
        Assert.Equal("OH3604", e.Code);
        var said = string.Create(CultureInfo.InvariantCulture, $"one vector for {Resolutions[name]} tokens");
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cnn")]
    [InlineData("rnn")]
    [InlineData("bpnet")]
    public void OthersLabelBases(string name)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(name, TaskType.TokenClassification, new OmniModelOptions { LabelNames = ["a", "b"] }, seed: 1);
        Assert.Equal([2, 50, 2], model.Forward(Batch([50, 20]).Input).Logits.Shape.ToArray());
    }

    [Fact]
    public void ABaseIsItsLetterWhateverItsIdAndUIsT()
    {
        using var scope = new TensorScope();
        var tokenizer = OmniTokenizer.OmniGenome();
        var config = BaselineModels.Config("bpnet", tokenizer);
        Assert.Equal("----ACGT-TACGT-T--------", config.ToJson()["token_bases"]!.GetValue<string>());
        using var model = OmniModel.Create(config, TaskType.SequenceRegression, new(), seed: 1, tokenizer);
        model.Eval();
        Assert.Equal(Logits("ACGUUN"), Logits("acgttn"));
        Assert.Equal(Logits("ACGUUN"), Logits("ACGTTX"));
        Assert.NotEqual(Logits("ACGUUN"), Logits("ACGUUA"));

        float[] Logits(string sequence)
        {
            long[] ids = [.. tokenizer.Tokenize(sequence).Ids.Select(id => (long)id)];
            return model.Forward(new ModelInput(Tensor.From<long>(ids, [1, ids.Length]))).Logits.ToArray<float>();
        }
    }

    [Fact]
    public void ATokenizerWithoutSingleBasesIsRefusedButForLearnedVectors()
    {
        var kmers = GenomicTokenizers.Dna(kmer: 3);
        Assert.Equal("OH3206", Assert.Throws<OmniException>(() => BaselineModels.Config("bpnet", kmers)).Code);
        Assert.Equal(kmers.VocabularySize, BaselineModels.Config("cnn", kmers).VocabularySize);
    }

    [Fact]
    public void AnotherTokenizerThanThatOfTraining()
    {
        using var folder = new TemporaryFolder();
        var config = BaselineModels.Config("deepstarr", OmniTokenizer.OmniGenome());
        using (var model = OmniModel.Create(config, TaskType.SequenceRegression, new(), seed: 1)) model.SavePretrained(folder.Path);
        using var same = OmniModel.FromPretrained(folder.Path, tokenizer: OmniTokenizer.OmniGenome());
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path, tokenizer: Tokenizer));
        Assert.Equal("OH3206", e.Code);
        Assert.Contains("reads token 0 as no base, and the tokenizer's is 'A'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cnn", "hidden_size=96", 96)]
    [InlineData("rnn", "hidden_size = 32", 32)]
    [InlineData("bpnet", "hidden_size=8", 8)]
    [InlineData("basenji", "hidden_size=8", 8)]
    [InlineData("deepstarr", "hidden_size=8", 8)]
    [InlineData("deepsea", "hidden_size=8", 8)]
    public void SizesMayBeChosen(string name, string setting, int hidden) =>
        Assert.Equal(hidden, BaselineModels.Config(name, Tokenizer, [setting]).HiddenSize);

    [Theory]
    [InlineData("cnn", "kernel_sizes=[3,5,7,9,11]", "OH3203")]
    [InlineData("cnn", "kernel_sizes=[3,2.5,1]", "OH3202")]
    [InlineData("cnn", "kernel_sizes=[]", "OH3202")]
    [InlineData("cnn", "hidden_size=-3", "OH3203")]
    [InlineData("cnn", "hidden_size=many", "OH3207")]
    [InlineData("cnn", "hidden_size", "OH3207")]
    [InlineData("cnn", "hiden_size=3", "OH3207")]
    [InlineData("cnn", "vocab_size=3", "OH3207")]
    [InlineData("cnn", "dropout=1", "OH3203")]
    [InlineData("rnn", "hidden_size=3", "OH3203")]
    [InlineData("rnn", "num_hidden_layers=0", "OH3203")]
    [InlineData("bpnet", "num_hidden_layers=60", "OH3203")]
    [InlineData("basenji", "block_channels=0", "OH3203")]
    [InlineData("deepstarr", "conv_channels=[8,8]", "OH3203")]
    [InlineData("deepsea", "conv_channels=8", "OH3202")]
    [InlineData("transformer", "hidden_size=8", "OH2016")]
    public void WhatDoesNotFitIsRefused(string name, string setting, string code) =>
        Assert.Equal(code, Assert.ThrowsAny<OmniException>(() => BaselineModels.Config(name, Tokenizer, [setting])).Code);

    [Fact]
    public void OnlyTheLastHiddenStateIsThere()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create("cnn", TaskType.Embedding, new(), seed: 1);
        var e = Assert.Throws<OmniException>(() => model.Forward(Batch([9]).Input, Outputs.HiddenStates));
        Assert.Equal("OH3406", e.Code);
    }

    [Fact]
    public void AFolderOfTheNameComesFirst()
    {
        Assert.True(BaselineModels.IsNamed("cnn"));
        Assert.False(BaselineModels.IsNamed("cnn2"));
        using var folder = new TemporaryFolder();
        Assert.False(BaselineModels.IsNamed(folder.Path));
    }

    [Fact]
    public void AModelThatIsMadeByNameReadsSequences()
    {
        using var scope = new TensorScope();
        var label2Id = new Dictionary<string, int> { ["no"] = 0, ["yes"] = 1 };
        using var model = new OmniModelForSequenceClassification("deepstarr", Tokenizer, label2Id);
        Assert.Equal((Pooling.Mean, HeadLayout.Mlp), (model.Options.Pooling, model.Options.Layout));
        Assert.Null(model.LoadReport);
        Assert.Equal([1, 2], model.Forward(new ModelInput(Tensor.From<long>([0L, 1, 2, 3], [1, 4]))).Logits.Shape.ToArray());
    }

    // Beside the largest number: products of several sequences are summed in another order than those of one.
    private static void AssertSame(Tensor expected, Tensor found) =>
        Assert.InRange(Small.Distance(expected, found) / Math.Max(1, expected.Abs().Max().ToDouble()), 0, 1e-6);

    private static OmniModel Classifier(string name, Pooling? pooling = null, HeadLayout? layout = null, double? dropout = null)
    {
        var options = new OmniModelOptions { LabelNames = ["a", "b", "c"], Pooling = pooling, Layout = layout, Dropout = dropout };
        return OmniModel.Create(name, TaskType.SequenceClassification, options, seed: 3);
    }

    // As after training: running statistics are no longer those of the start.
    private static void Worn(OmniModel model)
    {
        TorchEngine.ManualSeed(11);
        foreach (var (name, parameter) in model.StoredParameters())
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) Initialization.Normal(parameter, 0.1);
            else if (name.EndsWith("running_var", StringComparison.Ordinal)) Initialization.Uniform(parameter, 0.2);
        foreach (var (name, parameter) in model.StoredParameters())
            if (name.EndsWith("running_var", StringComparison.Ordinal))
                using (GradMode.Off()) parameter.Value.AddInPlace(1);
        model.Eval();
    }

    private static void Without<T>(Module module) where T : Module
    {
        foreach (var (_, part) in module.NamedModules())
            if (part is T) part.Eval();
    }

    private static (long[][] Ids, ModelInput Input) Batch(int[] lengths)
    {
        var random = new Xoshiro256(5);
        var longest = lengths.Max();
        long[][] ids = [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => (long)random.Next(5)).ToArray())];
        long[] padded = [.. ids.SelectMany(row => row.Concat(Enumerable.Repeat(5L, longest - row.Length)))];
        long[] mask = [.. ids.SelectMany(row => Enumerable.Repeat(1L, row.Length).Concat(Enumerable.Repeat(0L, longest - row.Length)))];
        long[] shape = [lengths.Length, longest];
        return (ids, new ModelInput(Tensor.From<long>(padded, shape), mask.Contains(0) ? Tensor.From<long>(mask, shape) : null));
    }
}
