using System.Runtime.InteropServices;
using OmniHelix.Torch;

namespace OmniHelix.Bench;

/// <summary>What a result was measured on.</summary>
internal static class Machine
{
    public static void Print()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";
        var family = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("cpu family", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        Console.WriteLine($"{cpu} (family {family}), {Environment.ProcessorCount} threads, libtorch {TorchEngine.Version}, {RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>Best of several runs in seconds, at least <paramref name="seconds"/> long together.</summary>
    public static double Best(double seconds, Action action)
    {
        var (best, total) = (double.MaxValue, 0.0);
        for (var runs = 0; runs < 3 || total < seconds; runs++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            action();
            var time = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
            (best, total) = (Math.Min(best, time), total + time);
        }
        return best;
    }
}
