using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests.Encoders;

public class LongformerTests
{
    private static readonly int[] Short = [0, 7, 9, 2], Long = [0, 5, 6, 7, 8, 9, 10, 11, 12, 13, 2];

    private static LongformerConfig Config(params int[] windows) => new()
    {
        VocabularySize = 24,
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 4,
        IntermediateSize = 20,
        MaxPositions = 40,
        Windows = windows,
        InitializerRange = 0.3,
    };

    [Fact]
    public void AWindowThatIsWiderThanTheSequenceIsAttentionToAll()
    {
        using var scope = new TensorScope();
        using var local = Fresh(Config(24));
        var roberta = new RobertaConfig
        {
            VocabularySize = 24,
            HiddenSize = 16,
            LayerCount = 2,
            HeadCount = 4,
            IntermediateSize = 20,
            MaxPositions = 40,
        };
        using var full = Fresh(roberta);
        var weights = local.Backbone.StateDict().ToDictionary(entry => entry.Name, entry => entry.Value);
        using (GradMode.Off())
            foreach (var (name, parameter) in full.Backbone.NamedParameters()) parameter.Value.Detach().CopyInPlace(weights[name]);
        var batch = Small.Batch(Long, Short);
        var mask = batch.AttentionMask!.Unsqueeze(-1);
        Assert.True(Small.Distance(local.Forward(batch).LastHiddenState * mask, full.Forward(batch).LastHiddenState * mask) < 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(64)]
    public void ATokenSeesHalfAWindowOnEitherSideAndGlobalTokens(int window)
    {
        using var scope = new TensorScope();
        using var model = Fresh(Config(window) with { LayerCount = 1 });
        var near = Row(Long);
        foreach (var changed in Enumerable.Range(1, Long.Length - 2))
        {
            var row = Row([.. Long.Select((token, i) => i == changed ? 20 : token)]);
            foreach (var place in Enumerable.Range(0, Long.Length))
                Assert.Equal(Math.Abs(place - changed) <= window / 2, Small.Distance(near.Select(0, place), row.Select(0, place)) > 1e-6);
        }
        var global = Row(Long, 3);
        Assert.All(Enumerable.Range(0, Long.Length), place => Assert.Equal(Math.Abs(place - 4) <= window / 2 || place is 3 or 4,
            Small.Distance(global.Select(0, place), Row([.. Long.Select((token, i) => i == 4 ? 20 : token)], 3).Select(0, place)) > 1e-6));

        Tensor Row(int[] tokens, int? seer = null)
        {
            var input = Small.Batch(tokens);
            if (seer is { } place)
            {
                var marks = input.InputIds.ZerosLike();
                marks.Narrow(1, place, 1).FillInPlace(1);
                input = input with { GlobalAttention = marks };
            }
            return model.Forward(input).LastHiddenState.Select(0, 0);
        }
    }

    [Fact]
    public void ProbabilitiesOfEveryTokenAddUpToOne()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Config(4, 6));
        var input = Small.Batch(Long, Short);
        var marks = input.InputIds.ZerosLike();
        marks.Narrow(1, 0, 1).FillInPlace(1);
        var output = model.Forward(input with { GlobalAttention = marks }, Outputs.Attentions);
        Assert.Equal([2, 4, 11, 1 + 5], output.Attentions![0].Shape);
        Assert.Equal([2, 4, 11, 1 + 7], output.Attentions[1].Shape);
        var ordinary = input.AttentionMask! * (1 - marks);
        var sums = output.Attentions[1].Sum([-1]).Select(1, 2);                   // [B, L]
        Assert.True(Small.Distance(sums, ordinary.To(DType.Float32)) < 1e-6);
        Assert.True(Small.Distance(output.GlobalAttentions![0].Sum([2]), Ops.Ones([2, 4, 1], DType.Float32)) < 1e-6);
    }

    [Fact]
    public void ClassifiersOfSequencesMakeTheFirstTokenGlobal()
    {
        using var scope = new TensorScope();
        var options = new OmniModelOptions { LabelNames = ["a", "b"], Pooling = Pooling.Cls };
        using var model = OmniModel.Create(Config(2) with { LayerCount = 1 }, TaskType.SequenceClassification, options, seed: 1);
        model.Eval();
        var far = model.Forward(Small.Batch([.. Long[..8], 20, .. Long[9..]])).Logits;
        Assert.True(Small.Distance(far, model.Forward(Small.Batch(Long)).Logits) > 1e-6);
    }

    private static OmniModel Fresh(EncoderConfig config)
    {
        var model = OmniModel.Create(config, TaskType.Embedding, new(), seed: 3);
        model.Eval();
        return model;
    }
}
