using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Torch.Tests.Nn;

public class LinearTests
{
    [Fact]
    public void AReplacedLayerKeepsItsNamesAndSaysWhatIsStoredAndTrained()
    {
        using var model = new Model();
        Initialization.Transformer(model, 0.5);
        string[] stored = ["first.weight", "first.bias", "second.weight", "second.bias"];
        Assert.Equal(stored, model.StoredParameters().Select(p => p.Name));
        Assert.Equal(3 * 4 + 4 + 4 * 2 + 2, model.ParameterCount(trainable: true));

        foreach (var (_, parameter) in model.NamedParameters()) parameter.IsTrainable = false;
        model.First.Replace(new LowRank(model.First.Map, inputs: 3, outputs: 4));
        Assert.Equal(stored, model.StoredParameters().Select(p => p.Name));
        Assert.Equal(["first.down", "first.up"], model.TrainableParameters().Select(p => p.Name));
        Assert.Equal(3 * 4 + 4 + 4 * 2 + 2 + 3 + 4, model.ParameterCount());
        Assert.Equal(3 + 4, model.ParameterCount(trainable: true));
        var groups = ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.1);
        Assert.Equal(["first.down", "first.up"], groups.SelectMany(g => g.Parameters).Select(p => p.Name));
    }

    [Fact]
    public void TheModelComputesByWhatStandsInThePlace()
    {
        using var scope = new TensorScope();
        using var model = new Model();
        TorchEngine.ManualSeed(2);
        Initialization.Transformer(model, 0.5);
        var x = Ops.Randn([2, 3]);
        var before = model.Forward(x).ToArray<float>();
        var plain = (Affine)model.First.Map;
        var low = new LowRank(plain, inputs: 3, outputs: 4);
        model.First.Replace(low);
        Assert.Equal(before, model.Forward(x).ToArray<float>());

        Initialization.Normal(low.Up, 1);
        var merged = Ops.Linear(x, plain.Weight.Value + low.Up.Value.Matmul(low.Down.Value), plain.Bias!.Value);
        Assert.All(model.Forward(x).Sub(model.Second.Forward(merged)).ToArray<float>(), d => Assert.Equal(0, d, 1e-5f));

        model.First.Replace(plain);
        Assert.Equal(before, model.Forward(x).ToArray<float>());
        Assert.Equal(4, model.NamedParameters().Count());
        low.Down.Dispose();
        low.Up.Dispose();
    }

    [Fact]
    public void AReplacementTakesTheModeOfItsPlace()
    {
        using var model = new Model();
        model.Eval();
        model.First.Replace(new LowRank(model.First.Map, inputs: 3, outputs: 4));
        Assert.All(model.NamedModules(), entry => Assert.False(entry.Value.IsTraining));
    }

    [Fact]
    public void NormsMatchTheirFormulas()
    {
        using var scope = new TensorScope();
        double[] values = [1, -2, 4, 5];
        var x = Tensor.From<double>(values, [1, 4]);
        using var rms = new RmsNorm(4, 0.5);
        using var gainOnly = new LayerNorm(4, 0.5, bias: false);
        foreach (var norm in (Norm[])[rms, gainOnly])
        {
            norm.To(Device.Cpu, DType.Float64);
            Initialization.Constant(norm.Weight, 3);
            Assert.Null(norm.Bias);
            Assert.Equal(["weight"], norm.NamedParameters().Select(p => p.Name));
        }
        var root = Math.Sqrt(values.Average(v => v * v) + 0.5);
        Assert.All(rms.Forward(x).ToArray<double>().Zip(values), pair => Assert.Equal(3 * pair.Second / root, pair.First, 1e-12));
        var deviation = Math.Sqrt(values.Average(v => (v - 2) * (v - 2)) + 0.5);
        var expected = values.Select(v => 3 * (v - 2) / deviation);
        Assert.All(gainOnly.Forward(x).ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    private sealed class Model : Module
    {
        public Model()
        {
            First = Register("first", new Linear(3, 4));
            Second = Register("second", new Linear(4, 2));
        }

        public Linear First { get; }

        public Linear Second { get; }

        public Tensor Forward(Tensor x) => Second.Forward(First.Forward(x));
    }

    /// <summary>The former map, plus a product of rank 1 that starts at zero and is not part of the model file.</summary>
    private sealed class LowRank : LinearMap
    {
        private readonly LinearMap former;

        public LowRank(LinearMap former, int inputs, int outputs)
        {
            this.former = Register("", former);
            Down = Register("down", new Parameter([1, inputs]), stored: false);
            Up = Register("up", new Parameter([outputs, 1]), stored: false);
            Initialization.Normal(Down, 1);
            Initialization.Constant(Up, 0);
        }

        public Parameter Down { get; }

        public Parameter Up { get; }

        public override Tensor Forward(Tensor x) => former.Forward(x) + Ops.Linear(Ops.Linear(x, Down), Up);
    }
}
