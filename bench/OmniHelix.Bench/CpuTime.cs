using System.Runtime.InteropServices;

namespace OmniHelix.Bench;

/// <summary>Processor time in seconds: what a computation costs a core, whoever else uses the machine.</summary>
internal static unsafe partial class CpuTime
{
    private const int ProcessClock = 2, ThreadClock = 3, Children = -1;

    /// <summary>Of the calling thread.</summary>
    public static double Thread => Clock(ThreadClock);

    /// <summary>Of all threads.</summary>
    public static double Process => Clock(ProcessClock);

    /// <summary>Of programs that were started and have ended.</summary>
    public static double EndedPrograms
    {
        get
        {
            var usage = stackalloc long[32];
            _ = getrusage(Children, usage);
            return usage[0] + usage[2] + (usage[1] + usage[3]) * 1e-6;
        }
    }

    /// <summary>Least of several runs, by one of the clocks above.</summary>
    public static double Least(Func<double> clock, Action action)
    {
        var least = double.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var start = clock();
            action();
            least = Math.Min(least, clock() - start);
        }
        return least;
    }

    private static double Clock(int id)
    {
        var time = stackalloc long[2];
        _ = clock_gettime(id, time);
        return time[0] + time[1] * 1e-9;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, long* time);

    [LibraryImport("libc")]
    private static partial int getrusage(int who, long* usage);
}
