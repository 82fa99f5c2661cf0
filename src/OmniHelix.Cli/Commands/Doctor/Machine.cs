using System.Diagnostics;
using System.Runtime.InteropServices;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>What the operating system tells about this machine.</summary>
/// <param name="Program">Version of omni.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="System">Operating system.</param>
/// <param name="Processor">The processor.</param>
/// <param name="Cores">Cores this process may use.</param>
/// <param name="MemoryBytes">Memory this process may use, limits of containers included.</param>
/// <param name="Disk">Free space where the program was called.</param>
/// <param name="Gpus">Name and memory as the NVIDIA driver tells them; empty without a driver.</param>
/// <param name="FileLibraries">System libraries that read compressed files and variants, and whether they can be loaded.</param>
internal sealed record Machine(
    string Program, string Runtime, string System, Processor Processor, int Cores, long MemoryBytes, DiskSpace? Disk, IReadOnlyList<string> Gpus,
    IReadOnlyList<(string File, bool IsThere)> FileLibraries)
{
    /// <summary>Looks at this machine; takes some milliseconds, with an NVIDIA driver up to a second.</summary>
    public static Machine Look() => new(
        PrintVersion.Version,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        Processor.OfThisMachine(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        DiskSpace.Of(Environment.CurrentDirectory),
        NvidiaGpus(),
        NativeLibraries.Probe());

    private static string[] NvidiaGpus()
    {
        if (!Directory.Exists("/proc/driver/nvidia")) return [];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi", "--query-gpu=name,memory.total --format=csv,noheader")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : ["driver present, nvidia-smi failed"];
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return ["driver present, nvidia-smi absent"];
        }
    }
}

/// <summary>Free space of the file system that holds a folder.</summary>
/// <param name="Folder">The folder asked for.</param>
/// <param name="FreeBytes">What this user may still write.</param>
internal sealed record DiskSpace(string Folder, long FreeBytes)
{
    /// <summary>Null where the system does not tell.</summary>
    public static DiskSpace? Of(string folder)
    {
        try
        {
            return new DiskSpace(folder, new DriveInfo(folder).AvailableFreeSpace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
