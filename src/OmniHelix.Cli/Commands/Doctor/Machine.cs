using System.Diagnostics;
using System.Runtime.InteropServices;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>What the operating system tells about this machine.</summary>
internal sealed record Machine
{
    /// <summary>Version of omni.</summary>
    public required string Program { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>Operating system.</summary>
    public required string System { get; init; }

    /// <summary>The processor.</summary>
    public required Processor Processor { get; init; }

    /// <summary>Cores this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory this process may use, limits of containers included.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Free space where the program was called.</summary>
    public required DiskSpace? Disk { get; init; }

    /// <summary>Name and memory as the NVIDIA driver tells them; empty without a driver.</summary>
    public required IReadOnlyList<string> Gpus { get; init; }

    /// <summary>System libraries that read compressed files and variants, and whether they can be loaded.</summary>
    public required IReadOnlyList<(string File, bool IsThere)> FileLibraries { get; init; }

    /// <summary>Looks at this machine; takes some milliseconds, with an NVIDIA driver up to a second.</summary>
    public static Machine Look() => new()
    {
        Program = PrintVersion.Version,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Processor = Processor.OfThisMachine(),
        Cores = Environment.ProcessorCount,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Disk = DiskSpace.Of(Environment.CurrentDirectory),
        Gpus = NvidiaGpus(),
        FileLibraries = NativeLibraries.Probe(),
    };

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
            return process.ExitCode == 0
                ? answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : ["driver present, nvidia-smi failed"];
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
