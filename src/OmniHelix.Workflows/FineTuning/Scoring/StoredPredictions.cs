using OmniHelix.Data.Columns;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tables;
using OmniHelix.Inference.Scoring;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>What <see cref="TestPredictions"/> left of a test set: its records and what a model said of them.</summary>
/// <param name="Records">Name, digest and label of each record, in the order of the file.</param>
/// <param name="Scored">Truth and outputs, in the same order.</param>
public sealed record StoredPredictions(IReadOnlyList<StoredRecord> Records, ScoredRecords Scored)
{
    /// <summary>Reads the predictions of a run.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="task">What was predicted.</param>
    /// <param name="labels">Classes, labels or targets, in the order that the truth and the outputs shall have.</param>
    /// <param name="stored">The same names in the order of the file.</param>
    /// <exception cref="OmniException">OH5061: the run has no predictions, or an older version wrote them.</exception>
    public static StoredPredictions Read(string run, TaskType task, IReadOnlyList<string> labels, IReadOnlyList<string> stored)
    {
        var path = Path.Combine(run, TestPredictions.FileName);
        if (!File.Exists(path))
            throw new OmniException(
                "OH5061", "the run has no predictions of a test split", run,
                "Its data set has none, or the run is not finished; omni evaluate makes predictions of any data.");
        var table = Table.Open(path);
        if (table.Columns.All(column => column.Name != TestPredictions.Digest))
            throw new OmniException(
                "OH5061", "the predictions were written by an older version, without digests of the sequences", path,
                "Make them anew: omni evaluate --model RUN --data DATA --output FOLDER.");
        var classes = new LabelMap(labels);
        int[] order = [.. labels.Select(label => stored.ToList().IndexOf(label))];
        var scored = new ScoredRecords(task, labels.Count);
        var records = new List<StoredRecord>();
        foreach (var row in table.Rows())
        {
            records.Add(new((string)row["id"]!, (string)row[TestPredictions.Digest]!, LabelOf(row["label"])));
            if (task.Unit == TaskUnit.Pair) AddPairs(scored, row);
            else if (task.Target == TaskTarget.Class) scored.Add(Classes(row, task, classes), Logits(row, order, Logarithm));
            else if (task.Target == TaskTarget.Classes) scored.Add(Numbers(row["label"], order), Logits(row, order, LogOdds));
            else scored.Add(Numbers(row["label"], order), Numbers(row["prediction"], order));
        }
        return new StoredPredictions(records, scored);
    }

    private static void AddPairs(ScoredRecords scored, TableRow row)
    {
        var values = Numbers(row["prediction"], [0]);
        if (scored.Task.Target == TaskTarget.Class) values = Array.ConvertAll(values, LogOdds);
        scored.AddPairs(Numbers(row["label"], [0]), values);
    }

    private static int[] Classes(TableRow row, TaskType task, LabelMap labels)
    {
        object?[] names = task.Unit == TaskUnit.Token ? (object?[])row["label"]! : [row["label"]];
        return [.. names.Select(name => name is string text && labels.TryGetId(text, out var id) ? id : LabelProjector.Ignored)];
    }

    private static float[] Logits(TableRow row, int[] order, Func<float, float> logit) =>
        [.. Numbers(row["probabilities"], order).Select(logit)];

    // One row after the other, each in the order asked for.
    private static float[] Numbers(object? value, int[] order)
    {
        float[] flat = [.. Flat(value)];
        var numbers = new float[flat.Length];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = flat[i - i % order.Length + order[i % order.Length]];
        return numbers;
    }

    private static IEnumerable<float> Flat(object? value) => value switch
    {
        null => [float.NaN],
        object?[] items => items.SelectMany(Flat),
        _ => [Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture)],
    };

    // A probability that was too small for single precision is taken for the smallest there is.
    private static float Logarithm(float probability) => MathF.Log(MathF.Max(probability, float.Epsilon));

    private static float LogOdds(float probability) => Logarithm(probability) - Logarithm(1 - probability);

    private static string LabelOf(object? value) => value switch
    {
        null => "",
        object?[] items => string.Join(' ', items.Select(LabelOf)),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}

/// <summary>A record of a test set.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Digest">Of its letters.</param>
/// <param name="Label">Its label, as text.</param>
public sealed record StoredRecord(string Id, string Digest, string Label);
