using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

/// <summary>Models as users make them: <c>new OmniModelFor…(path, tokenizer, …)</c>.</summary>
public sealed class ConstructorTests : IDisposable
{
    private static readonly OmniTokenizer Tokenizer = OmniTokenizer.OmniGenome();

    private static readonly Dictionary<string, int> Brackets = new() { [")"] = 1, ["("] = 0, ["."] = 2 };

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void EveryTaskHasItsClass()
    {
        var path = Saved(TaskType.MaskedLanguageModel, new());
        Assert.Equal(TaskType.TokenClassification, Task(new OmniModelForTokenClassification(path, Tokenizer, Brackets)));
        Assert.Equal(TaskType.TokenRegression, Task(new OmniModelForTokenRegression(path, Tokenizer, numLabels: 2)));
        Assert.Equal(TaskType.SequenceClassification, Task(new OmniModelForSequenceClassification(path, Tokenizer, numLabels: 2)));
        Assert.Equal(
            TaskType.MultiLabelClassification, Task(new OmniModelForMultiLabelSequenceClassification(path, Tokenizer, Brackets)));
        Assert.Equal(TaskType.SequenceRegression, Task(new OmniModelForSequenceRegression(path, Tokenizer)));
        Assert.Equal(TaskType.MaskedLanguageModel, Task(new OmniModelForMaskedLm(path, Tokenizer)));
        Assert.Equal(TaskType.Embedding, Task(new OmniModelForEmbedding(path, Tokenizer)));

        static TaskType Task(OmniModel model)
        {
            using (model)
            {
                Assert.Same(Tokenizer, model.Tokenizer);
                Assert.False(model.IsTraining);
                Assert.True(model.ParameterCount() > 0);
                Assert.Equal(model.ParameterCount(), model.ParameterCount(trainable: true));
                return model.Task;
            }
        }
    }

    [Fact]
    public void LabelsStandInTheOrderOfTheirNumbers()
    {
        using var model = new OmniModelForTokenClassification(Saved(TaskType.MaskedLanguageModel, new()), Tokenizer, Brackets);
        Assert.Equal(["(", ")", "."], model.LabelNames);
        Assert.Equal(Tokenizer.IdsWithoutBase, model.Options.SpecialTokens);
        Assert.Equal([3, Small.Config.HiddenSize], ((Torch.Nn.Affine)model.Classifier.Map).Weight.Value.Shape);
        Assert.Equal(["classifier.weight", "classifier.bias"], model.LoadReport!.Fresh);
    }

    [Fact]
    public void OutputsWithoutNamesAreNumbered()
    {
        using var model = new OmniModelForSequenceClassification(Saved(TaskType.MaskedLanguageModel, new()), Tokenizer, numLabels: 3);
        Assert.Equal(["0", "1", "2"], model.LabelNames);
    }

    [Fact]
    public void ATrainedHeadThatFitsIsUsed()
    {
        var path = Saved(TaskType.TokenClassification, new() { LabelNames = ["(", ")", "."] });
        using var scope = new TensorScope();
        var input = Small.Batch([0, 4, 5, 2]);
        using var trained = OmniModel.FromPretrained(path);
        var expected = trained.Forward(input).Logits.ToArray<float>();
        using var asked = new OmniModelForTokenClassification(path, Tokenizer, Brackets);
        Assert.Empty(asked.LoadReport!.Fresh);
        Assert.Equal(expected, asked.Forward(input).Logits.ToArray<float>());
        using var told = new OmniModelForTokenClassification(path, Tokenizer);
        Assert.Equal(["(", ")", "."], told.LabelNames);
        Assert.Equal(expected, told.Forward(input).Logits.ToArray<float>());
        using var counted = new OmniModelForTokenClassification(path, Tokenizer, numLabels: 3);
        Assert.Equal(["(", ")", "."], counted.LabelNames);
    }

    [Fact]
    public void AHeadOfOtherLabelsOrOfAnotherKindIsNewAndNamed()
    {
        string[] head = ["classifier.weight", "classifier.bias"];
        var tokens = Saved(TaskType.TokenClassification, new() { LabelNames = ["(", ")", "."] });
        var reordered = new Dictionary<string, int> { ["."] = 0, ["("] = 1, [")"] = 2 };
        using var other = new OmniModelForTokenClassification(tokens, Tokenizer, reordered);
        Assert.Equal(head, other.LoadReport!.Fresh);
        using var two = new OmniModelForTokenClassification(tokens, Tokenizer, numLabels: 2);
        Assert.Equal(head, two.LoadReport!.Fresh);
        using var task = new OmniModelForTokenRegression(tokens, Tokenizer, numLabels: 3);
        Assert.Equal(head, task.LoadReport!.Fresh);
        using var wanted = new OmniModelForTokenClassification(
            tokens, Tokenizer, options: new() { LabelNames = ["(", ")", "."], NewHead = true });
        Assert.Equal(head, wanted.LoadReport!.Fresh);
        var sequences = Saved(TaskType.SequenceClassification, new() { LabelNames = ["0", "1"], Pooling = Pooling.Cls });
        using var pooled = new OmniModelForSequenceClassification(
            sequences, Tokenizer, numLabels: 2, options: new() { Pooling = Pooling.Max });
        Assert.Equal(head, pooled.LoadReport!.Fresh);
        using var same = new OmniModelForSequenceClassification(sequences, Tokenizer, numLabels: 2);
        Assert.Empty(same.LoadReport!.Fresh);
        Assert.Equal(Pooling.Cls, same.Options.Pooling);
    }

    [Fact]
    public void ContradictionsAreNamed()
    {
        var path = Saved(TaskType.MaskedLanguageModel, new());
        AssertSaid("numLabels is 2, but 3 labels are named", () => new OmniModelForTokenClassification(path, Tokenizer, Brackets, 2));
        var gap = new Dictionary<string, int> { ["a"] = 0, ["b"] = 2 };
        AssertSaid("'b' the number 2, expected 1", () => new OmniModelForTokenClassification(path, Tokenizer, gap));
        AssertSaid("needs label names", () => new OmniModelForTokenClassification(path, Tokenizer));
        AssertSaid("numLabels is -1, expected 1 or more", () => new OmniModelForSequenceClassification(path, Tokenizer, numLabels: -1));

        static void AssertSaid(string what, Func<OmniModel> make)
        {
            var error = Assert.Throws<OmniException>(make);
            Assert.Equal("OH3604", error.Code);
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AConfigurationAloneGivesAModelFromScratch()
    {
        var path = Path.Combine(Saved(TaskType.TokenClassification, new() { LabelNames = ["a", "b"] }), "config.json");
        using var first = new OmniModelForSequenceClassification(path, Tokenizer, numLabels: 2, seed: 3);
        using var again = new OmniModelForSequenceClassification(path, Tokenizer, numLabels: 2, seed: 3);
        Assert.Null(first.LoadReport);
        using var scope = new TensorScope();
        var input = Small.Batch([0, 4, 5, 2]);
        Assert.Equal(first.Forward(input).Logits.ToArray<float>(), again.Forward(input).Logits.ToArray<float>());
    }

    [Fact]
    public void AModelIsSavedWithItsTokenizer()
    {
        using var model = new OmniModelForTokenClassification(Saved(TaskType.MaskedLanguageModel, new()), Tokenizer, Brackets);
        model.SavePretrained(folder["saved"]);
        Assert.Equal(Tokenizer.VocabularySize, OmniTokenizer.FromPretrained(folder["saved"]).VocabularySize);
    }

    [Fact]
    public void AnInputWithLabelsGivesTheLoss()
    {
        using var scope = new TensorScope();
        using var model = new OmniModelForTokenClassification(Saved(TaskType.MaskedLanguageModel, new()), Tokenizer, Brackets);
        var input = Small.Batch([0, 4, 5, 2]);
        var labels = Tensor.From<long>([-100, 0, 2, -100], [1, 4]);
        var output = model.Forward(input with { Labels = labels });
        Assert.Equal(model.Loss(model.Forward(input), labels).ToDouble(), output.Loss!.ToDouble());
        Assert.Null(model.Forward(input).Loss);
    }

    [Fact]
    public void PredictionsAreWhatTheLogitsSay()
    {
        using var scope = new TensorScope();
        var path = Saved(TaskType.MaskedLanguageModel, new());
        var input = Small.Batch([0, 4, 5, 2], [0, 6, 2]);
        using var tokens = new OmniModelForTokenClassification(path, Tokenizer, Brackets);
        var output = tokens.Forward(input);
        Assert.Equal([2, 4], output.Predictions.Shape);
        var expected = output.Logits.ToArray<float>().Chunk(3).Select(scores => (long)Array.IndexOf(scores, scores.Max()));
        Assert.Equal(expected, output.Predictions.ToArray<long>());
        using var several = new OmniModelForMultiLabelSequenceClassification(path, Tokenizer, Brackets);
        output = several.Forward(input);
        Assert.Equal(output.Logits.ToArray<float>().Select(score => score >= 0), output.Predictions.ToArray<bool>());
        using var values = new OmniModelForSequenceRegression(path, Tokenizer);
        output = values.Forward(input);
        Assert.Equal(output.Logits.ToArray<float>(), output.Predictions.ToArray<float>());
        using var vectors = new OmniModelForEmbedding(path, Tokenizer);
        output = vectors.Forward(input);
        Assert.Equal("OH3601", Assert.Throws<OmniException>(() => output.Predictions).Code);
    }

    public void Dispose() => folder.Dispose();

    private string Saved(TaskType task, OmniModelOptions options)
    {
        var path = folder[task.Name];
        using var model = OmniModel.Create(Small.Config, task, options, seed: 9);
        model.SavePretrained(path);
        return path;
    }
}
