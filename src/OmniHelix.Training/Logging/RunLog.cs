using OmniHelix.Training.TensorBoard;

namespace OmniHelix.Training.Logging;

/// <summary>When something was logged.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Epoch">Epochs done.</param>
internal readonly record struct LogTime(int Step, int Epoch);

/// <summary>Writes what happens in a run to <c>metrics.jsonl</c> and to a TensorBoard event file beside it.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly MetricsLog metrics;
    private readonly EventFileWriter events;

    /// <summary>Goes on after <paramref name="step"/>; what was logged later is dropped, since those steps run again.</summary>
    public RunLog(string folder, int step)
    {
        AtomicFile.MakeFolder(folder);
        metrics = MetricsLog.Open(Path.Combine(folder, "metrics.jsonl"), step);
        events = new EventFileWriter(Path.Combine(folder, "tensorboard"));
    }

    /// <summary>Logs values of a split, with remarks on those that are undefined.</summary>
    public void Write(
        LogTime time, string split, IReadOnlyDictionary<string, double?> values, IReadOnlyDictionary<string, string>? notes = null)
    {
        metrics.Append(new MetricsRecord(time.Step, time.Epoch, split, values) { Notes = notes is { Count: > 0 } ? notes : null });
        foreach (var (name, value) in values)
            if (value is { } number) events.AddScalar($"{split}/{name}", number, time.Step);
    }

    public void Flush() => metrics.Flush();

    public void Dispose()
    {
        metrics.Dispose();
        events.Dispose();
    }
}
