using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Training.Tests;

public sealed class PrecisionChoiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    // What auto gives where bfloat16 is as exact as it should be, on whatever machine this runs.
    private static Precision Fast => FastBfloat16.On(Device.Cpu) ? Precision.Bf16 : Precision.Fp32;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhereTheLossIsTheSameTheFasterArithmeticIsTaken()
    {
        using var task = new Product(64);
        var weights = task.Weights();
        var random = TorchEngine.RandomState();
        var choice = PrecisionChoice.Of(task, new(), folder["run"]);
        Assert.Equal(Fast, choice.Precision);
        Assert.NotNull(choice.Reason);
        if (Fast == Precision.Bf16) Assert.Contains("in float32 and", choice.Reason, StringComparison.Ordinal);
        Assert.Equal(weights, task.Weights());
        Assert.Equal(random, TorchEngine.RandomState());
        using var scope = new TensorScope();
        Assert.All(task.Module.NamedParameters(), parameter => Assert.Null(parameter.Value.Value.Grad));
        Assert.True(task.Module.IsTraining);
    }

    [Theory]
    [InlineData(1.009, true)]
    [InlineData(1.011, false)]
    [InlineData(double.NaN, false)]
    public void ALossThatDiffersByMoreThanAPercentKeepsFloat32(double factor, bool agrees)
    {
        using var task = new Product(64) { FactorUnderAutocast = factor, Value = 1.0 };
        Assert.Equal(agrees ? Fast : Precision.Fp32, PrecisionChoice.Of(task, new(), folder["run"]).Precision);
    }

    [Fact]
    public void SmallMatricesStayInFloat32()
    {
        using var task = new Product(63) { FactorUnderAutocast = 0, Value = 0 };
        var choice = PrecisionChoice.Of(task, new(), folder["run"]);
        Assert.Equal(Precision.Fp32, choice.Precision);
        Assert.StartsWith("fp32: ", choice.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOperatorThatFailsInBfloat16KeepsFloat32()
    {
        using var task = new Product(64) { FailsUnderAutocast = true };
        Assert.Equal(Precision.Fp32, PrecisionChoice.Of(task, new(), folder["run"]).Precision);
    }

    [Theory]
    [InlineData(TrainingPrecision.Fp32, Precision.Fp32)]
    [InlineData(TrainingPrecision.Bf16, Precision.Bf16)]
    [InlineData(TrainingPrecision.Fp16, Precision.Fp16)]
    public void WhatIsSaidHoldsAndNothingIsComputed(TrainingPrecision said, Precision expected)
    {
        using var task = new Product(64) { FailsUnderAutocast = true };
        var choice = PrecisionChoice.Of(task, new() { Precision = said }, folder["run"]);
        Assert.Equal(new PrecisionChoice(expected, null), choice);
        Assert.Equal(0, task.Losses);
        Assert.Equal(said, choice.In(new()).Precision);
    }

    [Theory]
    [InlineData(TrainingPrecision.Fp32, Precision.Fp32)]
    [InlineData(TrainingPrecision.Bf16, Precision.Bf16)]
    public void AResumedRunKeepsWhatItHad(TrainingPrecision former, Precision expected)
    {
        using var task = new Product(64);
        new Trainer<int>(task, new() { Precision = former, MaxSteps = 1, Epochs = 9 }, folder["run"]).Run(null, default);
        using var again = new Product(64);
        Assert.Equal(expected, PrecisionChoice.Of(again, new(), folder["run"]).Precision);
        Assert.Equal(0, again.Losses);
        var state = new Trainer<int>(again, new() { MaxSteps = 1, Epochs = 9 }, folder["run"]).Run(null, default).State;
        Assert.Equal(expected, state.Precision);
    }

    [Fact]
    public void WhatTheMachineCannotComputeIsRefusedBeforeAnythingElse()
    {
        // libtorch has float16 products on processors from version 2 on.
        try
        {
            Precision.Fp16.RequireOn(Device.Cpu);
        }
        catch (UsageException e)
        {
            Assert.Equal(("OH4003", "--precision"), (e.Code, e.Place));
            Assert.Contains("bf16", e.Advice, StringComparison.Ordinal);
            Assert.Equal(
                "OH4003", Assert.Throws<UsageException>(() => new TrainerOptions { Precision = TrainingPrecision.Fp16 }.Validate()).Code);
            return;
        }
        using var task = new Product(64);
        var options = new TrainerOptions { Precision = TrainingPrecision.Fp16, MaxSteps = 3, Epochs = 9 };
        Assert.Equal(65536, new Trainer<int>(task, options, folder["run"]).Run(null, default).State.LossScale);
    }

    /// <summary>A loss of one square matrix.</summary>
    private sealed class Product(int width) : TrainingTask<int>, IBatchSource<int>, IDisposable
    {
        private readonly Linear layer = Layer(width);

        public double FactorUnderAutocast { get; init; } = 1;

        public bool FailsUnderAutocast { get; init; }

        // In the place of the product, so that a test knows it to all digits.
        public double? Value { get; init; }

        public int Losses { get; private set; }

        public override Module Module => layer;

        public override IBatchSource<int> Batches => this;

        public float[] Weights() => layer.NamedParameters().First().Value.Value.Detach().ToArray<float>();

        public override Tensor Loss(int batch)
        {
            Losses++;
            if (FailsUnderAutocast && Autocast.IsActive) return Ops.Ones([2, 3], DType.Float32).Mm(Ops.Ones([2, 3], DType.Float32));
            var loss = (layer.Forward(Ops.Ones([4, width], DType.Float32)) + Ops.Rand([4, width])).Square().Mean().To(DType.Float32);
            if (Value is { } value) loss = loss * 0 + value;
            return Autocast.IsActive ? loss * FactorUnderAutocast : loss;
        }

        public override BatchWork Work(int batch) => new(4, 6.0 * width * width * 4);

        public int Count(int epoch) => 1;

        IEnumerable<int> IBatchSource<int>.Batches(int epoch, int first, CancellationToken cancellation) => new[] { 1 }.Skip(first);

        public void Dispose() => layer.Dispose();

        private static Linear Layer(int width)
        {
            var layer = new Linear(width, width);
            var random = new Xoshiro256(3);
            foreach (var (_, parameter) in layer.NamedParameters())
            {
                var values = Enumerable.Range(0, (int)parameter.Value.ElementCount).Select(_ => (float)random.NextNormal() * 0.1f)
                    .ToArray();
                parameter.Replace(Tensor.From<float>(values, parameter.Value.Shape));
            }
            return layer;
        }
    }
}
