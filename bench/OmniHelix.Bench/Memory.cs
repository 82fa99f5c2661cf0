using System.Globalization;

namespace OmniHelix.Bench;

/// <summary>Resident memory of this process in bytes.</summary>
internal static class Memory
{
    /// <summary>Now.</summary>
    public static long Resident => Read("VmRSS");

    /// <summary>How much more an action needs at its worst than was resident before.</summary>
    public static long Peak(Action action)
    {
        var before = Resident;
        // 5: the peak starts anew (proc(5)).
        File.WriteAllText("/proc/self/clear_refs", "5");
        action();
        return Read("VmHWM") - before;
    }

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(name.Length + 1, line.Length - name.Length - 4).Trim(), CultureInfo.InvariantCulture);
    }
}
