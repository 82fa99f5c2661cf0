using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Tests.Nn;

public class DropoutTests
{
    [Theory]
    [InlineData(0.1, DType.Float32)]
    [InlineData(0.5, DType.Float32)]
    [InlineData(0.1, DType.BFloat16)]
    [InlineData(0.9, DType.Float64)]
    public void DropsItsShareAndScalesTheRest(double probability, DType type)
    {
        using var scope = new TensorScope();
        TorchEngine.ManualSeed(5);
        var dropped = new Dropout(probability).Forward(Ops.Ones([700, 1001], type)).To(DType.Float32).ToArray<float>();
        var zeros = dropped.Count(value => value == 0);
        var deviation = Math.Sqrt(dropped.Length * probability * (1 - probability));
        Assert.InRange(zeros, dropped.Length * probability - 5 * deviation, dropped.Length * probability + 5 * deviation);
        var kept = Assert.Single(dropped.Where(value => value != 0).Distinct());
        Assert.Equal(1 / (1 - probability), kept, type == DType.BFloat16 ? 0.01 : 1e-5);
    }

    [Fact]
    public void NeighboursAndCallsAreIndependent()
    {
        using var scope = new TensorScope();
        TorchEngine.ManualSeed(6);
        const int Count = 1 << 20;
        var dropout = new Dropout(0.5);
        var first = dropout.Forward(Ops.Ones([Count])).ToArray<float>();
        var second = dropout.Forward(Ops.Ones([Count])).ToArray<float>();
        foreach (var shift in new[] { 1, 2, 16, 32, 1 << 15 }) Agree(first.AsSpan(shift), first);
        Agree(first, second);

        // Of independent halves, half agree; five standard deviations are 0.25 %.
        static void Agree(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
        {
            var same = 0;
            for (var i = 0; i < one.Length; i++)
                if (one[i] == other[i]) same++;
            Assert.InRange(same / (double)one.Length, 0.4975, 0.5025);
        }
    }

    [Fact]
    public void TheSeedSaysWhatIsDroppedWhateverTheThreads()
    {
        using var scope = new TensorScope();
        var dropout = new Dropout(0.3);
        var threads = TorchEngine.Threads;
        try
        {
            TorchEngine.Threads = 1;
            var one = Drawn();
            TorchEngine.Threads = 2;
            Assert.Equal(one, Drawn());
        }
        finally
        {
            TorchEngine.Threads = threads;
        }

        float[] Drawn()
        {
            TorchEngine.ManualSeed(7);
            return dropout.Forward(Ops.Ones([3, 40_001])).ToArray<float>();
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    public void TheGradientIsDroppedWhereTheResultWas(DType type)
    {
        using var scope = new TensorScope();
        TorchEngine.ManualSeed(8);
        var x = Ops.Ones([50, 1003], type);
        x.RequiresGrad = true;
        var y = new Dropout(0.25).Forward(x.Transpose(0, 1));
        y.Sum().Backward();
        Assert.Equal(y.Detach().Transpose(0, 1).To(DType.Float32).ToArray<float>(), x.Grad!.To(DType.Float32).ToArray<float>());
    }

    [Fact]
    public void IsTheIdentityOutsideTrainingAndOfNothing()
    {
        using var scope = new TensorScope();
        var dropout = new Dropout(0.5);
        Assert.Equal([0L, 4L], dropout.Forward(Ops.Ones([0, 4])).Shape);
        dropout.Eval();
        Assert.Equal([1f, 1f, 1f], dropout.Forward(Ops.Ones([3])).ToArray<float>());
    }
}
