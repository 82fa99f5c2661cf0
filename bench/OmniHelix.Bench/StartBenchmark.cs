using System.Diagnostics;
using System.Globalization;

namespace OmniHelix.Bench;

/// <summary>Time from the start of <c>./omni --help</c> to its end, in a checkout that is built.</summary>
internal static class StartBenchmark
{
    private const int Runs = 10;

    public static void Run()
    {
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            var info = new ProcessStartInfo("./omni", "--help") { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(info)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"start: ./omni --help: {times[0]:0.000} s fastest, {times[Runs / 2]:0.000} s median of {Runs}"));
    }
}
