using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;

namespace OmniHelix.Inference.Tests;

public class StructurePredictionsTests
{
    private const string Sequence = "GGGGAAAACCCC", Structure = "((((....))))";

    [Fact]
    public void TheClassesOfDotBracketNotationAreRecognisedInAnyOrder()
    {
        Assert.True(StructurePredictions.Apply(Labels(".", "(", ")")));
        Assert.False(StructurePredictions.Apply(Labels("(", ")")));
        Assert.False(StructurePredictions.Apply(Labels("(", ")", "x")));
        Assert.False(StructurePredictions.Apply(new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["(", ")", "."]), 0)));
    }

    [Theory]
    [InlineData("(", ")", ".")]
    [InlineData(".", ")", "(")]
    public void ConfidentClassesBecomeTheirStructure(params string[] order)
    {
        var examples = new[] { Tiny.Example(Sequence, new TextLabel(Structure)) };
        var store = Tiny.Store(examples, Labels(order));
        var prediction = Assert.Single(StructurePredictions.Of(store, Certain(store)));
        Assert.Equal(Structure, prediction.Predicted.ToString());
        Assert.Equal(1, prediction.Pairs.F1);
    }

    [Fact]
    public void WindowsAreJoinedAndBasesCutOffStayUnpaired()
    {
        var examples = new[] { Tiny.Example(Sequence, new TextLabel(Structure), 1), Tiny.Example("ACGU", new TextLabel("...."), 2) };
        var windows = Tiny.Store(examples, Tiny.BracketLabels, new LengthOptions(9, LengthPolicy.Window, 2));
        Assert.True(windows.Count > 2);
        Assert.Equal([Structure, "...."], StructurePredictions.Of(windows, Certain(windows)).Select(p => p.Predicted.ToString()));
        var cut = Tiny.Store(examples, Tiny.BracketLabels, new LengthOptions(9, LengthPolicy.Truncate));
        var prediction = StructurePredictions.Of(cut, Certain(cut))[0];
        Assert.Equal(12, prediction.Predicted.Length);
        Assert.Empty(prediction.Predicted.Pairs);
    }

    [Fact]
    public void AWordOfSeveralBasesSpeaksForAllOfThem()
    {
        // Words of two bases, and each has one class: the structure is made of such.
        var examples = new[] { Tiny.Example("GGGGAAAACCCC", new TextLabel(Structure)) };
        var store = RaggedTokens.Build(
            examples, Kmers.Tokenizer(2, withEnd: true), new LengthOptions(5, LengthPolicy.Window, 1), Tiny.BracketLabels);
        Assert.True(store.Count > 1);
        Assert.Equal(Structure, Assert.Single(StructurePredictions.Of(store, Certain(store))).Predicted.ToString());
    }

    [Fact]
    public void OtherClassesHaveNoStructure() =>
        Assert.Throws<ArgumentException>(
            () => StructurePredictions.Of(Tiny.Store([Tiny.Example("ACGU", new TextLabel("0110"))], Labels("0", "1")), []));

    [Fact]
    public void PairsOfAllSequencesAreCountedTogether()
    {
        var examples =
            new[] { Tiny.Example(Sequence, new TextLabel(Structure), 1), Tiny.Example(Sequence, new TextLabel("............"), 2) };
        var store = Tiny.Store(examples, Tiny.BracketLabels);
        var predictions = StructurePredictions.Of(store, [Certain(store)[0], Certain(store)[0]]);
        var total = StructurePredictions.Total(predictions);
        Assert.Equal((4, 8, 4), (total.CorrectPredicted, total.Predicted, total.Reference));
        Assert.Equal(2 / 3.0, total.F1, 12);
    }

    [Fact]
    public void TuningFindsHowMuchTheModelIsToBeTrusted()
    {
        // A hairpin that energies alone would not draw so: the labels say that only the inner helix is there.
        const string Hairpin = "GGGGGAAAACCCCC", Inner = ".((((....)))).";
        var store = Tiny.Store([Tiny.Example(Hairpin, new TextLabel(Inner))], Tiny.BracketLabels);
        var tuning = new StructureTuning(store, Certain(store));
        var best = StructurePredictions.With(tuning.Best());
        Assert.Equal(Inner, StructurePredictions.Of(store, Certain(store), best)[0].Predicted.ToString());
        Assert.True(best.ProbabilityWeight > 0);
        var alone = tuning.BestWithoutModel();
        Assert.Equal(0, alone.ProbabilityWeight);
        var energies = StructurePredictions.With(alone);
        Assert.Equal("(((((....)))))", StructurePredictions.Of(store, Certain(store), energies)[0].Predicted.ToString());
    }

    private static LabelEncoder Labels(params string[] names) => new(TaskType.TokenClassification, new LabelMap(names), 0);

    // Logits that are sure of the labels.
    private static float[][] Certain(RaggedTokens store) =>
        [
            .. Enumerable.Range(0, store.Count).Select(
                row => store.Classes(row).ToArray().SelectMany(c => Enumerable.Range(0, 3).Select(k => k == c ? 10f : 0f)).ToArray())];
}
