using OmniHelix.Cli.Commands.Doctor;

namespace OmniHelix.Cli.Tests;

public class DoctorTests
{
    private static readonly Processor Zen5 = new("AMD EPYC 9B45", "AuthenticAMD", 26, ["avx2", "avx512f", "avx512_bf16"]);
    private static readonly Engine Torch = new("1.13.1", "/usr/lib/libtorch_cpu.so", 2, 0, true, 400);
    private static readonly Blas Good = new("/usr/lib/libopenblas.so.0", "OpenBLAS 0.3.21", "SkylakeX");

    [Fact]
    public void ProcessorIsReadFromTheKernelsDescription()
    {
        var processor = Processor.Parse(
            [
                "processor\t: 0", "vendor_id\t: AuthenticAMD", "cpu family\t: 26", "model name\t: AMD EPYC 9B45",
                "flags\t\t: fpu avx avx2 avx512f sse", "", "vendor_id\t: Other",
            ]);
        Assert.Equal(("AMD EPYC 9B45", "AuthenticAMD", 26), (processor.Model, processor.Vendor, processor.Family));
        Assert.Equal(["avx", "avx2", "avx512f"], processor.InstructionSets);
    }

    [Theory]
    [InlineData]
    [InlineData("no colon here", "cpu family : many")]
    public void AProcessorThatTheKernelDoesNotDescribeIsUnknown(params string[] lines)
    {
        var processor = Processor.Parse(lines);
        Assert.Equal(("unknown", 0), (processor.Model, processor.Family));
        Assert.Empty(processor.InstructionSets);
    }

    [Theory]
    [InlineData("Haswell", true)]
    [InlineData("Zen", true)]
    [InlineData("SkylakeX", false)]
    [InlineData("Cooperlake", false)]
    [InlineData("SapphireRapids", false)]
    public void OldKernelsOnANewProcessorAreSlow(string kernel, bool slow)
    {
        var finding = Find("blas", blas: Good with { Kernel = kernel });
        Assert.Equal(slow ? Health.Slow : Health.Good, finding.Health);
        Assert.Equal(slow, finding.Advice?.Contains("OPENBLAS_CORETYPE=SKYLAKEX", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void KernelsThatTheEnvironmentAskedForAreBlamedOnIt()
    {
        var advice = Find("blas", blas: Good with { Kernel = "Haswell", CoreType = "Haswell" }).Advice!;
        Assert.StartsWith("OPENBLAS_CORETYPE is set to Haswell", advice, StringComparison.Ordinal);
        Assert.Contains("OPENBLAS_CORETYPE=SKYLAKEX", advice, StringComparison.Ordinal);
        Assert.Null(Find("blas", blas: Good with { CoreType = "SKYLAKEX" }).Advice);
    }

    [Fact]
    public void OldKernelsAreRightForAnOldProcessor() =>
        Assert.Equal(Health.Good, Find(
            "blas",
            Machine() with { Processor = new Processor("i7", "GenuineIntel", 6, ["avx2"]) },
            Good with { Kernel = "Haswell" }).Health);

    [Fact]
    public void TheReferenceBlasIsSlow() =>
        Assert.Equal(Health.Slow, Find("blas", blas: new Blas("/usr/lib/libblas.so.3", null, null)).Health);

    [Fact]
    public void MissingLibtorchComesWithTheReasonAndAWayOut()
    {
        var finding = Diagnosis.Of(Machine(), new EngineProbe(null, "libtorch_cpu.so: cannot open"), Good)
            .Single(f => f.Subject == "libtorch");
        Assert.Equal((Health.Missing, "libtorch_cpu.so: cannot open"), (finding.Health, finding.Value));
        Assert.Contains("OMNI_LIBTORCH", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUntunedAllocatorIsSlow() =>
        Assert.Equal(Health.Slow, Diagnosis.Of(Machine(), new EngineProbe(Torch with { AllocatorTuned = false }, null), Good)
            .Single(f => f.Subject == "libtorch").Health);

    [Fact]
    public void IdleCoresAndGpusAreSlow()
    {
        Assert.Equal(Health.Slow, Find("threads", Machine() with { Cores = 8 }).Health);
        Assert.Equal(Health.Slow, Find("gpu", Machine() with { Gpus = ["NVIDIA H100, 81559 MiB"] }).Health);
        Assert.Equal(Health.Good, Find("gpu").Health);
    }

    [Fact]
    public void LittleMemoryIsSlowAndAFullDiskIsAProblem()
    {
        Assert.Equal(Health.Slow, Find("memory", Machine() with { MemoryBytes = 1 << 30 }).Health);
        Assert.Equal(Health.Missing, Find("disk", Machine() with { Disk = new DiskSpace("/data", 1000) }).Health);
        Assert.Equal(Health.Good, Find("disk", Machine() with { Disk = null }).Health);
    }

    [Fact]
    public void ALibraryThatFilesNeedIsMissedByName()
    {
        var finding = Find("files", Machine() with { FileLibraries = [("libdeflate.so.0", true), ("libhts.so.3", false)] });
        Assert.Equal(Health.Missing, finding.Health);
        Assert.Contains("libhts.so.3", finding.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("libdeflate", finding.Value, StringComparison.Ordinal);
        Assert.Equal(Health.Good, Find("files").Health);
    }

    [Fact]
    public void TheMatrixLibraryIsFoundAmongMappedFiles()
    {
        Assert.Equal("/usr/lib/openblas-pthread/libopenblasp-r0.3.21.so", Blas.FindLibrary(
            [
                "7f0 r-xp 0 08:01 1 /usr/lib/libblas.so.3",
                "7f1 r-xp 0 08:01 2 /usr/lib/openblas-pthread/libopenblasp-r0.3.21.so",
                "7f2 rw-p 0 00:00 0",
            ]));
        Assert.Null(Blas.FindLibrary([]));
    }

    private static Finding Find(string subject, Machine? machine = null, Blas? blas = null) =>
        Diagnosis.Of(machine ?? Machine(), new EngineProbe(Torch, null), blas ?? Good).Single(f => f.Subject == subject);

    private static Machine Machine() => new()
    {
        Program = "0.1.0",
        Runtime = ".NET 10",
        System = "Debian",
        Processor = Zen5,
        Cores = 2,
        MemoryBytes = 8L << 30,
        Disk = new DiskSpace("/data", 50L << 30),
        Gpus = [],
        FileLibraries = [("libdeflate.so.0", true)],
    };
}
