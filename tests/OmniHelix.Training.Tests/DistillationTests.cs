using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

public sealed class DistillationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 0.3)]
    [InlineData(0.5, 0)]
    public void OfClassesItIsTheDivergenceOfSoftenedProbabilities(double temperature, double weight)
    {
        var store = Tiny.BracketStore(3);
        using var student = Tiny.Model(Tiny.BracketLabels);
        var (ofLabels, joined, own, of, batch) = Losses(student, Tiny.Model(Tiny.BracketLabels, seed: 9), store, temperature, weight);
        double sum = 0;
        var count = 0;
        for (var token = 0; token < batch.Classes!.Length; token++)
        {
            if (batch.Classes[token] < 0) continue;
            var p = Softmax(of.AsSpan(token * 3, 3), temperature);
            var q = Softmax(own.AsSpan(token * 3, 3), temperature);
            sum += p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();
            count++;
        }
        Assert.True(count > 10);
        Assert.Equal((1 - weight) * ofLabels + weight * temperature * temperature * sum / count, joined, 5);
    }

    [Fact]
    public void OfSeveralLabelsItIsTheDivergenceOfEach()
    {
        var labels = new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(["x", "y"]), 0);
        var store = Tiny.Store(Tiny.Examples(4, s => new ListLabel(s.Contains('G') ? ["x"] : ["x", "y"])), labels);
        using var student = Tiny.Model(labels);
        var (ofLabels, joined, own, of, _) = Losses(student, Tiny.Model(labels, seed: 9), store, 3, 0.25);
        double sum = 0;
        for (var i = 0; i < own.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-of[i] / 3)), q = 1 / (1 + Math.Exp(-own[i] / 3));
            sum += p * Math.Log(p / q) + (1 - p) * Math.Log((1 - p) / (1 - q));
        }
        Assert.Equal(0.75 * ofLabels + 0.25 * 9 * sum / own.Length, joined, 5);
    }

    [Fact]
    public void OfContactsItIsTheDivergenceOfThePairsThatCount()
    {
        var labels = LabelEncoder.For(TaskType.PairClassification, []);
        var store = Tiny.Store(Tiny.Examples(3, s => new VectorLabel([0, 5], 2)), labels);
        using var student = Tiny.Model(labels);
        var (ofLabels, joined, own, of, batch) = Losses(student, Tiny.Model(labels, seed: 9), store, 3, 0.25);
        double sum = 0;
        var count = 0;
        for (var pair = 0; pair < own.Length; pair++)
        {
            if (batch.Classes![pair] < 0) continue;
            double p = 1 / (1 + Math.Exp(-of[pair] / 3)), q = 1 / (1 + Math.Exp(-own[pair] / 3));
            sum += p * Math.Log(p / q) + (1 - p) * Math.Log((1 - p) / (1 - q));
            count++;
        }
        Assert.True(count > 10);
        Assert.Equal(0.75 * ofLabels + 0.25 * 9 * sum / count, joined, 6);
        Assert.NotEqual(0.75 * ofLabels, joined, 8);
    }

    [Fact]
    public void OfNumbersItIsTheSquaredErrorWhereThereAreNumbers()
    {
        var labels = new LabelEncoder(TaskType.SequenceRegression, null, 2);
        var number = 0;
        var store = Tiny.Store(Tiny.Examples(4, s => new VectorLabel([s.Length, number++ == 1 ? float.NaN : 1], 1)), labels);
        using var student = Tiny.Model(labels);
        var (ofLabels, joined, own, of, batch) = Losses(student, Tiny.Model(labels, seed: 9), store, 3, 0.25);
        var errors = own.Zip(of, (a, b) => Math.Pow(a - b, 2)).Where((_, i) => batch.Tokens.TargetMask![i] > 0).ToList();
        Assert.Equal(7, errors.Count);
        Assert.Equal(0.75 * ofLabels + 0.25 * errors.Average(), joined, 4);
    }

    [Fact]
    public void ErrorsOfNumbersAreMeasuredInTheirDeviations()
    {
        var labels = new LabelEncoder(TaskType.SequenceRegression, null, 2);
        var store = Tiny.Store(Tiny.Examples(4, s => new VectorLabel([s.Length, 1], 1)), labels);
        var options = new OmniModelOptions { LabelNames = ["length", "one"], TargetScales = [new(10, 4), new(1, 0.5)] };
        using var student = OmniModel.Create(Tiny.Encoder(), TaskType.SequenceRegression, options, seed: 5);
        student.Eval();
        var (ofLabels, joined, own, of, _) = Losses(student, Tiny.Model(labels, seed: 9), store, 3, 0.25);
        var errors = own.Zip(of, (a, b) => a - b).Select((error, i) => Math.Pow(error / (i % 2 == 0 ? 4 : 0.5), 2));
        Assert.Equal(0.75 * ofLabels + 0.25 * errors.Average(), joined, 4);
    }

    [Fact]
    public void ATeacherThatSaysTheSameAddsNothing()
    {
        using var student = Tiny.Model(Tiny.BracketLabels);
        var (ofLabels, joined, _, _, _) = Losses(student, Tiny.Model(Tiny.BracketLabels), Tiny.BracketStore(3), 2, 0.5);
        Assert.Equal(ofLabels / 2, joined, 6);
    }

    [Fact]
    public void AStudentComesToSayWhatItsTeacherSaysAndTheTeacherStays()
    {
        var train = Tiny.BracketStore(40);
        using var master = Tiny.Model(Tiny.BracketLabels, seed: 9);
        Train(master, train, null, "master", 40);
        var before = Tiny.Weights(master);
        // The labels say nothing, since they have no weight.
        using var student = Tiny.Model(Tiny.BracketLabels, seed: 4);
        var unlike = Divergence(student, master, train);
        using var teacher = new Distillation(master, 2, 1);
        var unlabelled = Tiny.Store(Tiny.Examples(40, s => new TextLabel(new string('.', s.Length))), Tiny.BracketLabels);
        Train(student, unlabelled, teacher, "student", 40);
        var alike = Divergence(student, master, train);
        Assert.True(alike < 0.1 * unlike, $"{unlike} became {alike}");
        Assert.Equal(before, Tiny.Weights(master));
        Assert.False(master.IsTraining);
        Assert.Equal(0, master.ParameterCount(trainable: true));
    }

    [Fact]
    public void AnotherTaskOtherLabelsAndAnotherVocabularyAreNamed()
    {
        using var teacher = new Distillation(Tiny.Model(Tiny.BracketLabels));
        teacher.RequireSameLabels(TaskType.TokenClassification, ["(", ")", "."]);
        Assert.Contains(". ( )", Refused(() => teacher.RequireSameLabels(TaskType.TokenClassification, [".", "(", ")"])));
        Assert.Contains("token_classification", Refused(() => teacher.RequireSameLabels(TaskType.SequenceClassification, ["x"])));
        Assert.Contains("24", Refused(() => teacher.RequireSameVocabulary(25)));
        teacher.RequireSameVocabulary(24);
    }

    [Fact]
    public void OtherTokensAreNamedWithRecordAndPlace()
    {
        var model = Tiny.Model(Tiny.BracketLabels);
        using var teacher = new Distillation(model);
        var examples = Tiny.Examples(3, _ => null);
        var most = model.MaxTokens;
        teacher.RequireSameTokens(examples, Tiny.Tokenizer, Tiny.Tokenizer, most);
        Assert.Contains($"{most + 1}", Refused(() => teacher.RequireSameTokens(examples, Tiny.Tokenizer, Tiny.Tokenizer, most + 1)));
        var words = Kmers.Tokenizer(3, withEnd: false);
        Assert.Contains("special tokens", Refused(() => teacher.RequireSameTokens(examples, Tiny.Tokenizer, words, 20)));
        var upper = OmniTokenizer.OmniGenome(new() { Case = CasePolicy.Upper });
        var told = Refused(() => teacher.RequireSameTokens([Tiny.Example("ACGuA", null)], Tiny.Tokenizer, upper, 20));
        Assert.Contains("token 5 of r1 is 'U'", told);
    }

    private static string Refused(Action action)
    {
        var error = Assert.Throws<UsageException>(action);
        Assert.Equal("OH5070", error.Code);
        return error.Message;
    }

    // The loss of the labels, the joined one, and the logits of student and teacher.
    private static (double OfLabels, double Joined, float[] Own, float[] Of, LabelledBatch Batch) Losses(
        OmniModel student, OmniModel master, RaggedTokens store, double temperature, double weight)
    {
        using var scope = new TensorScope();
        student.Eval();
        var labels = store.Labels!;
        int[] rows = [.. Enumerable.Range(0, store.Count)];
        var batch = LabelledBatch.Supervised(TokenBatch.Create(store, rows), labels.Width, labels.Task.Unit);
        var batches = new SupervisedBatches(store, new BatchOptions { BatchSize = store.Count });
        using var teacher = new Distillation(master, temperature, weight);
        var input = batch.Tokens.ToInput(Device.Cpu);
        var (own, of) = (student.Forward(input).Logits.Detach(), master.Forward(input).Logits.Detach());
        var plain = new ModelTask(student, batches, null, Device.Cpu).Loss(batch);
        var joined = new ModelTask(student, batches, null, Device.Cpu) { Distillation = teacher }.Loss(batch);
        return (plain.Detach().ToDouble(), joined.Detach().ToDouble(), own.ToArray<float>(), of.ToArray<float>(), batch);
    }

    // Of the bases: what is said about the special tokens around them has no label.
    private static double Divergence(OmniModel student, OmniModel master, RaggedTokens store)
    {
        float[][] own = Logits(student), of = Logits(master);
        return own.Zip(of, (a, b) => a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Average()).Average();

        float[][] Logits(OmniModel model)
        {
            var raw = new Predictor(model, Precision.Fp32, Device.Cpu).Logits(store, null, default);
            return [.. raw.Select(row => row[3..^3].Chunk(3).SelectMany(three => Softmax(three, 1)).Select(p => (float)p).ToArray())];
        }
    }

    private void Train(OmniModel model, RaggedTokens store, Distillation? teacher, string name, int epochs)
    {
        var batches = new SupervisedBatches(store, new BatchOptions { BatchSize = 8, Shuffle = true });
        var task = new ModelTask(model, batches, null, Device.Cpu) { Distillation = teacher };
        new Trainer<LabelledBatch>(task, new() { Epochs = epochs, LearningRate = 0.02 }, folder[name]).Run(null, default);
    }

    private static double[] Softmax(ReadOnlySpan<float> logits, double temperature)
    {
        var powers = logits.ToArray().Select(x => Math.Exp(x / temperature)).ToList();
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
