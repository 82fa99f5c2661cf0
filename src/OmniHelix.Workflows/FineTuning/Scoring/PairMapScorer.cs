using System.Globalization;
using System.Numerics.Tensors;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;
using OmniHelix.Reports;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// Matrices of pairs of bases of some test sequences beside the true ones: the best, the median and the worst by average precision of
/// contacts, or by the root of the mean squared error of numbers.
/// </summary>
public sealed class PairMapScorer : ITestScorer
{
    private const int LongestShown = 400;

    /// <inheritdoc/>
    public bool AppliesTo(LabelEncoder labels) => labels.Task.Unit == TaskUnit.Pair;

    /// <inheritdoc/>
    public TestFinding? Score(TestOutputs test)
    {
        var isOfContacts = test.Tokens.Labels!.Task.Target == TaskTarget.Class;
        var scored = test.Tokens.Records().Where(record => record.Bases <= LongestShown)
            .Select(record => (Record: record, Score: Scored(record, test.Logits, isOfContacts)))
            .Where(one => one.Score is not null)
            .OrderByDescending(one => isOfContacts ? one.Score : -one.Score).ThenBy(one => one.Record.Example.Record).ToList();
        if (scored.Count == 0) return null;
        var ranks = new[] { ("best", 0), ("median", scored.Count / 2), ("worst", scored.Count - 1) };
        return new PairMapFinding([.. ranks.DistinctBy(rank => rank.Item2).Select(Map)], ChosenBy(isOfContacts));

        PairMap Map((string Name, int At) rank)
        {
            var (record, score) = scored[rank.At];
            var predicted = record.PerPair(test.Logits);
            if (isOfContacts) TensorPrimitives.Sigmoid(predicted, predicted);
            var measure = isOfContacts ? "average precision" : "RMSE";
            return new PairMap($"record {record.Example.Id}, the {rank.Name}", record.Bases, record.TruePairs(), predicted)
            {
                IsOfContacts = isOfContacts,
                Facts = Text($"{Plural.Count(record.Bases, "base")} · {measure} {score:0.000}"),
            };
        }
    }

    private static string ChosenBy(bool isOfContacts) =>
        Text($"The best, the median and the worst of the test split by {(isOfContacts ? "average precision" : "RMSE")}, ")
            + Text($"among sequences of at most {LongestShown} bases.");

    // Null where it is not defined.
    private static double? Scored(RecordTokens record, float[][] logits, bool isOfContacts)
    {
        var (truth, predicted) = (record.TruePairs(), record.PerPair(logits));
        int[] known = [.. Enumerable.Range(0, truth.Length).Where(i => !float.IsNaN(truth[i]))];
        if (!isOfContacts)
            return known.Length == 0 ? null : Math.Sqrt(known.Average(i => Math.Pow(truth[i] - predicted[i], 2)));
        var contacts = Array.ConvertAll(known, i => truth[i] == 1);
        return contacts.Contains(true)
            ? new ScoreSweep(contacts, Array.ConvertAll(known, i => (double)predicted[i])).AveragePrecision().Value
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Matrices of pairs of bases of some test sequences.</summary>
/// <param name="Maps">Best first.</param>
/// <param name="ChosenBy">How they were chosen, a sentence.</param>
public sealed record PairMapFinding(IReadOnlyList<PairMap> Maps, string ChosenBy) : TestFinding
{
    /// <inheritdoc/>
    public override TrainingReportData AddTo(TrainingReportData page) => page with { PairMaps = Maps, PairMapsChosenBy = ChosenBy };
}
