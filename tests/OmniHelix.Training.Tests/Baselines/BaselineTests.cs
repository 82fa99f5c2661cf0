using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Inference.Scoring;
using OmniHelix.Training.Baselines;

namespace OmniHelix.Training.Tests.Baselines;

public class BaselineTests
{
    private static readonly LabelEncoder TwoClasses =
        new(TaskType.SequenceClassification, new LabelMap(["0", "1"]), 0, ignoreUnknown: true);

    [Fact]
    public void TheMajorityClassIsAnsweredWithTrainingFrequencies()
    {
        var train = Tiny.Store([Tiny.Example("GGAAAAACC", new TextLabel("((.....))"))], Tiny.BracketLabels);
        var test = Tiny.Store([Tiny.Example("GC", new TextLabel("()"))], Tiny.BracketLabels);
        var majority = Baseline.All(train, test, 24, 1, default).Single(b => b.Name == "majority class");
        Assert.Equal(4 * 3, majority.Logits[0].Length);
        var answer = majority.Logits[0].AsSpan(3, 3).ToArray();
        Assert.Equal(0, answer[2]);
        Assert.Equal(Math.Log(3 / 6.0), answer[0], 1e-6);
        Assert.Equal(0, Evaluation.Of(test, majority.Logits, ["accuracy"]).Values["accuracy"]);
    }

    [Fact]
    public void AWindowOfBasesLearnsARuleOfNeighbours()
    {
        // A base opens when a G follows: one base alone does not tell.
        static char Symbol(string s, int i) => i + 1 < s.Length && s[i + 1] == 'G' ? '(' : i > 0 && s[i - 1] == 'C' ? ')' : '.';
        static TextLabel Rule(string s) => new(string.Concat(s.Select((_, i) => Symbol(s, i))));
        var train = Tiny.Store(Tiny.Examples(150, Rule), Tiny.BracketLabels);
        var test = Tiny.Store(Tiny.Examples(30, Rule, seed: 2), Tiny.BracketLabels);
        var baselines = Baseline.All(train, test, 24, 1, default);
        Assert.Equal(["majority class", "21-base window, logistic regression"], baselines.Select(b => b.Name));
        Assert.InRange(Evaluation.Of(test, baselines[1].Logits, ["accuracy"]).Values["accuracy"], 0.98, 1);
    }

    [Fact]
    public void CompositionAndThreeMersLearnWhatTheyCanSee()
    {
        // Composition tells the first from the second; only words tell the order.
        static TextLabel Order(string s) => new(s.Contains("GAC", StringComparison.Ordinal) ? "1" : "0");
        var random = new Xoshiro256(3);
        List<Example> Make(int count) => [.. Enumerable.Range(1, count).Select(i =>
        {
            var start = string.Concat(Enumerable.Range(0, 5).Select(_ => random.Next(2) == 0 ? "U" : "UU"));
            var s = start + (i % 2 == 0 ? "GAC" : "CAG") + "U";
            return Tiny.Example(s, Order(s), i);
        })];
        var (train, test) = (Tiny.Store(Make(80), TwoClasses), Tiny.Store(Make(40), TwoClasses));
        var accuracy = Baseline.All(train, test, 24, 1, default)
            .ToDictionary(b => b.Name, b => Evaluation.Of(test, b.Logits, ["accuracy"]).Values["accuracy"]);
        Assert.InRange(accuracy["composition, logistic regression"], 0.3, 0.7);
        Assert.Equal(1, accuracy["3-mers, logistic regression"]);
        // Words of a vocabulary of tens of thousands are as many as the data have, not as many as there could be.
        var large = Baseline.All(train, test, 32_000, 1, default);
        var small = Baseline.All(train, test, 24, 1, default);
        Assert.Equal(small.SelectMany(b => b.Logits), large.SelectMany(b => b.Logits));
    }

    [Fact]
    public void SequencesWithoutAKnownClassTeachNothing()
    {
        // Rows of unknown class look like class 1; taken for class 0 they would turn the answer round.
        static List<Example> Make(int unknown) =>
            [.. Enumerable.Range(1, 6).Select(i => Tiny.Example(i % 2 == 0 ? "GGGGG" : "AAAAA", new TextLabel(i % 2 == 0 ? "1" : "0"), i)),
             .. Enumerable.Range(7, unknown).Select(i => Tiny.Example("GGGGG", new TextLabel("?"), i))];
        var test = Tiny.Store(Make(0), TwoClasses);
        var (with, without) = (Scores(30), Scores(0));
        Assert.Equal(without, with);

        float[] Scores(int unknown) =>
            [.. Baseline.All(Tiny.Store(Make(unknown), TwoClasses), test, 24, 1, default)[1].Logits.SelectMany(l => l)];
    }

    [Fact]
    public void PairsAreGuessedByTheirDistance()
    {
        // Of sequences of six bases, five have a contact at distance 4 and one at distance 5.
        var labels = LabelEncoder.For(TaskType.PairClassification, []);
        var train = Tiny.Store(
            [.. Enumerable.Range(1, 6).Select(i => Tiny.Example("ACGUAC", new VectorLabel(i == 1 ? [0, 5] : [0, 4], 2), i))], labels);
        var test = Tiny.Store([Tiny.Example("ACGUACGU", new VectorLabel([], 1))], labels);
        var baseline = Assert.Single(Baseline.All(train, test, 24, 1, default));
        Assert.Equal("distance along the sequence", baseline.Name);
        var row = baseline.Logits[0];
        Assert.Equal(100, row.Length);
        // Twelve pairs of bases are at distance 4, six at 5; nothing is known of those farther.
        Assert.Equal((float)Math.Log(6.0 / 8), row[1 * 10 + 5], 1e-6);
        Assert.Equal((float)Math.Log(2.0 / 6), row[1 * 10 + 6], 1e-6);
        Assert.Equal(row[1 * 10 + 6], row[1 * 10 + 8]);
        Assert.Equal(row[1 * 10 + 5], row[5 * 10 + 1]);

        var numbers = LabelEncoder.For(TaskType.PairRegression, []);
        var distances = Tiny.Store([Tiny.Example("ACG", new VectorLabel([0, 3, 9, 3, 0, 5, 9, 5, 0], 3))], numbers);
        var mean = Assert.Single(Baseline.All(distances, distances, 24, 1, default)).Logits[0];
        Assert.Equal((4, 9), (mean[1 * 5 + 2], mean[1 * 5 + 3]));
    }

    [Fact]
    public void TheMeanOfEachTargetPassesOverMissingOnes()
    {
        var labels = new LabelEncoder(TaskType.TokenRegression, null, 2);
        var train = Tiny.Store([Tiny.Example("ACGU", new VectorLabel([1, 10, 3, float.NaN, float.NaN, -90, -100, -100], 2))], labels);
        var mean = Assert.Single(Baseline.All(train, train, 24, 1, default));
        Assert.Equal([2f, -40f], mean.Logits[0][..2]);
        Assert.Equal(6 * 2, mean.Logits[0].Length);
    }
}
