using OmniHelix.Models;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Tests;

public sealed class ModelEnsembleTests : IDisposable
{
    private static readonly string[] Sequences = [.. Enumerable.Range(0, 5).Select(i => SmallModel.Sequence(10 + 3 * i, i))];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Combination.Mean)]
    [InlineData(Combination.Median)]
    [InlineData(Combination.Max)]
    [InlineData(Combination.Min)]
    [InlineData(Combination.Vote)]
    public void ClassesOfSequencesAreCombinedAsIsSaid(Combination combination)
    {
        string[] models = Write(TaskType.SequenceClassification, "a", "b", "c");
        var alone = models.Select(model => Predict([model])).ToList();
        var together = Predict(models, new() { Combination = combination });
        foreach (var (i, prediction) in together.Index())
        {
            var expected = Enumerable.Range(0, 3)
                .Select(k => Combine(combination, [.. alone.Select(of => Answer(of[i].Probabilities, k))])).ToArray();
            var sum = expected.Sum();
            Assert.All(Enumerable.Range(0, 3), k => Assert.Equal(expected[k] / sum, prediction.Probabilities[k], 1e-5));
            var best = Array.IndexOf(prediction.Probabilities, prediction.Probabilities.Max());
            Assert.Equal(["abc"[best].ToString()], prediction.Labels);
            var values = alone.Select(of => (double)of[i].Probabilities[best]).ToList();
            Assert.Equal(Deviation(values), Assert.Single(prediction.Spread!), 1e-5);
        }

        double Answer(float[] probabilities, int k) => combination != Combination.Vote ? probabilities[k]
            : Array.IndexOf(probabilities, probabilities.Max()) == k ? 1 : 0;
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3.0)]
    public void EqualVotesGoToTheHigherMeanProbability(double? weight)
    {
        string[] all = Write(TaskType.SequenceClassification, "a", "b", "c");
        IReadOnlyList<double>? weights = weight is { } both ? [both, both] : null;
        var later = 0;
        foreach (string[] models in new string[][] { [all[0], all[1]], [all[0], all[2]], [all[1], all[2]] })
        {
            var alone = models.Select(model => Predict([model])).ToList();
            var mean = Predict(models, new() { Weights = weights });
            foreach (var (i, prediction) in Predict(models, new() { Combination = Combination.Vote, Weights = weights }).Index())
            {
                string[] named = [.. alone.Select(of => of[i].Labels[0]).Distinct()];
                var winner = named.MaxBy(label => mean[i].Probabilities[Place(label)])!;
                Assert.Equal([winner], prediction.Labels);
                Assert.Equal(1.0 / named.Length, prediction.Probabilities[Place(winner)], 1e-5);
                if (winner != named.Min()) later++;
            }
        }
        Assert.True(later > 0);

        static int Place(string label) => "abc".IndexOf(label[0], StringComparison.Ordinal);
    }

    [Fact]
    public void EqualVotesOnALabelGoByItsMeanProbability()
    {
        string[] models = [.. Write(TaskType.MultiLabelClassification, "a", "b").Take(2)];
        var alone = models.Select(model => Predict([model])).ToList();
        var ties = 0;
        foreach (var (i, prediction) in Predict(models, new() { Combination = Combination.Vote }).Index())
            for (var k = 0; k < 2; k++)
            {
                double[] values = [.. alone.Select(of => (double)of[i].Probabilities[k])];
                if (values.Count(value => value >= 0.5) != 1) continue;
                ties++;
                Assert.Equal(values.Average() >= 0.5, prediction.Probabilities[k] >= 0.5);
            }
        Assert.True(ties > 0);
    }

    [Fact]
    public void WeightsWeighTheMean()
    {
        string[] models = Write(TaskType.SequenceRegression);
        var alone = models.Select(model => Predict([model])).ToList();
        var together = Predict(models, new() { Weights = [1, 2, 5] });
        foreach (var (i, prediction) in together.Index())
        {
            Assert.Equal((alone[0][i].Values[0] + 2 * alone[1][i].Values[0] + 5 * alone[2][i].Values[0]) / 8, prediction.Values[0], 1e-5);
            Assert.Equal(Deviation([.. alone.Select(of => (double)of[i].Values[0])]), prediction.Spread![0], 1e-5);
        }
        Assert.Null(alone[0][0].Spread);
    }

    [Fact]
    public void EveryLabelIsCombinedForItself()
    {
        string[] models = Write(TaskType.MultiLabelClassification, "a", "b");
        var alone = models.Select(model => Predict([model])).ToList();
        foreach (var (i, prediction) in Predict(models).Index())
            for (var k = 0; k < 2; k++)
            {
                var values = alone.Select(of => (double)of[i].Probabilities[k]).ToList();
                Assert.Equal(values.Average(), prediction.Probabilities[k], 1e-5);
                Assert.Equal(Deviation(values), prediction.Spread![k], 1e-5);
            }
        foreach (var (i, prediction) in Predict(models, new() { Combination = Combination.Vote }).Index())
            for (var k = 0; k < 2; k++)
                Assert.Equal(alone.Average(of => of[i].Probabilities[k] >= 0.5 ? 1.0 : 0), prediction.Probabilities[k], 1e-5);
    }

    [Fact]
    public void BasesAndTheirStructuresAreThoseOfAll()
    {
        string[] models = Write(TaskType.TokenClassification, "(", ")", ".");
        var alone = models.Select(model => Predict([model])).ToList();
        foreach (var (i, prediction) in Predict(models).Index())
        {
            var bases = Sequences[i].Length;
            Assert.Equal(bases, prediction.Labels.Count);
            Assert.Equal(bases, prediction.Structure!.Length);
            Assert.Equal(bases, prediction.Spread!.Length);
            Assert.All(Enumerable.Range(0, 3 * bases), at =>
                Assert.Equal(alone.Average(of => (double)of[i].Probabilities[at]), prediction.Probabilities[at], 1e-5));
        }
    }

    [Fact]
    public void OneModelIsItself()
    {
        string[] models = Write(TaskType.SequenceClassification, "a", "b");
        using var model = PretrainedModel.Open(models[0], new());
        using var input = InferenceInput.FromSequences(Sequences);
        var alone = new SequenceInference(model, new()).Run(input).ToList();
        Assert.Equal(alone.Select(p => p.Probabilities), Predict([models[0]]).Select(p => p.Probabilities));
    }

    [Fact]
    public void ModelsThatAnswerDifferentQuestionsAreRefusedByName()
    {
        var first = Write(TaskType.SequenceClassification, "a", "b")[0];
        Refuses("OH5310", "sequence_classification and sequence_regression", Write("number", TaskType.SequenceRegression, 1));
        Refuses("OH5310", "the labels a b and b a", Write("labels", TaskType.SequenceClassification, 1, "b", "a"));
        var rna = GenomicTokenizers.Rna();
        var config = SmallModel.Config with { VocabularySize = rna.VocabularySize };
        using (var model = OmniModel.Create(config, TaskType.SequenceClassification, new() { LabelNames = ["a", "b"] }, seed: 1))
            model.SavePretrained(folder["rna"]);
        rna.SavePretrained(folder["rna"]);
        Refuses("OH5310", "different tokens", folder["rna"]);

        void Refuses(string code, string what, string other)
        {
            var e = Assert.Throws<UsageException>(() => ModelEnsemble.Open([first, other], new()));
            Assert.Equal(code, e.Code);
            Assert.Contains(what, e.Message, StringComparison.Ordinal);
            Assert.Contains(other, e.Place!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void CombinationsAndWeightsThatDoNotFitAreRefused()
    {
        var numbers = Write(TaskType.SequenceRegression);
        foreach (var wrong in new EnsembleOptions[]
        {
            new() { Combination = Combination.Vote },
            new() { Weights = [1, 2] },
            new() { Weights = [1, 2, 0] },
            new() { Weights = [1, 2, double.NaN] },
            new() { Combination = Combination.Median, Weights = [1, 2, 3] },
        })
            Assert.Equal("OH5311", Assert.Throws<UsageException>(() => ModelEnsemble.Open(numbers, new(), wrong)).Code);
        using var ensemble = ModelEnsemble.Open(numbers, new());
        var e = Assert.Throws<UsageException>(() => new SequenceInference(ensemble, new() { HiddenStates = true }));
        Assert.Equal("OH5311", e.Code);
    }

    private string[] Write(TaskType task, params string[] labels) =>
        [.. Enumerable.Range(1, 3).Select(seed => Write($"{task.Name}-{seed}", task, seed, labels))];

    private string Write(string name, TaskType task, long seed, params string[] labels)
    {
        var options = new OmniModelOptions { LabelNames = labels.Length > 0 ? labels : null, SpecialTokens = [0, 1, 2] };
        using var model = OmniModel.Create(SmallModel.Config, task, options, seed);
        model.SavePretrained(folder[name]);
        OmniTokenizer.OmniGenome().SavePretrained(folder[name]);
        return folder[name];
    }

    private static List<Prediction> Predict(string[] models, EnsembleOptions? options = null)
    {
        using var ensemble = ModelEnsemble.Open(models, new(), options);
        using var input = InferenceInput.FromSequences(Sequences);
        return [.. new SequenceInference(ensemble, new()).Run(input)];
    }

    private static double Combine(Combination combination, List<double> values) => combination switch
    {
        Combination.Max => values.Max(),
        Combination.Min => values.Min(),
        Combination.Median => values.Order().ElementAt(1),
        _ => values.Average(),
    };

    private static double Deviation(List<double> values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
}
