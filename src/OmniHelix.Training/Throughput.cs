using System.Diagnostics;

namespace OmniHelix.Training;

/// <summary>Tokens and model FLOPs a second over the training steps of this session; evaluation and checkpoints are not counted.</summary>
/// <param name="machineRate">FLOPs a second of large matrix products, null when it was not measured.</param>
internal sealed class Throughput(double? machineRate)
{
    private readonly Stopwatch clock = new();
    private double tokens;
    private double flops;

    public double TokensPerSecond => clock.Elapsed.TotalSeconds > 0 ? tokens / clock.Elapsed.TotalSeconds : 0;

    /// <summary>
    /// Share of the machine's rate; null where that is unknown, or was measured while others used the machine and is too low.
    /// </summary>
    public double? FlopUtilisation =>
        machineRate is { } rate && clock.Elapsed.TotalSeconds > 0 && flops / clock.Elapsed.TotalSeconds / rate is <= 1 and var share
            ? share
            : null;

    public void Resume() => clock.Start();

    public void Pause() => clock.Stop();

    public void Count(BatchWork work)
    {
        tokens += work.Tokens;
        flops += work.Flops;
    }
}
