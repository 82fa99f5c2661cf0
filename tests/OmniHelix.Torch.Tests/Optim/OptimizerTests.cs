using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Torch.Tests.Optim;

public class OptimizerTests
{
    // Against the update written out in plain doubles; the size passes the border between one chunk and several.
    [Theory]
    [InlineData(7, false)]
    [InlineData(70_001, false)]
    [InlineData(7, true)]
    public void AdamWFollowsThePaper(int size, bool amsgrad)
    {
        using var scope = new TensorScope();
        var random = new Xoshiro256(1);
        var weights = Enumerable.Range(0, size).Select(_ => random.NextNormal()).ToArray();
        var parameter = new Parameter(Tensor.From<double>(weights, [size]));
        using var optimizer = new AdamW([new ParameterGroup([("w", parameter)], 0.1)], 0.01, new AdamWOptions { Amsgrad = amsgrad });
        var m = new double[size];
        var v = new double[size];
        var top = new double[size];
        for (var step = 1; step <= 4; step++)
        {
            var gradient = Enumerable.Range(0, size).Select(_ => random.NextNormal() / step).ToArray();
            parameter.Value.Grad = Tensor.From<double>(gradient, [size]);
            optimizer.Step();
            for (var i = 0; i < size; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
                top[i] = Math.Max(top[i], v[i]);
                var second = (amsgrad ? top[i] : v[i]) / (1 - Math.Pow(0.999, step));
                weights[i] = weights[i] * (1 - 0.01 * 0.1) - 0.01 * m[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(second) + 1e-8);
            }
        }
        var got = parameter.Value.ToArray<double>();
        for (var i = 0; i < size; i++) Assert.Equal(weights[i], got[i], 1e-12);
    }

    [Fact]
    public void ClippingScalesTheJointNorm()
    {
        using var scope = new TensorScope();
        var a = new Parameter([2]);
        var b = new Parameter([1]);
        a.Value.Grad = Tensor.From<float>([3, 0], [2]);
        b.Value.Grad = Tensor.From<float>([4], [1]);
        Assert.Equal(5, GradientClipping.ClipNorm([a, b], 1), 1e-6);
        Assert.Equal(0.6f, a.Value.Grad!.ToArray<float>()[0], 1e-5f);
        Assert.Equal(4, GradientClipping.ClipNorm([a, b], double.PositiveInfinity, double.PositiveInfinity) * 5, 1e-4);
    }

    [Fact]
    public void BiasAndNormHaveNoDecay()
    {
        using var block = new Block();
        var groups = ParameterGroup.WithoutDecayForBiasAndNorm(block, 0.1);
        Assert.Equal(["linear.weight"], groups[0].Parameters.Select(p => p.Name));
        Assert.Equal(["linear.bias", "norm.weight", "norm.bias"], groups[1].Parameters.Select(p => p.Name));
        Assert.Equal(0, groups[1].WeightDecay);
    }

    [Fact]
    public void TiedWeightsAreOneParameterWithTwoNames()
    {
        using var tied = new Tied();
        Assert.Equal(["embedding.weight", "decoder.weight", "decoder.bias"], tied.StateDict().Select(p => p.Name));
        Assert.Equal(["embedding.weight", "decoder.bias"], tied.NamedParameters().Select(p => p.Name));
        Assert.Equal(5 * 3 + 5, tied.ParameterCount());
        TorchEngine.ManualSeed(1);
        Initialization.Transformer(tied, 0.02);
        using var scope = new TensorScope();
        Assert.Equal([0f, 0f, 0f], ((Affine)tied.Decoder.Map).Weight.Value.Detach().Select(0, 1).ToArray<float>());
    }

    internal sealed class Block : Module
    {
        private readonly Linear linear;
        private readonly LayerNorm norm;

        public Block()
        {
            linear = Register("linear", new Linear(256, 256));
            norm = Register("norm", new LayerNorm(256, 1e-5));
        }

        public Tensor Forward(Tensor x) => norm.Forward(linear.Forward(x).Gelu());
    }

    private sealed class Tied : Module
    {
        public Tied()
        {
            var embedding = Register("embedding", new Embedding(5, 3, 1));
            Decoder = Register("decoder", new Linear(embedding.Weight, new Parameter([5])));
        }

        public Linear Decoder { get; }
    }
}
