using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Workflows.FineTuning.Scoring;

namespace OmniHelix.Workflows.Tests;

public class CurveScorerTests
{
    [Fact]
    public void OfTwoClassesTheSecondIsThePositiveOne()
    {
        var curves = Score(
            new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["no", "yes"]), 0),
            [new TextLabel("yes"), new TextLabel("no"), new TextLabel("yes"), new TextLabel("no")],
            [[0, 3], [0, 2], [0, 1], [0, -1]]);
        Assert.Equal(["ROC curve", "Precision-recall curve", "Reliability"], curves.Select(curve => curve.Title));
        var roc = Assert.Single(curves[0].Series);
        Assert.Equal("yes · area 0.750", roc.Name);
        Assert.Equal([(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)], roc.Points.Select(point => (point.Step, point.Value)));
        var recall = Assert.Single(curves[1].Series);
        Assert.Equal((0.0, 1.0), (recall.Points[0].Step, recall.Points[0].Value));
        Assert.Equal("yes · average 0.833", recall.Name);
        Assert.Equal(
            [(0.269, 0), (0.731, 1), (0.881, 0), (0.953, 1)],
            curves[2].Series[0].Points.Select(point => (Math.Round(point.Step, 3), point.Value)));
    }

    [Fact]
    public void EachBaseCountsAndAClassThatNeverOccursHasNoCurve()
    {
        // The first and the last token stand around the sequence.
        float[] logits = [9, 9, 9, 3, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 3, 9, 9, 9];
        var curves = Score(Tiny.BracketLabels, [new TextLabel("(.(.")], [logits]);
        Assert.Equal(["( · area 1.000", ". · area 1.000"], curves[0].Series.Select(series => series.Name));
    }

    [Fact]
    public void ManyLabelsArePooledAndMissingOnesLeftOut()
    {
        string[] names = ["a", "b", "c", "d", "e"];
        var curves = Score(
            new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(names), 0),
            [new VectorLabel([1, 0, 0, 0, 0], 5), new VectorLabel([1, float.NaN, 0, 0, 0], 5)], [[2, -1, -1, -1, -1], [-9, 9, 9, 9, 9]]);
        Assert.Equal("all pooled · area 1.000", Assert.Single(curves[0].Series).Name);
    }

    [Fact]
    public void NumbersHaveNoCurvesAndOneClassNone()
    {
        Assert.False(new CurveScorer().AppliesTo(new LabelEncoder(TaskType.SequenceRegression, null, 1)));
        var labels = new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["no", "yes"]), 0);
        Assert.Null(new CurveScorer().Score(Outputs(labels, [new TextLabel("yes")], [[0, 3]])));
    }

    [Fact]
    public void LongCurvesKeepTheirEnds()
    {
        var labels = new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["no", "yes"]), 0);
        var curves = Score(
            labels, [.. Enumerable.Range(0, 900).Select(i => new TextLabel(i % 3 == 0 ? "yes" : "no"))],
            [.. Enumerable.Range(0, 900).Select(i => new[] { 0, i * 7919 % 900 / 300f })]);
        var (roc, recall) = (curves[0].Series[0].Points, curves[1].Series[0].Points);
        Assert.InRange(roc.Count, 100, 402);
        Assert.Equal((new CurvePoint(0, 0), new CurvePoint(1, 1)), (roc[0], roc[^1]));
        // Precision jumps where there is little recall, and every jump is there.
        Assert.Equal((0.0, 1.0), (recall[0].Step, recall[0].Value));
        Assert.True(recall.Count(point => point.Step < 0.05) > 5);
        Assert.All(recall.Zip(recall.Skip(1)), pair => Assert.InRange(pair.Second.Step - pair.First.Step, 0, 0.01));
    }

    private static IReadOnlyList<Curve> Score(LabelEncoder labels, Label[] truth, float[][] logits)
    {
        var finding = Assert.IsType<CurveFinding>(new CurveScorer().Score(Outputs(labels, truth, logits)));
        Assert.Same(finding.Curves, finding.AddTo(new TrainingReportData { Title = "t" }).TestCurves);
        return finding.Curves;
    }

    private static TestOutputs Outputs(LabelEncoder labels, Label[] truth, float[][] logits)
    {
        List<Example> examples = [.. truth.Select((label, i) => Tiny.Example("ACGU", label, i + 1))];
        return new TestOutputs(null, Tiny.Store(examples, labels), logits, new ModelCard());
    }
}
