using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests.Backbones;

public class CapabilityTests
{
    private static readonly OmniModelOptions Two = new() { LabelNames = ["a", "b"] };

    [Theory]
    [InlineData("token_classification")]
    [InlineData("sequence_classification")]
    public void ABackboneWithoutAttentionTakesEveryHeadOfTokensAndSequences(string task)
    {
        using var scope = new TensorScope();
        using var model = Fresh(TaskType.Parse(task), Two);
        var output = model.Forward(Small.Batch([0, 4, 5, 2], [0, 4, 2]));
        Assert.Equal(TaskType.Parse(task) == TaskType.TokenClassification ? [2, 4, 2] : [2, 2], output.Logits.Shape);
        Assert.True(output.Logits.Abs().Max().ToDouble() > 0);
    }

    [Fact]
    public void WhatABackboneCannotDoIsSaid()
    {
        using var scope = new TensorScope();
        var input = Small.Batch([0, 4, 5, 2]);
        using var model = Fresh(TaskType.Embedding, new());
        Assert.Null(model.Forward(input).Features);
        AssertRefused("OH3403", () => model.Forward(input, Outputs.Attentions));
        AssertRefused("OH3403", () => _ = model.Backbone.NeededHeadCount);
        AssertRefused("OH3408", () => model.LowerStates(input, 1));
        AssertRefused("OH3402", () => model.Backbone.PredictContacts(input));
        AssertRefused("OH3404", () => model.Forward(input with { TokenTypeIds = input.InputIds.ZerosLike() }));
        using var backbone = new ConvolutionBackbone();
        AssertRefused("OH3604", () => OmniModels.For(new ModelStart(TaskType.MaskedLanguageModel, backbone, new())));
        AssertRefused(
            "OH3604", () => OmniModels.For(new ModelStart(TaskType.SequenceRegression, backbone, new() { Pooling = Pooling.Pooler })));
    }

    [Fact]
    public void APoolerIsReadFromTheFileOrNew()
    {
        using var scope = new TensorScope();
        var options = Two with { Pooling = Pooling.Pooler };
        using var read = OmniModel.Create(Goldens.Encoder("esm-model-pooler"), TaskType.SequenceClassification, options, seed: 4);
        Assert.Equal(["classifier.weight", "classifier.bias"], read.LoadReport!.Fresh);
        using var made = OmniModel.Create(Goldens.Encoder("esm-tokcls"), TaskType.SequenceClassification, options, seed: 4);
        Assert.Equal(["esm.pooler.dense.weight", "esm.pooler.dense.bias", "classifier.weight", "classifier.bias"], made.LoadReport!.Fresh);
        var start = made.StateDict().ToDictionary()["esm.pooler.dense.weight"].Value;
        Assert.InRange(start.Square().Mean().ToDouble(), 1e-5, 1e-2);
        var input = Small.Batch([0, 4, 5, 2]);
        var output = made.Forward(input);
        Assert.Equal(made.Backbone.Pooler!.Forward(output.LastHiddenState).ToArray<float>(), output.Features!.ToArray<float>());
    }

    [Fact]
    public void ATaskWithoutAPoolerMakesNone()
    {
        var options = Two with { Pooling = Pooling.Pooler };
        using var model = OmniModel.Create(Goldens.Encoder("esm-tokcls"), TaskType.TokenClassification, options, seed: 4);
        Assert.Null(model.Backbone.Pooler);
        Assert.IsType<EncoderBackbone>(model.Backbone);
    }

    private static OmniModel Fresh(TaskType task, OmniModelOptions options) =>
        OmniModels.For(new ModelStart(task, new ConvolutionBackbone(), options, made => OmniModels.Fresh(made, 1)));

    private static void AssertRefused(string code, Action action) => Assert.Equal(code, Assert.Throws<OmniException>(action).Code);
}
