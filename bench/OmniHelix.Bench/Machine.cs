using System.Diagnostics;
using System.Runtime.InteropServices;
using OmniHelix.Torch;

namespace OmniHelix.Bench;

/// <summary>What a result was measured on.</summary>
internal static class Machine
{
    /// <summary>The processor, the versions of what runs on it, and the commit that was measured.</summary>
    public static void Print()
    {
        var processor = $"{OfProcessor("model name") ?? "unknown processor"} (family {OfProcessor("cpu family")})";
        var versions = $"libtorch {TorchEngine.Version}, {RuntimeInformation.FrameworkDescription}";
        Console.WriteLine($"{processor}, {Environment.ProcessorCount} threads, {versions}, commit {Commit()}");
    }

    /// <summary>Best of several runs in seconds, at least <paramref name="seconds"/> long together.</summary>
    public static double Best(double seconds, Action action)
    {
        var best = double.MaxValue;
        var total = 0.0;
        for (var runs = 0; runs < 3 || total < seconds; runs++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            var time = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Min(best, time);
            total += time;
        }
        return best;
    }

    private static string? OfProcessor(string key) =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    // "-dirty" behind it: of the tree, some files were others.
    private static string Commit()
    {
        try
        {
            var describe = new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, "describe", "--always", "--dirty", "--abbrev=10"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(describe)!;
            var commit = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? commit : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
