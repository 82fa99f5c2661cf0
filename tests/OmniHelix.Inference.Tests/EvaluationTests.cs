using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;

namespace OmniHelix.Inference.Tests;

public class EvaluationTests
{
    [Fact]
    public void TokensAreScoredWithoutSpecialTokens()
    {
        var store = Tiny.Store(
            [Tiny.Example("GCAU", new TextLabel("().."), 1), Tiny.Example("CCAA", new TextLabel(")(.."), 2)], Tiny.BracketLabels);
        // Special tokens are answered wrongly on purpose; of the bases one is wrong: the second of the second row.
        var result = Evaluation.Of(store, [Answer(0, 0, 1, 2, 2, 0), Answer(0, 1, 1, 2, 2, 0)], ["accuracy"]);
        Assert.Equal(7 / 8.0, result.Values["accuracy"], 12);
        Assert.Equal(8, result.Confusion!.Total);
        Assert.Equal(1, result.Confusion[0, 1]);
        Assert.Equal(2, result.Records.Count);
    }

    [Fact]
    public void AWordOfSixBasesIsScoredAtEachOfThem()
    {
        var examples = new[] { Tiny.Example("ACGTACGGGTTT", new TextLabel("(.....()....")) };
        var store = RaggedTokens.Build(examples, Kmers.Tokenizer(6, withEnd: false), new LengthOptions(10), Tiny.BracketLabels);
        Assert.Equal([-100, 0, 0], store.Classes(0));
        // Every word is said to be open. That is right at two bases of twelve; counted by words, it would be right everywhere.
        var result = Evaluation.Of(store, [Answer(2, 0, 0)], ["accuracy"]);
        Assert.Equal(2 / 12.0, result.Values["accuracy"], 12);
        Assert.Equal((12, 2, 1, 9), (result.Confusion!.Total, result.Confusion[0, 0], result.Confusion[1, 0], result.Confusion[2, 0]));
    }

    [Fact]
    public void ValuesOfWordsAreComparedWithThoseOfTheirBases()
    {
        var labels = new LabelEncoder(TaskType.TokenRegression, null, 1);
        var examples = new[] { Tiny.Example("ACGTTT", new VectorLabel([1, 2, 3, 4, float.NaN, 6], 1)) };
        var store = RaggedTokens.Build(examples, Kmers.Tokenizer(3, withEnd: false), new LengthOptions(10), labels);
        Assert.Equal([2f, 5f], store.Targets(0)[1..].ToArray());
        var result = Evaluation.Of(store, [[99, 2, 5]], ["mae"]);
        Assert.Equal((1 + 0 + 1 + 1 + 1) / 5.0, result.Values["mae"], 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void ABaseInTwoWindowsCountsOnce(int overlap)
    {
        var examples = Tiny.Examples(5, Tiny.Brackets, shortest: 20, longest: 30);
        var store = Tiny.Store(examples, Tiny.BracketLabels, new LengthOptions(10, LengthPolicy.Window, overlap));
        Assert.True(store.Count > 10);
        var logits = Enumerable.Range(0, store.Count).Select(row => Answer([.. store.Classes(row).ToArray().Select(c => Math.Max(0, c))]))
            .ToArray();
        var result = Evaluation.Of(store, logits, ["accuracy"]);
        Assert.Equal(1, result.Values["accuracy"]);
        Assert.Equal(examples.Sum(e => e.Sequence.Length), result.Confusion!.Total);
        Assert.Equal(examples.Count, result.Records.Count);
    }

    [Fact]
    public void ASequenceInWindowsCountsOnceByTheMeanOfItsWindows()
    {
        var labels = new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["0", "1"]), 0);
        var store = Tiny.Store(
            [Tiny.Example(new string('A', 16), new TextLabel("1"), 1), Tiny.Example("ACGU", new TextLabel("0"), 2)], labels,
            new LengthOptions(10, LengthPolicy.Window));
        Assert.Equal(3, store.Count);
        // The windows disagree, and together say 1.
        var result = Evaluation.Of(store, [[2, 0], [0, 3], [1, 0]], ["accuracy"]);
        Assert.Equal((2, 1.0), (result.Confusion!.Total, result.Values["accuracy"]));
        Assert.Equal(2, result.Records.Count);
    }

    [Fact]
    public void MultiLabelRowsAreScoredByTheSignOfTheLogit()
    {
        var labels = new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(["a", "b"]), 0);
        var store = Tiny.Store(
            [Tiny.Example("ACGU", new VectorLabel([1, 0], 1), 1), Tiny.Example(new string('C', 16), new ListLabel(["a", "b"]), 2)], labels,
            new LengthOptions(10, LengthPolicy.Window));
        var result = Evaluation.Of(store, [[3, -1], [1, 5], [1, -1]], ["subset_accuracy", "hamming_loss"]);
        Assert.Equal((1.0, 0.0), (result.Values["subset_accuracy"], result.Values["hamming_loss"]));
        Assert.Null(result.Confusion);
    }

    [Fact]
    public void MissingTargetsOfBasesCountNowhere()
    {
        var labels = new LabelEncoder(TaskType.TokenRegression, null, 2);
        var store = Tiny.Store([Tiny.Example("ACG", new VectorLabel([1, -100, float.NaN, 4, 5, float.NaN], 2), 1)], labels);
        // Rows of two targets: <cls>, A, C, G, <eos>.
        var result = Evaluation.Of(store, [[99, 99, 2, -100, 99, 4, 5, 99, 99, 99]], ["mae", "mcrmse"]);
        Assert.Equal((1 / 2.0 + 0) / 2, result.Values["mae"], 6);
        Assert.Equal((Math.Sqrt(1 / 2.0) + 0) / 2, result.Values["mcrmse"], 6);
    }

    [Fact]
    public void ValuesOfASequenceInWindowsAreTheMean()
    {
        var labels = new LabelEncoder(TaskType.SequenceRegression, null, 1);
        var store = Tiny.Store(
            [Tiny.Example(new string('A', 16), new NumberLabel(2), 1), Tiny.Example("ACGU", new NumberLabel(-100), 2)], labels,
            new LengthOptions(10, LengthPolicy.Window));
        var result = Evaluation.Of(store, [[1], [3], [-99]], ["mae"]);
        Assert.Equal(0.5, result.Values["mae"], 6);
    }

    [Fact]
    public void AStoreWithoutLabelsCannotBeScored() =>
        Assert.Throws<ArgumentException>(() => Evaluation.Of(Tiny.Store([Tiny.Example("ACGU", null)], null), [], ["accuracy"]));

    // Logits that choose these classes of three.
    private static float[] Answer(params int[] classes) =>
        [.. classes.SelectMany(c => Enumerable.Range(0, 3).Select(k => k == c ? 1f : 0f))];
}
