using System.Globalization;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Torch.Tests.Optim;

/// <summary>Runs alone: what other tests allocate meanwhile would count too.</summary>
[CollectionDefinition(nameof(FlatMemory), DisableParallelization = true)]
public sealed class FlatMemory;

[Collection(nameof(FlatMemory))]
public class FlatMemoryTests
{
    // Resident memory is flat over 2,000 steps: every tensor of a step ends with its scope.
    [Fact]
    public void TwoThousandStepsLeaveNothingBehind()
    {
        using var block = new OptimizerTests.Block();
        Initialization.Transformer(block, 0.02);
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(block, 0.01), 1e-3);
        long Resident()
        {
            // What earlier tests left to the collector must not be counted on one side only.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TorchEngine.ReleaseFreeMemory();
            var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
            return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture);
        }
        long after200 = 0;
        for (var step = 0; step < 2000; step++)
        {
            using var scope = new TensorScope();
            optimizer.ZeroGrad();
            block.Forward(Ops.Randn([64, 256])).Square().Mean().Backward();
            optimizer.Step();
            if (step == 200) after200 = Resident();
        }
        Assert.InRange(Resident(), 0, after200 + 8 * 1024);
    }
}
