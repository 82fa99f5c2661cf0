using OmniHelix.Metrics.Statistics;
using OmniHelix.Rna;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Structures;

/// <summary>
/// Predicted structures scored against true ones: pairs, bases and distances, of all records together and as means over them, with
/// bootstrap intervals over records.
/// </summary>
public sealed class CompareWorkflow
{
    private const int FailuresKept = 5;

    private readonly CompareOptions options;

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 there is no reference, or one field holds both structures; OH2032 the name of the output
    /// promises no table.
    /// </exception>
    public CompareWorkflow(CompareOptions said)
    {
        options = Schema.Resolve(Schema.SaidIn(said)).Get<CompareOptions>();
        if (options.Reference is null)
            throw new UsageException("OH2020", "--reference is missing", null, "Name a file of true structures.");
        if (options.Prediction is null && (options.PredictionField is null || options.PredictionField == options.ReferenceField))
            throw new UsageException(
                "OH2020", "nothing says where the predictions are", null,
                "Name a file with --prediction, or the column of the reference that holds them with --prediction-field.");
        if (Output is { } path) _ = StructureOutput.TableOf(path);
    }

    /// <summary>Everything that can be said about comparing structures.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<CompareOptions>();

    /// <summary>Table to write; null for none.</summary>
    public string? Output => options.Output;

    /// <summary>Scores every record.</summary>
    /// <param name="cancellation">Stops between records.</param>
    /// <exception cref="OmniException">
    /// A file cannot be read; OH1858 two records of the reference have one name; the error of the first record when none can be compared;
    /// OH600x the table cannot be written.
    /// </exception>
    public StructureComparison Run(CancellationToken cancellation = default)
    {
        var records = new List<ComparedRecord>();
        var failures = new List<OmniException>();
        var failed = 0L;
        var work = new OrderedWork(options.Threads, long.MaxValue);
        foreach (var (error, record) in work.Run(new StructurePairing(options).Pairs(), _ => 0, Score, cancellation))
        {
            if (record is not null) records.Add(record);
            if (error is null) continue;
            failed++;
            if (failures.Count < FailuresKept) failures.Add(error);
        }
        if (records.Count == 0) throw failures[0];
        if (Output is { } path) Write(path, records);
        return new StructureComparison(records.Count, failed, options.Slip, Scores(records, cancellation)) { Failures = failures };
    }

    private (OmniException? Error, ComparedRecord? Record) Score(StructurePair pair) => pair.Error is { } error
        ? (error, null)
        : (null, ComparedRecord.Of(pair.Id, pair.Reference!, pair.Predicted!, options.Slip, options.Distances));

    private IReadOnlyList<StructureScore> Scores(List<ComparedRecord> records, CancellationToken cancellation)
    {
        var statistics = ScoreOfRecords.All(options.Distances);
        var cells = statistics.Select(statistic => records.Select(statistic.OfRecord).ToArray()).ToArray();
        var bootstrap = new BootstrapOptions(options.Resamples, Seed: options.Seed);
        var intervals = options.Resamples > 0
            ? Bootstrap.Intervals(records.Count, Values, bootstrap, cancellation)
            : [.. Values([.. Enumerable.Range(0, records.Count)]).Select(value =>
                new ConfidenceInterval(value, null, null, bootstrap.Level, 0, 0))];
        return [.. statistics.Select((statistic, s) => new StructureScore(
            statistic.Name, statistic.OfAll is null ? null : intervals[2 * s], intervals[2 * s + 1]))];

        IReadOnlyList<double?> Values(int[] drawn)
        {
            var pairs = new PairMetrics();
            var (right, bases) = (0L, 0L);
            foreach (var at in drawn)
            {
                pairs += records[at].Pairs;
                right += records[at].RightBases;
                bases += records[at].Bases;
            }
            var values = new double?[2 * statistics.Count];
            for (var s = 0; s < statistics.Count; s++)
            {
                values[2 * s] = statistics[s].OfAll?.Invoke(pairs, bases == 0 ? 1 : (double)right / bases);
                values[2 * s + 1] = Mean(cells[s], drawn);
            }
            return values;
        }
    }

    // Of those that have a value.
    private static double? Mean(double?[] values, int[] drawn)
    {
        var sum = 0.0;
        var count = 0;
        foreach (var at in drawn)
        {
            if (values[at] is not { } value) continue;
            sum += value;
            count++;
        }
        return count == 0 ? null : sum / count;
    }

    private void Write(string path, List<ComparedRecord> records)
    {
        using var table = new RecordTable<ComparedRecord>(
            path, StructureOutput.TableOf(path), ComparedRecord.Columns(options.Distances));
        foreach (var record in records) table.Append(record);
        table.Complete();
    }
}
