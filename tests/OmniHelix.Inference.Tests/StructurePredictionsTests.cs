using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Rna;
using OmniHelix.Rna.Decoding;

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
        var prediction = Assert.Single(StructurePredictions.Nested(store, Certain(store)));
        Assert.Equal(Structure, prediction.Predicted.ToString());
        Assert.Equal(1, prediction.Pairs.F1);
    }

    [Fact]
    public void WindowsAreJoinedAndBasesCutOffStayUnpaired()
    {
        var examples = new[] { Tiny.Example(Sequence, new TextLabel(Structure), 1), Tiny.Example("ACGU", new TextLabel("...."), 2) };
        var windows = Tiny.Store(examples, Tiny.BracketLabels, new LengthOptions(9, LengthPolicy.Window, 2));
        Assert.True(windows.Count > 2);
        Assert.Equal([Structure, "...."], StructurePredictions.Nested(windows, Certain(windows)).Select(p => p.Predicted.ToString()));
        var cut = Tiny.Store(examples, Tiny.BracketLabels, new LengthOptions(9, LengthPolicy.Truncate));
        var prediction = StructurePredictions.Nested(cut, Certain(cut))[0];
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
        Assert.Equal(Structure, Assert.Single(StructurePredictions.Nested(store, Certain(store))).Predicted.ToString());
    }

    [Fact]
    public void OtherClassesHaveNoStructure() =>
        Assert.Throws<ArgumentException>(
            () => StructurePredictions.Nested(Tiny.Store([Tiny.Example("ACGU", new TextLabel("0110"))], Labels("0", "1")), []));

    [Fact]
    public void PairsOfAllSequencesAreCountedTogether()
    {
        var examples =
            new[] { Tiny.Example(Sequence, new TextLabel(Structure), 1), Tiny.Example(Sequence, new TextLabel("............"), 2) };
        var store = Tiny.Store(examples, Tiny.BracketLabels);
        var predictions = StructurePredictions.Nested(store, [Certain(store)[0], Certain(store)[0]]);
        var total = StructurePredictions.Total(predictions);
        Assert.Equal((4, 8, 4), (total.CorrectPredicted, total.Predicted, total.Reference));
        Assert.Equal(2 / 3.0, total.F1, 12);
    }

    [Fact]
    public void FoldingNeedsNoModelAndHybridFoldingListensToIt()
    {
        // A hairpin that energies alone draw with a pair more: the labels say that only the inner helix is there.
        const string Hairpin = "GGGGGAAAACCCCC", Inner = ".((((....)))).", Whole = "(((((....)))))";
        var store = Tiny.Store([Tiny.Example(Hairpin, new TextLabel(Inner))], Tiny.BracketLabels);
        Assert.Equal(Whole, StructurePredictions.Folded(store)[0].Predicted.ToString());
        Assert.Equal(Whole, Hybrid(0));
        Assert.Equal(Inner, Hybrid(2));

        string Hybrid(double weight) =>
            StructurePredictions.Hybrid(store, Certain(store), new HybridFolding(weight, 0.5))[0].Predicted.ToString();
    }

    [Fact]
    public void TheFitFindsHowMuchTheModelIsToBeTrusted()
    {
        const string Hairpin = "GGGGGAAAACCCCC", Inner = ".((((....)))).";
        var store = Tiny.Store([Tiny.Example(Hairpin, new TextLabel(Inner))], Tiny.BracketLabels);
        var steps = new List<(int Done, int All)>();
        var fit = HybridFoldingFit.Of(store, Certain(store), (done, all) => steps.Add((done, all)));
        Assert.True(fit.Best.Weight > 0);
        Assert.Equal(Inner, StructurePredictions.Hybrid(store, Certain(store), fit.Best)[0].Predicted.ToString());
        Assert.Equal(0, fit.WithoutModel.Weight);
        Assert.Equal(steps[^1].All, steps[^1].Done);
        // A model that says the opposite of what is true is not listened to.
        var liar = Certain(store).Select(row => row.Select(value => -value).ToArray()).ToArray();
        Assert.Equal(0, HybridFoldingFit.Of(store, liar).Best.Weight);
    }

    [Fact]
    public void StructuresAreScoredBaseByBase()
    {
        var examples = new[]
        {
            Tiny.Example(Sequence, new TextLabel("((((....))))")), Tiny.Example("GGGAAAUCCC", new TextLabel("(((....)))"), 2),
        };
        var store = Tiny.Store(examples, Tiny.BracketLabels);
        var right = StructurePredictions.Nested(store, Certain(store));
        Assert.Equal(1, Evaluation.Of(StructurePredictions.Records(store, right), ["f1_macro"]).Values["f1_macro"]);
        StructurePrediction[] none = [right[0] with { Predicted = SecondaryStructure.Parse("............") }, right[1]];
        Assert.Equal(14 / 22.0, Evaluation.Of(StructurePredictions.Records(store, none), ["accuracy"]).Values["accuracy"], 12);
    }

    [Fact]
    public void WhatIsTooLongIsToldAndCountsAsUnpaired()
    {
        var length = NestedStructureDecoder.MaximumLength + 1;
        var examples = new[]
        {
            Tiny.Example(new string('A', length), new TextLabel(new string('.', length))), Tiny.Example("ACGU", new TextLabel("...."), 2),
        };
        var folded = StructurePredictions.Folded(Tiny.Store(examples, Tiny.BracketLabels, new LengthOptions(20, LengthPolicy.Truncate)));
        Assert.Equal(("OH1820", null), (folded[0].Problem?.Code, folded[1].Problem));
        Assert.Empty(folded[0].Predicted.Pairs);
    }

    [Fact]
    public void IntervalsOfPairsHoldThePooledScoreAndDifferencesArePaired()
    {
        var random = new Xoshiro256(4);
        var examples = Enumerable.Range(1, 30).Select(i => Tiny.Example(Bases(random), new TextLabel("((((....))))"), i)).ToArray();
        var store = Tiny.Store(examples, Tiny.BracketLabels);
        var drawn = StructurePredictions.Nested(store, Certain(store));
        var intervals = PairIntervals.Of(drawn);
        var total = StructurePredictions.Total(drawn);
        Assert.Equal([total.Precision, total.Recall, total.F1], intervals.Select(one => one.Estimate!.Value));
        Assert.All(intervals, one => Assert.InRange(one.Estimate!.Value, one.Low!.Value, one.High!.Value));
        Assert.True(intervals[1].Low < intervals[1].High);
        var none = PairIntervals.Difference(drawn, drawn);
        Assert.Equal((0.0, 0.0, 0.0), (none.Estimate, none.Low, none.High));
        var folded = PairIntervals.Difference(drawn, StructurePredictions.Folded(store));
        Assert.Equal(total.F1 - StructurePredictions.Total(StructurePredictions.Folded(store)).F1, folded.Estimate!.Value, 12);
    }

    private static string Bases(Xoshiro256 random) => string.Concat(Enumerable.Range(0, 12).Select(_ => "ACGU"[random.Next(4)]));

    private static LabelEncoder Labels(params string[] names) => new(TaskType.TokenClassification, new LabelMap(names), 0);

    // Logits that are sure of the labels.
    private static float[][] Certain(RaggedTokens store) =>
        [
            .. Enumerable.Range(0, store.Count).Select(
                row => store.Classes(row).ToArray().SelectMany(c => Enumerable.Range(0, 3).Select(k => k == c ? 10f : 0f)).ToArray())];
}
