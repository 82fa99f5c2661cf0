namespace OmniHelix.Torch.Tests;

public class TensorTests
{
    [Fact]
    public void ProductOfMatricesIsExact()
    {
        using var scope = new TensorScope();
        var a = Tensor.From<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        var b = Tensor.From<float>([1, 0, 0, 1, 1, 1], [3, 2]);
        Assert.Equal([4f, 5f, 10f, 11f], a.Matmul(b).ToArray<float>());
    }

    [Fact]
    public void SchemaDefaultsFillMissingArguments()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<double>([3, 1, 2], [3]);
        Assert.Equal([4.0, 2.0, 3.0], x.Add(1).ToArray<double>());
        Assert.Equal(6.0, x.Sum().ToDouble());
        var (values, indices) = x.Sort();
        Assert.Equal([1.0, 2.0, 3.0], values.ToArray<double>());
        Assert.Equal([1L, 2L, 0L], indices.ToArray<long>());
        Assert.Equal([3L, 3L], x.Reshape([3, 1]).Expand([3, 3]).Shape);
    }

    [Fact]
    public void FailureNamesOperatorShapesAndTypesWithoutBacktrace()
    {
        using var scope = new TensorScope();
        var a = Ops.Zeros([2, 3], DType.Float32);
        var b = Ops.Zeros([4, 5], DType.Float32);
        var e = Assert.Throws<TorchException>(() => a.Mm(b));
        Assert.Contains("aten::mm", e.Message, StringComparison.Ordinal);
        Assert.Contains("float[2, 3]", e.Message, StringComparison.Ordinal);
        Assert.Contains("float[4, 5]", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GradientsFlowThroughRecordedOperators()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<double>([1, 2, 3], [3]);
        x.RequiresGrad = true;
        (x * x * x).Sum().Backward();
        Assert.Equal([3.0, 12.0, 27.0], x.Grad!.ToArray<double>());
        using (GradMode.Off()) Assert.False((x * x).RequiresGrad);
        Assert.True((x * x).RequiresGrad);
    }

    private sealed class Cube : CustomFunction
    {
        private Tensor? x;

        protected override Tensor[] Forward(ReadOnlySpan<Tensor> inputs)
        {
            x = Save(inputs[0]);
            return [x * x * x];
        }

        protected override Tensor?[] Backward(ReadOnlySpan<Tensor?> gradients) => [gradients[0]! * x! * x! * 3];
    }

    private sealed class Broken : CustomFunction
    {
        protected override Tensor[] Forward(ReadOnlySpan<Tensor> inputs) => [inputs[0] * 2];

        protected override Tensor?[] Backward(ReadOnlySpan<Tensor?> gradients) => throw new InvalidOperationException("broken on purpose");
    }

    [Fact]
    public void FunctionsWrittenInCSharpAreDifferentiable()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<double>([1, 2, 3], [3]);
        x.RequiresGrad = true;
        var y = new Cube().Apply(x * 2)[0];
        y.Sum().Backward();
        Assert.Equal([24.0, 96.0, 216.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void FailureInsideAManagedBackwardReachesTheCaller()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<double>([1], [1]);
        x.RequiresGrad = true;
        var e = Assert.Throws<TorchException>(() => new Broken().Apply(x)[0].Sum().Backward());
        Assert.Contains("broken on purpose", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScopeDisposesAllButKeptTensors()
    {
        Tensor kept, lost;
        using (new TensorScope())
        {
            using (var inner = new TensorScope())
            {
                lost = Ops.Zeros([4]);
                kept = inner.Keep(Ops.Ones([4]));
            }
            Assert.False(lost.IsAlive);
            Assert.True(kept.IsAlive);
        }
        Assert.False(kept.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => kept.Shape);
    }

    [Fact]
    public void MemoryOfTheCallerIsSharedAndKeptAlive()
    {
        using var scope = new TensorScope();
        var values = GC.AllocateArray<float>(4, pinned: true);
        Tensor tensor;
        unsafe
        {
            fixed (float* p = values) tensor = Tensor.FromMemory((nint)p, [2, 2], DType.Float32, values);
        }
        values[3] = 7;
        Assert.Equal(7, tensor.Max().ToDouble());
        tensor.FillInPlace(1);
        Assert.Equal(1f, values[0]);
    }

    [Fact]
    public void HalfPrecisionTypesConvert()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<float>([1, 2.5f, -3], [3]);
        Assert.Equal(DType.BFloat16, x.To(DType.BFloat16).DType);
        Assert.Equal([1f, 2.5f, -3f], x.To(DType.BFloat16).ToArray<float>());
        Assert.Equal([(Half)1, (Half)2.5, (Half)(-3)], x.To(DType.Float16).ToArray<Half>());
    }

    [Fact]
    public void AutocastRunsProductsInBFloat16()
    {
        using var scope = new TensorScope();
        var a = Ops.Ones([2, 2], DType.Float32);
        using (new Autocast(DType.BFloat16)) Assert.Equal(DType.BFloat16, a.Matmul(a).DType);
        Assert.Equal(DType.Float32, a.Matmul(a).DType);
    }

    [Fact]
    public void SeedAndStateRepeatRandomNumbers()
    {
        using var scope = new TensorScope();
        TorchEngine.ManualSeed(5);
        var state = TorchEngine.RandomState();
        var first = Ops.Rand([8]).ToArray<float>();
        TorchEngine.RestoreRandomState(state);
        Assert.Equal(first, Ops.Rand([8]).ToArray<float>());
    }

    [Fact]
    public void EngineSaysWhatItIs()
    {
        Assert.Matches(@"^\d+\.\d+", TorchEngine.Version);
        Assert.Contains("libtorch", TorchEngine.LibraryPath, StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessorCount, TorchEngine.Threads);
        Assert.StartsWith("aten::add.Tensor(", TorchEngine.Schema("aten::add", "Tensor"), StringComparison.Ordinal);
    }
}
