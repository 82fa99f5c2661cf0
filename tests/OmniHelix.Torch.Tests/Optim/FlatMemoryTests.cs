using System.Runtime.InteropServices;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Torch.Tests.Optim;

/// <summary>Runs alone: what other tests allocate meanwhile would count too.</summary>
[CollectionDefinition(nameof(FlatMemory), DisableParallelization = true)]
public sealed class FlatMemory;

[Collection(nameof(FlatMemory))]
public partial class FlatMemoryTests
{
    // Bytes that the C heap holds for somebody: unlike resident memory, neither fragmentation nor other threads' code changes them much,
    // and one small tensor a step that is not given back is seen.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct HeapState
    {
        private readonly nuint arena, freeChunks, fastChunks, mappings;
        public readonly nuint Mapped;
        private readonly nuint unused, freeFast;
        public readonly nuint InUse;
        private readonly nuint free, top;
    }

    [LibraryImport("libc")]
    private static partial HeapState mallinfo2();

    // Every tensor of a step ends with its scope.
    [Fact]
    public void TwoThousandStepsLeaveNothingBehind()
    {
        using var block = new OptimizerTests.Block();
        Initialization.Transformer(block, 0.02);
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(block, 0.01), 1e-3);
        static long InUse()
        {
            // What earlier tests left to the collector must not be counted on one side only.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var heap = mallinfo2();
            return (long)(heap.InUse + heap.Mapped);
        }
        long after200 = 0;
        for (var step = 0; step < 2000; step++)
        {
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            block.Forward(Ops.Randn([64, 256])).Square().Mean().Backward();
            optimizer.Step();
            if (step == 200) after200 = InUse();
        }
        Assert.InRange(InUse(), 0, after200 + (1 << 18));
    }
}
