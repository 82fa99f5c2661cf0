using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Models;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Heads;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>Sequence classifiers as transformers publishes them, trained further on the same labels.</summary>
public sealed class PublishedHeadTests : IDisposable
{
    private const string Sequence = "GGGAAACGCUUCGG";

    private static readonly EncoderConfig[] Encoders =
    [
        new BertConfig
        {
            VocabularySize = 24, HiddenSize = 16, LayerCount = 1, HeadCount = 2, IntermediateSize = 32, MaxPositions = 64, PaddingId = 1,
        },
        new EsmConfig
        {
            VocabularySize = 24, HiddenSize = 16, LayerCount = 1, HeadCount = 2, IntermediateSize = 32, MaxPositions = 64, PaddingId = 1,
            MaskId = 23, Positions = EsmPositions.Rotary,
        },
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, Pooling.Pooler, HeadLayout.Linear)]
    [InlineData(1, Pooling.Cls, HeadLayout.Dense)]
    public void TheyPredictTheSameAfterAStepOfAlmostNothing(int encoder, Pooling pooling, HeadLayout layout)
    {
        var options = new OmniModelOptions { LabelNames = ["neg", "pos"], Pooling = pooling, Layout = layout };
        ModelFolder.Write(folder["published"], Encoders[encoder], TaskType.SequenceClassification, options);
        var config = JsonNode.Parse(File.ReadAllText(folder["published", "config.json"]))!.AsObject();
        config.Remove("omnihelix");
        File.WriteAllText(folder["published", "config.json"], config.ToJsonString());
        folder.Write("train.csv", "sequence,label\nGGGAAACCC,pos\nACGUACGU,neg\nGGGAAACC,pos\nACGUACGA,neg\n");
        var train = OmniProgram.Run(
            "train", "--data", folder["train.csv"], "--model", folder["published"], "--output", folder["run"], "--max-steps", "1",
            "--learning-rate", "1e-12", "--no-baselines");
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("All weights come from", train.Error, StringComparison.Ordinal);
        Assert.All(Probabilities("published").Zip(Probabilities("run")), pair => Assert.Equal(pair.First, pair.Second, 6));
    }

    private double[] Probabilities(string model)
    {
        var run = OmniProgram.Run("infer", "--model", folder[model], "--sequence", Sequence);
        Assert.True(run.ExitCode == 0, run.Error);
        var classes = JsonDocument.Parse(run.Output).RootElement.GetProperty("probabilities");
        return [.. classes.EnumerateObject().Select(one => one.Value.GetDouble())];
    }
}
