using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests.Encoders;

/// <summary>The heads that multimolecule adds to every model.</summary>
public class MultimoleculeHeadTests
{
    private const string Sequences = "mm-rnafm-seq", Tokens = "mm-splicebert-token";

    private static ModelInput Input => new(Tensor.From<long>([1, 6, 9, 7, 8, 2], [1, 6]));

    [Theory]
    [InlineData(Sequences, "sequence_classification", 3)]
    [InlineData("mm-rnafm-seqreg", "sequence_regression", 1)]
    [InlineData(Tokens, "token_classification", 2)]
    public void TheProblemTypeOfTheHeadTellsTheTask(string name, string task, int labels)
    {
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name));
        Assert.Equal((task, labels), (model.Task.Name, model.LabelNames.Count));
        Assert.Equal([task], ModelInspection.Of(Goldens.Encoder(name)).Tasks.Select(one => one.Name));
    }

    [Theory]
    [InlineData(Sequences, "multilabel", "multilabel_classification")]
    [InlineData(Sequences, "multi_label_classification", "multilabel_classification")]
    [InlineData(Sequences, "single_label_classification", "sequence_classification")]
    [InlineData(Sequences, null, "sequence_classification")]
    [InlineData("mm-rnafm-seqreg", null, "sequence_regression")]
    [InlineData("mm-rnafm-seqreg", "binary", "sequence_classification")]
    [InlineData(Tokens, "regression", "token_regression")]
    public void EveryProblemTypeIsATask(string name, string? problem, string task)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(name, folder.Path, configure: config => config["head"]!["problem_type"] = problem);
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(task, model.Task.Name);
    }

    [Fact]
    public void AnUnknownProblemTypeIsRefused()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(Sequences, folder.Path, configure: config => config["head"]!["problem_type"] = "ranking");
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3202", e.Code);
        Assert.Contains("multiclass", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralLabelsOfATokenAreNoTaskHere()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(Tokens, folder.Path, configure: config => config["head"]!["problem_type"] = "multilabel");
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(TaskType.Embedding, model.Task);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path, TaskType.TokenClassification));
        Assert.Equal("OH3607", e.Code);
    }

    // The probability of the second class is the logistic function of the published score.
    [Fact]
    public void OneScoreForTwoClassesIsReadAsTwo()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(Tokens));
        using var file = Checkpoint.Open(Goldens.Encoder(Tokens));
        var stored = file.Get("token_head.decoder.weight");
        Assert.Equal([1, 16], stored.Shape);
        var output = model.Forward(Input);
        Assert.All(output.Logits.Narrow(-1, 0, 1).ToArray<float>(), score => Assert.Equal(0f, score));
        var expected = output.Logits.Narrow(-1, 1, 1).Sigmoid();
        Assert.InRange(Small.Distance(expected, model.Probabilities(output).Narrow(-1, 1, 1)), 0, 1e-6);
    }

    [Fact]
    public void AFineTunedHeadIsSavedAsTheLibraryExpectsIt()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        var options = new OmniModelOptions { LabelNames = ["a", "b", "c"], Pooling = Pooling.Pooler, Layout = HeadLayout.Linear };
        using var model = OmniModel.Create(Goldens.Encoder("mm-utrlm-mlm"), TaskType.MultiLabelClassification, options, seed: 3);
        model.Eval();
        model.SavePretrained(folder.Path);
        var config = Goldens.Config(folder.Path);
        Assert.Equal("UtrLmForSequencePrediction", config.GetProperty("architectures")[0].GetString());
        Assert.Equal("multilabel", config.GetProperty("head").GetProperty("problem_type").GetString());
        Assert.Equal(3, config.GetProperty("head").GetProperty("num_labels").GetInt32());
        using var weights = Checkpoint.Open(folder.Path);
        Assert.Contains("sequence_head.decoder.weight", weights.Names);
        Assert.Contains("model.pooler.dense.weight", weights.Names);
        using var again = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(TaskType.MultiLabelClassification, again.Task);
        Assert.Equal(model.Forward(Input).Logits.ToArray<float>(), again.Forward(Input).Logits.ToArray<float>());
    }

    [Fact]
    public void TrainingGoesOnWithThePublishedHead()
    {
        using var model = OmniModel.Create(Goldens.Encoder(Sequences), TaskType.SequenceClassification, Published(Sequences), seed: 1);
        Assert.Empty(model.LoadReport!.Fresh);
        using var tokens = OmniModel.Create(Goldens.Encoder(Tokens), TaskType.TokenClassification, Published(Tokens), seed: 1);
        Assert.Empty(tokens.LoadReport!.Fresh);
    }

    [Fact]
    public void TheDropoutOfTheHeadIsItsOwn()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(Sequences, folder.Path, configure: config =>
        {
            config["head"]!["dropout"] = 0.25;
            config["hidden_dropout"] = 0.1;
        });
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(0.25, model.Backbone.Config.HeadDropout);
        using var plain = OmniModel.FromPretrained(Goldens.Encoder("mm-utrlm-mlm"));
        Assert.Equal(0, plain.Backbone.Config.HeadDropout);
    }

    [Theory]
    [InlineData("mm-rinalmo-contact", "RiNALMoForContactPrediction", "contact_head.decoder.weight")]
    [InlineData("mm-utrlm-ss", "UtrLmForSecondaryStructurePrediction", "ss_head.decoder.weight")]
    public void HeadsOfPairsPredictContactsAndAreKept(string name, string published, string tensor)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name));
        Assert.Equal(TaskType.Embedding, model.Task);
        Assert.Empty(model.LoadReport!.Unused);
        var contacts = model.Backbone.PredictContacts(Input);
        Assert.Equal([1, 4, 4], contacts.Shape);
        Assert.InRange(Small.Distance(contacts, contacts.Transpose(1, 2)), 0, 1e-7);
        Assert.InRange(Small.Distance(contacts, model.Backbone.ScorePairs(Input).Squeeze(3).Sigmoid()), 0, 1e-7);
        model.SavePretrained(folder.Path);
        Assert.Equal(published, Goldens.Config(folder.Path).GetProperty("architectures")[0].GetString());
        using var weights = Checkpoint.Open(folder.Path);
        Assert.Contains(tensor, weights.Names);
        using var again = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(contacts.ToArray<float>(), again.Backbone.PredictContacts(Input).ToArray<float>());
    }

    [Theory]
    [InlineData("mm-rinalmo-contact")]
    [InlineData("mm-utrlm-ss")]
    public void PairsOfASequenceDoNotFeelItsBatch(string name)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name));
        var both = Tensor.From<long>([1, 6, 9, 7, 8, 2, 1, 9, 9, 2, 0, 0], [2, 6]);
        var together = model.Backbone.ScorePairs(new(both, both.Ne(0).To(DType.Int64)));
        var alone = model.Backbone.ScorePairs(new(Tensor.From<long>([1, 9, 9, 2], [1, 4])));
        Assert.InRange(Small.Distance(alone.Select(0, 0), together.Select(0, 1).Narrow(0, 0, 2).Narrow(1, 0, 2)), 0, 1e-6);
    }

    [Fact]
    public void OtherTasksLeaveHeadsOfPairsOut()
    {
        using var model = OmniModel.Create(
            Goldens.Encoder("mm-rinalmo-contact"), TaskType.TokenClassification, new() { LabelNames = ["a", "b"] }, seed: 1);
        Assert.Null(model.Backbone.Contacts);
        Assert.Contains("contact_head.decoder.weight", model.LoadReport!.Unused);
        Assert.Equal("OH3402", Assert.Throws<OmniException>(() => model.Backbone.ScorePairs(Input)).Code);
    }

    [Fact]
    public void SeveralScoresOfAPairAreNoContacts()
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        Goldens.Copy(
            "mm-rinalmo-contact",
            folder.Path,
            tensor => tensor.StartsWith("contact_head.", StringComparison.Ordinal) ? null : tensor,
            more:
            [
                Goldens.Zeros("contact_head.decoder.weight", DType.Float32, 3, 16),
                Goldens.Zeros("contact_head.decoder.bias", DType.Float32, 3),
            ]);
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal([1, 4, 4, 3], model.Backbone.ScorePairs(Input).Shape);
        var e = Assert.Throws<OmniException>(() => model.Backbone.PredictContacts(Input));
        Assert.Equal("OH3402", e.Code);
        Assert.Contains("3 scores", e.Message, StringComparison.Ordinal);
        model.SavePretrained(folder["saved"]);
        Assert.Equal(3, Goldens.Config(folder["saved"]).GetProperty("head").GetProperty("num_labels").GetInt32());
        using var again = OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(model.Backbone.Config, again.Backbone.Config);
    }

    [Theory]
    [InlineData(Sequences, "transform", "nonlinear")]
    [InlineData(Tokens, "act", "sigmoid")]
    [InlineData("mm-rinalmo-contact", "transform", "linear")]
    public void AHeadOfMoreLayersIsRefused(string name, string key, string value)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(name, folder.Path, configure: config => config["head"]![key] = value);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3204", e.Code);
        Assert.Contains($"head.{key}", e.Message, StringComparison.Ordinal);
    }

    private static OmniModelOptions Published(string name)
    {
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name));
        return model.Options;
    }
}
