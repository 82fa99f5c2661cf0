using System.Text.Json.Nodes;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

/// <summary>What becomes of the head of a folder whose model is trained further.</summary>
public class KeptHeadTests
{
    private static readonly int[][] Tokens = [[0, 4, 5, 6, 9, 2], [0, 4, 2]];

    [Theory]
    [InlineData("bert-seqcls", Pooling.Pooler, HeadLayout.Linear)]
    [InlineData("bert-seqcls-multilabel", Pooling.Pooler, HeadLayout.Linear)]
    [InlineData("bert-tokcls", Pooling.Pooler, HeadLayout.Linear)]
    [InlineData("esm-seqcls", Pooling.Cls, HeadLayout.Dense)]
    [InlineData("esm-tokcls", Pooling.Cls, HeadLayout.Dense)]
    public void APublishedHeadOfTheSameLabelsIsKept(string golden, Pooling pooling, HeadLayout layout)
    {
        using var scope = new TensorScope();
        using var published = OmniModel.FromPretrained(Goldens.Encoder(golden));
        using var model = OmniModel.Create(
            Goldens.Encoder(golden), published.Task, new OmniModelOptions { LabelNames = published.LabelNames }, seed: 1);
        Assert.Empty(model.LoadReport!.Fresh);
        Assert.Equal((pooling, layout), (model.Options.Pooling!.Value, model.Options.Layout!.Value));
        Assert.Equal(Logits(published), Logits(model));
    }

    [Theory]
    [InlineData("bert-seqcls")]
    [InlineData("esm-seqcls")]
    public void AHeadOfOtherLabelsIsNewInTheSameShape(string golden)
    {
        using var model = OmniModel.Create(
            Goldens.Encoder(golden), TaskType.SequenceClassification, new OmniModelOptions { LabelNames = ["a", "b"] }, seed: 1);
        using var published = OmniModel.FromPretrained(Goldens.Encoder(golden));
        Assert.Equal((published.Options.Pooling, published.Options.Layout), (model.Options.Pooling, model.Options.Layout));
        Assert.All(model.LoadReport!.Fresh, name => Assert.StartsWith("classifier.", name, StringComparison.Ordinal));
        Assert.Contains(model.LoadReport.Fresh, name => name.EndsWith(".weight", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bert-seqcls")]
    [InlineData("esm-seqcls")]
    public void ANewHeadOrAnotherPoolingIsWhatWasAskedFor(string golden)
    {
        using var published = OmniModel.FromPretrained(Goldens.Encoder(golden));
        var asked = new OmniModelOptions { LabelNames = published.LabelNames, Layout = HeadLayout.Linear };
        foreach (var options in new[] { asked with { Pooling = Pooling.Max }, asked with { NewHead = true } })
        {
            using var model = OmniModel.Create(Goldens.Encoder(golden), TaskType.SequenceClassification, options, seed: 1);
            Assert.Equal(options.Pooling ?? Pooling.Mean, model.Options.Pooling);
            Assert.Equal(["classifier.weight", "classifier.bias"], model.LoadReport!.Fresh);
        }
    }

    [Fact]
    public void OneNumberIsKeptWhateverItIsCalled()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        Goldens.Copy("esm-seqcls", folder.Path, configure: config =>
        {
            config["id2label"] = new JsonObject { ["0"] = "LABEL_0" };
            config["label2id"] = new JsonObject { ["LABEL_0"] = 0 };
            config["problem_type"] = "regression";
        }, change: tensor => tensor.Name.StartsWith("classifier.out_proj", StringComparison.Ordinal)
            ? Goldens.Zeros(tensor.Name, DType.Float32, [1, .. tensor.Shape[1..]])
            : Goldens.Whole(tensor));
        using var one = OmniModel.Create(
            folder.Path, TaskType.SequenceRegression, new OmniModelOptions { LabelNames = ["half life"] }, seed: 1);
        Assert.Empty(one.LoadReport!.Fresh);
        Assert.Equal(["half life"], one.LabelNames);
    }

    private static float[] Logits(OmniModel model)
    {
        model.Eval();
        return model.Forward(Small.Batch(Tokens)).Logits.ToArray<float>();
    }
}
