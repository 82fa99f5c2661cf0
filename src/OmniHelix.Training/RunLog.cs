using OmniHelix.Training.TensorBoard;

namespace OmniHelix.Training;

/// <summary>Writes what happens in a run to <c>metrics.jsonl</c> and to a TensorBoard event file beside it.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly MetricsLog metrics;
    private readonly EventFileWriter events;

    /// <summary>Goes on after <paramref name="step"/>; what was logged later is dropped, since those steps run again.</summary>
    public RunLog(string folder, int step)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Translate(e, folder);
        }
        metrics = MetricsLog.Open(Path.Combine(folder, "metrics.jsonl"), step);
        events = new EventFileWriter(Path.Combine(folder, "tensorboard"));
    }

    public void Step(TrainingState state, double loss, double rate, double norm, Throughput throughput)
    {
        var values = new Dictionary<string, double?>
        {
            ["loss"] = loss,
            ["learning_rate"] = rate,
            ["gradient_norm"] = norm,
            ["tokens_per_second"] = throughput.TokensPerSecond,
        };
        if (throughput.FlopUtilisation is { } share) values["flop_utilisation"] = share;
        Write(state, "train", values);
    }

    public void Validation(TrainingState state, IReadOnlyDictionary<string, double> values) =>
        Write(state, "valid", values.ToDictionary(v => v.Key, v => (double?)v.Value));

    public void Flush() => metrics.Flush();

    public void Dispose()
    {
        metrics.Dispose();
        events.Dispose();
    }

    private void Write(TrainingState state, string split, Dictionary<string, double?> values)
    {
        metrics.Append(new MetricsRecord(state.Step, state.Epoch, split, values));
        foreach (var (name, value) in values)
            if (value is { } number) events.AddScalar($"{split}/{name}", number, state.Step);
    }
}
