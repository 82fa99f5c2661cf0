using System.Globalization;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>Judges what was found; knows what each thing needs in order to work fast.</summary>
internal static class Diagnosis
{
    private const long Gibibyte = 1L << 30;
    private const long EnoughMemory = 2 * Gibibyte;
    private const long EnoughDisk = 2 * Gibibyte;

    /// <summary>One finding per subject, in the order they are printed.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="engine">libtorch, or the reason why it could not be loaded.</param>
    /// <param name="blas">The matrix library, if there is one.</param>
    public static IReadOnlyList<Finding> Of(Machine machine, EngineProbe engine, Blas? blas) =>
    [
        new("omni", Health.Good, $"{machine.Program}, {machine.Runtime}, {machine.System}"),
        OfProcessor(machine),
        OfEngine(engine),
        OfThreads(machine, engine.Found),
        OfBlas(machine.Processor, engine.Found, blas),
        OfGpu(machine, engine.Found),
        OfFileLibraries(machine.FileLibraries),
        OfMemory(machine),
        OfDisk(machine.Disk),
    ];

    private static Finding OfProcessor(Machine machine)
    {
        var sets = machine.Processor.InstructionSets;
        var known = sets.Count == 0 ? "no vector instructions known" : string.Join(' ', sets);
        var value = $"{machine.Processor.Model}, {machine.Cores} cores, {known}";
        return sets.Count == 0 || machine.Processor.Has("avx2") || machine.Processor.Has("asimd")
            ? new Finding("processor", Health.Good, value)
            : new Finding(
                "processor",
                Health.Slow,
                value,
                "This processor has no AVX2; everything runs several times slower than on one from 2013 or later.");
    }

    private static Finding OfEngine(EngineProbe engine)
    {
        if (engine.Found is not { } found)
            return new Finding(
                "libtorch",
                Health.Missing,
                engine.Failure ?? "not found",
                "Run eng/setup (Debian, Ubuntu: apt-get install --no-install-recommends libtorch-dev), or set OMNI_LIBTORCH to the folder"
                    + " of"
                    + " an unpacked libtorch 1.13 or later, then start ./omni again.");
        var value = Text($"{found.Version} from {found.Library}, {found.GigaFlops:0} GFLOP/s in f32 products");
        return found.AllocatorTuned
            ? new Finding("libtorch", Health.Good, value)
            : new Finding(
                "libtorch",
                Health.Slow,
                value,
                "The C library refused the allocator settings, which costs about a third of the time; use the system's own malloc (unset"
                    + " LD_PRELOAD).");
    }

    private static Finding OfThreads(Machine machine, Engine? engine)
    {
        if (engine is null) return new Finding("threads", Health.Good, Text($"{machine.Cores} cores may be used"));
        var value = Text($"{engine.Threads} of {machine.Cores} cores");
        return engine.Threads >= machine.Cores
            ? new Finding("threads", Health.Good, value)
            : new Finding(
                "threads",
                Health.Slow,
                value,
                "Unset OMP_NUM_THREADS, OPENBLAS_NUM_THREADS and MKL_NUM_THREADS, or raise them to the number of cores.");
    }

    private static Finding OfBlas(Processor processor, Engine? engine, Blas? blas)
    {
        if (blas is null)
            return engine is null
                ? new Finding(
                    "blas",
                    Health.Missing,
                    "no OpenBLAS found",
                    "Run eng/setup (Debian, Ubuntu: apt-get install --no-install-recommends libopenblas0-pthread).")
                : new Finding("blas", Health.Good, "inside libtorch");
        var value = blas.Kernel is null ? blas.Library : $"{blas.Version ?? blas.Library}, kernels for {blas.Kernel}";
        if (blas.IsTooOldFor(processor))
            return new Finding("blas", Health.Slow, value, blas.CoreType is { } asked
                ? $"OPENBLAS_CORETYPE is set to {asked}, whose kernels run at about half speed on this AVX-512 processor: set"
                    + " OPENBLAS_CORETYPE=SKYLAKEX instead, or unset it."
                : "OpenBLAS did not recognise this AVX-512 processor and runs at about half speed: set OPENBLAS_CORETYPE=SKYLAKEX before"
                    + " the program starts.");
        return Path.GetFileName(blas.Library).StartsWith("libblas", StringComparison.Ordinal)
            ? new Finding("blas", Health.Slow, value, "This is the reference BLAS, many times slower than OpenBLAS: apt-get install"
                + " --no-install-recommends libopenblas0-pthread.")
            : new Finding("blas", Health.Good, value);
    }

    private static Finding OfGpu(Machine machine, Engine? engine)
    {
        if (machine.Gpus.Count == 0)
            return new Finding("gpu", Health.Good, engine is { CudaDevices: > 0 } ? "usable" : "none; computing on the processor");
        var names = string.Join("; ", machine.Gpus);
        return engine is not { CudaDevices: 0 }
            ? new Finding("gpu", Health.Good, names)
            : new Finding("gpu", Health.Slow, $"{names}, but this libtorch computes on the processor only",
                "Unpack the CUDA build of libtorch from pytorch.org and set OMNI_LIBTORCH to its folder.");
    }

    private static Finding OfFileLibraries(IReadOnlyList<(string File, bool IsThere)> libraries)
    {
        string[] missing = [.. libraries.Where(l => !l.IsThere).Select(l => l.File)];
        return missing.Length == 0
            ? new Finding("files", Health.Good, string.Join(", ", libraries.Select(l => l.File)))
            : new Finding("files", Health.Missing, $"no {string.Join(", ", missing)}: compressed files or variants cannot be read",
                "Run eng/setup (Debian, Ubuntu: apt-get install --no-install-recommends libhts-dev libisal2).");
    }

    private static Finding OfMemory(Machine machine)
    {
        var value = Text($"{machine.MemoryBytes / (double)Gibibyte:0.0} GiB usable");
        return machine.MemoryBytes >= EnoughMemory
            ? new Finding("memory", Health.Good, value)
            : new Finding(
                "memory",
                Health.Slow,
                value,
                "Less than 2 GiB: use small models and small token budgets, or raise the limit of the container.");
    }

    private static Finding OfDisk(DiskSpace? disk)
    {
        if (disk is null) return new Finding("disk", Health.Good, "free space unknown");
        var value = Text($"{disk.FreeBytes / (double)Gibibyte:0.0} GiB free at {disk.Folder}");
        return disk.FreeBytes >= EnoughDisk
            ? new Finding("disk", Health.Good, value)
            : new Finding(
                "disk",
                Health.Missing,
                value,
                "Less than 2 GiB free: checkpoints of a run may not fit. Free some space or choose another output folder.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
