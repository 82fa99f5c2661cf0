using System.Numerics.Tensors;

namespace OmniHelix.Metrics;

/// <summary>What a <see cref="ClassificationEvaluator"/> keeps.</summary>
public sealed record ClassificationEvaluatorOptions
{
    /// <summary>Positions with this label count nowhere.</summary>
    public int IgnoreLabel { get; init; } = -100;

    /// <summary>Keep the logits of every labelled position; ROC-AUC, average precision and calibration need them.</summary>
    public bool KeepScores { get; init; }

    /// <summary>Keep one sparse confusion matrix a unit (sequence), for <see cref="Statistics.Bootstrap"/>.</summary>
    public bool KeepUnits { get; init; } = true;
}

/// <summary>
/// Accumulates classification results batch by batch, for whole sequences (one row each) and for tokens (rows are positions, special
/// tokens and padding carry the ignore label). Memory grows with the labelled positions only when scores are kept.
/// </summary>
public sealed class ClassificationEvaluator
{
    private readonly ClassificationEvaluatorOptions options;
    private readonly List<int> truth = [];
    private readonly List<float> keptLogits = [];
    private readonly List<UnitCounts> units = [];
    private double negativeLogLikelihood;

    /// <summary>An empty evaluator.</summary>
    public ClassificationEvaluator(int classes, ClassificationEvaluatorOptions? options = null)
    {
        this.options = options ?? new ClassificationEvaluatorOptions();
        Confusion = new ConfusionMatrix(classes);
    }

    /// <summary>Counts over everything added.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Positions left out because of the ignore label.</summary>
    public long Ignored { get; private set; }

    /// <summary>
    /// The counts of each unit added, in order; empty unless units are kept. Units without a labelled position are there, with no counts.
    /// </summary>
    public IReadOnlyList<UnitCounts> Units => units;

    /// <summary>Adds a batch.</summary>
    /// <param name="labels">Class or ignore label, <c>[rows]</c>.</param>
    /// <param name="logits">Row-major, <c>[rows, classes]</c>.</param>
    /// <param name="rowsPerUnit">Rows of each sequence in order, summing to rows; empty when each row is a sequence.</param>
    /// <exception cref="OmniException">
    /// OH5101 for wrong sizes, OH5102 for a label that is no class, OH5103 for a NaN or +∞ logit at a labelled position.
    /// </exception>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<float> logits, ReadOnlySpan<int> rowsPerUnit = default)
    {
        var classes = Confusion.Classes;
        MetricInput.Rows(logits.Length, classes, labels.Length);
        if (!rowsPerUnit.IsEmpty) MetricInput.SameLength(labels.Length, TensorPrimitives.Sum(rowsPerUnit));
        // A batch counts whole or not at all.
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == options.IgnoreLabel) continue;
            MetricInput.Label(labels[i], classes, i);
            foreach (var logit in logits.Slice(i * classes, classes))
                MetricInput.NotNaN(float.IsPositiveInfinity(logit) ? double.NaN : logit, i);
        }
        var row = 0;
        var count = rowsPerUnit.IsEmpty ? labels.Length : rowsPerUnit.Length;
        for (var unit = 0; unit < count; unit++)
        {
            var end = row + (rowsPerUnit.IsEmpty ? 1 : rowsPerUnit[unit]);
            var counts = options.KeepUnits ? new SortedDictionary<int, int>() : null;
            for (; row < end; row++) AddRow(labels[row], logits.Slice(row * classes, classes), counts);
            if (counts is not null) units.Add(new UnitCounts(classes, counts));
        }
    }

    /// <summary>Probabilities and labels of all labelled positions.</summary>
    /// <exception cref="InvalidOperationException">Scores are not kept.</exception>
    public MultiClassScores Scores()
    {
        if (!options.KeepScores) throw new InvalidOperationException("this evaluator keeps no scores");
        var classes = Confusion.Classes;
        var scores = new double[keptLogits.Count];
        for (var start = 0; start < scores.Length; start += classes)
        {
            var row = scores.AsSpan(start, classes);
            for (var k = 0; k < classes; k++) row[k] = keptLogits[start + k];
            SoftMax.Write<double>(row, row);
        }
        return new MultiClassScores(truth.ToArray(), scores, classes);
    }

    /// <summary>Mean negative log likelihood of the labelled positions, nats.</summary>
    public MetricValue CrossEntropy() =>
        Confusion.Total == 0 ? MetricValue.Undefined("no labelled position") : MetricValue.Of(negativeLogLikelihood / Confusion.Total);

    /// <summary>The named metrics, in the order of the names.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, OH5111 for one that does not fit the task.</exception>
    public MetricReport Compute(IEnumerable<string> names)
    {
        var scores = new Lazy<MultiClassScores>(Scores);
        return MetricReport.Of(names, TaskTarget.Class, Confusion.Classes, name => ClassificationMetrics.Compute(name, this, scores));
    }

    private void AddRow(int label, ReadOnlySpan<float> logits, SortedDictionary<int, int>? counts)
    {
        if (label == options.IgnoreLabel)
        {
            Ignored++;
            return;
        }
        var prediction = MultiClassScores.ArgMax(logits);
        Confusion.Add(label, prediction);
        if (counts is not null)
        {
            var cell = label * Confusion.Classes + prediction;
            counts[cell] = counts.GetValueOrDefault(cell) + 1;
        }
        double max = logits[prediction], sum = 0;
        foreach (var logit in logits) sum += Math.Exp(logit - max);
        negativeLogLikelihood += Math.Log(sum) - (logits[label] - max);
        if (!options.KeepScores) return;
        truth.Add(label);
        foreach (var logit in logits) keptLogits.Add(logit);
    }
}
