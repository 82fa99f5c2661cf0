using System.Globalization;
using OmniHelix.Data.Labels;
using OmniHelix.Metrics;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// ROC curves, precision-recall curves and the reliability of probabilities: of each class against the others where there are few, of the
/// second class where there are two, otherwise of all classes pooled.
/// </summary>
public sealed class CurveScorer : ITestScorer
{
    private const int MostClasses = 4, Bins = 10;
    private const double Visible = 0.005;

    /// <inheritdoc/>
    public bool AppliesTo(LabelEncoder labels) => labels.Task.Target != TaskTarget.Number;

    /// <inheritdoc/>
    public TestFinding? Score(TestOutputs test)
    {
        var labels = test.Tokens.Labels!;
        var outcomes = ClassOutcomes.Of(test.Tokens, test.Logits);
        var names = labels.Labels!.Names;
        int?[] classes = names.Count > MostClasses ? [null]
            : labels.Task.Target == TaskTarget.Class && names.Count == 2 ? [1]
            : [.. Enumerable.Range(0, names.Count)];
        var found = classes.Select(k => (Name: k is { } one ? names[one] : "all pooled", Outcomes: outcomes.Of(k)))
            .Where(one => one.Outcomes.Truth.Contains(true) && one.Outcomes.Truth.Contains(false)).ToList();
        if (found.Count == 0) return null;
        var sweeps = found.ConvertAll(one => (one.Name, Sweep: new ScoreSweep(one.Outcomes.Truth, one.Outcomes.Probability)));
        return new CurveFinding(
        [
            new("ROC curve", "true positive rate", [.. sweeps.Select(one => Roc(one.Name, one.Sweep))])
            {
                StepTitle = "false positive rate",
                IsOfShares = true,
                HasDiagonal = true,
            },
            new("Precision-recall curve", "precision", [.. sweeps.Select(one => PrecisionRecall(one.Name, one.Sweep))])
            {
                StepTitle = "recall",
                IsOfShares = true,
            },
            new("Reliability", "observed frequency", [.. found.Select(one => Reliability(one.Name, one.Outcomes))])
            {
                StepTitle = "predicted probability",
                IsOfShares = true,
                HasDiagonal = true,
            },
        ]);
    }

    private static CurveSeries Roc(string name, ScoreSweep sweep)
    {
        var curve = sweep.Roc(dropIntermediate: true)!;
        return new(Named(name, "area", sweep.RocAuc()), Thin(curve.FalsePositiveRate.Zip(curve.TruePositiveRate)));
    }

    // From no recall on.
    private static CurveSeries PrecisionRecall(string name, ScoreSweep sweep)
    {
        var curve = sweep.PrecisionRecall()!;
        return new(Named(name, "average", sweep.AveragePrecision()), Thin(curve.Recall.Zip(curve.Precision).Reverse()));
    }

    private static CurveSeries Reliability(string name, (bool[] Truth, double[] Probability) outcomes) => new(
        Named(name, "error", Calibration.Error(outcomes.Truth, outcomes.Probability, Bins)),
        Thin(Calibration.Bins(outcomes.Truth, outcomes.Probability, Bins).Select(bin => (bin.Confidence, bin.Share))));

    private static string Named(string name, string what, MetricValue value) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} · {what} {value.Value:0.000}");

    // Points that no eye tells from the one before are left out; the first and the last stay.
    private static List<CurvePoint> Thin(IEnumerable<(double X, double Y)> points)
    {
        List<CurvePoint> kept = [];
        CurvePoint? last = null;
        foreach (var (x, y) in points)
        {
            last = new CurvePoint(x, y);
            if (kept.Count == 0 || Math.Max(Math.Abs(x - kept[^1].Step), Math.Abs(y - kept[^1].Value)) >= Visible) kept.Add(last.Value);
        }
        if (last is { } end && kept[^1] != end) kept.Add(end);
        return kept;
    }
}

/// <summary>How well the scores of a model rank, and whether its probabilities come true.</summary>
/// <param name="Curves">ROC, precision and recall, reliability.</param>
public sealed record CurveFinding(IReadOnlyList<Curve> Curves) : TestFinding
{
    /// <inheritdoc/>
    public override TrainingReportData AddTo(TrainingReportData page) => page with { TestCurves = Curves };
}
