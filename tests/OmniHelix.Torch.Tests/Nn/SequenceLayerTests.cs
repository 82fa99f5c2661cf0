using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Tests.Nn;

/// <summary>Layers along a sequence, beside plain loops.</summary>
public class SequenceLayerTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(7, 2)]
    [InlineData(8, 1)]
    [InlineData(4, 3)]
    public void AConvolutionIsTheSumOverItsPositionsAndKeepsTheLength(int size, int dilation)
    {
        using var scope = new TensorScope();
        const int Inputs = 2, Outputs = 3, Length = 11;
        using var layer = new Conv1d(Inputs, Outputs, size, dilation);
        Fill(layer);
        var x = Numbers(2, Inputs, Length);
        var values = x.ToArray<float>();
        var weight = layer.Weight.Value.ToArray<float>();
        var bias = layer.Bias!.Value.ToArray<float>();
        var before = (dilation * (size - 1) + 1) / 2;
        var expected = new List<float>();
        for (var row = 0; row < 2; row++)
            for (var o = 0; o < Outputs; o++)
                for (var at = 0; at < Length; at++)
                {
                    double sum = bias[o];
                    for (var i = 0; i < Inputs; i++)
                        for (var k = 0; k < size; k++)
                        {
                            var from = at - before + k * dilation;
                            if (from is >= 0 and < Length)
                                sum += values[(row * Inputs + i) * Length + from] * weight[(o * Inputs + i) * size + k];
                        }
                    expected.Add((float)sum);
                }
        AssertClose(expected, layer.Forward(x), [2, Outputs, Length]);
    }

    [Fact]
    public void ABatchNormInTrainingIsThatOfTheBatchAndRemembersIt()
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm1d(2, momentum: 0.25);
        Initialization.Layers(norm);
        Initialization.Constant(norm.Weight, 2);
        Initialization.Constant(norm.Bias, 0.5);
        var x = Tensor.From<float>([1, 2, 3, 10, 20, 60, 5, 6, 7, 40, 0, 20], [2, 2, 3]);
        var y = norm.Forward(x);
        double[][] channels = [[1, 2, 3, 5, 6, 7], [10, 20, 60, 40, 0, 20]];
        var means = channels.Select(channel => channel.Average()).ToArray();
        var squares = channels.Select((channel, c) => channel.Sum(value => (value - means[c]) * (value - means[c]))).ToArray();
        var expected = x.ToArray<float>().Index().Select(entry =>
        {
            var c = entry.Index / 3 % 2;
            return (float)((entry.Item - means[c]) / Math.Sqrt(squares[c] / 6 + 1e-5) * 2 + 0.5);
        });
        AssertClose([.. expected], y, [2, 2, 3]);
        AssertClose([.. means.Select(mean => (float)(0.25 * mean))], norm.RunningMean.Value, [2]);
        AssertClose([.. squares.Select(square => (float)(0.75 + 0.25 * square / 5))], norm.RunningVariance.Value, [2]);
    }

    [Fact]
    public void ABatchNormOutsideTrainingUsesWhatItRemembersAndChangesNothing()
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm1d(1);
        Initialization.Layers(norm);
        Initialization.Constant(norm.RunningMean, 3);
        Initialization.Constant(norm.RunningVariance, 4);
        norm.Eval();
        AssertClose([-0.99999875f, 0.99999875f], norm.Forward(Tensor.From<float>([1, 5], [2, 1])), [2, 1]);
        Assert.Equal(3, norm.RunningMean.Value.ToDouble());
        Assert.Equal(4, norm.RunningVariance.Value.ToDouble());
    }

    [Fact]
    public void OneValueAChannelHasNoVarianceAndSpoilsNothing()
    {
        using var scope = new TensorScope();
        using var norm = new BatchNorm1d(2);
        Initialization.Layers(norm);
        var deviation = MathF.Sqrt(1 + 1e-5f);
        AssertClose([7 / deviation, -3 / deviation], norm.Forward(Tensor.From<float>([7, -3], [1, 2])), [1, 2]);
        Assert.Equal([0, 0], norm.RunningMean.Value.ToArray<float>());
        Assert.Equal([1, 1], norm.RunningVariance.Value.ToArray<float>());
    }

    [Fact]
    public void BuffersAreStoredButNotTrainedNorCounted()
    {
        using var norm = new BatchNorm1d(3);
        Assert.Equal(["weight", "bias", "running_mean", "running_var"], norm.StoredParameters().Select(entry => entry.Name));
        Assert.Equal(["weight", "bias"], norm.TrainableParameters().Select(entry => entry.Name));
        foreach (var (_, parameter) in norm.NamedParameters()) parameter.IsTrainable = true;
        Assert.Equal(["weight", "bias"], norm.TrainableParameters().Select(entry => entry.Name));
        Assert.Equal(6, norm.ParameterCount());
        Assert.Equal(0, norm.ParameterCount(trainable: false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnLstmIsItsEquationsInBothDirections(int layers)
    {
        using var scope = new TensorScope();
        const int Inputs = 3, Hidden = 2, Length = 5;
        int[] lengths = [3, 5, 1];
        using var lstm = new Lstm(Inputs, Hidden, layers);
        Fill(lstm);
        var x = Numbers(lengths.Length, Length, Inputs);
        var weights = lstm.StateDict().ToDictionary(entry => entry.Name, entry => entry.Value.Value.ToArray<float>());
        var values = x.ToArray<float>();
        var expected = new List<float>();
        foreach (var (row, length) in lengths.Index())
        {
            var states = Enumerable.Range(0, length)
                .Select(at => values.Skip((row * Length + at) * Inputs).Take(Inputs).Select(value => (double)value).ToArray()).ToList();
            for (var layer = 0; layer < layers; layer++)
            {
                var forward = PlainLstm(states, weights, $"l{layer}");
                var backward = PlainLstm([.. Enumerable.Reverse(states)], weights, $"l{layer}_reverse");
                backward.Reverse();
                states = [.. forward.Zip(backward, (a, b) => a.Concat(b).ToArray())];
            }
            expected.AddRange(states.SelectMany(state => state.Select(value => (float)value)));
            expected.AddRange(new float[(Length - length) * 2 * Hidden]);
        }
        AssertClose(expected, lstm.Forward(x, lengths), [lengths.Length, Length, 2 * Hidden]);
    }

    [Fact]
    public void GradientsAreTheSlopesOfTheLoss()
    {
        using var scope = new TensorScope();
        using var convolution = new Conv1d(2, 3, 4);
        using var norm = new BatchNorm1d(3);
        using var lstm = new Lstm(3, 2);
        Fill(convolution);
        Fill(lstm);
        Initialization.Layers(norm);
        var x = Numbers(2, 2, 6);
        var weights = Numbers(2, 6, 4);
        Loss().Backward();
        Parameter[] all = [convolution.Weight, convolution.Bias!, norm.Weight, norm.Bias, .. lstm.StateDict().Select(entry => entry.Value)];
        foreach (var parameter in all)
        {
            var analytic = parameter.Value.Grad!.ToArray<float>();
            for (var at = 0; at < analytic.Length; at += Math.Max(1, analytic.Length / 5))
                Assert.Equal(Slope(parameter, at), analytic[at], 5e-3);
        }

        Tensor Loss() => (lstm.Forward(norm.Forward(convolution.Forward(x)).Transpose(1, 2), [6, 4]) * weights).Sum();

        double Slope(Parameter parameter, int at)
        {
            const float Step = 1e-2f;
            using var off = GradMode.Off();
            var before = parameter.Value.ToArray<float>();
            return (At(Step) - At(-Step)) / (2 * Step);

            double At(float step)
            {
                var moved = before.ToArray();
                moved[at] += step;
                parameter.Value.CopyInPlace(Tensor.From<float>(moved, parameter.Value.Shape));
                var loss = Loss().ToDouble();
                parameter.Value.CopyInPlace(Tensor.From<float>(before, parameter.Value.Shape));
                return loss;
            }
        }
    }

    private static List<double[]> PlainLstm(List<double[]> inputs, Dictionary<string, float[]> weights, string end)
    {
        var (input, recurrent) = (weights["weight_ih_" + end], weights["weight_hh_" + end]);
        var (inputBias, recurrentBias) = (weights["bias_ih_" + end], weights["bias_hh_" + end]);
        var hidden = inputBias.Length / 4;
        var state = new double[hidden];
        var cell = new double[hidden];
        var states = new List<double[]>();
        foreach (var x in inputs)
        {
            var gates = Enumerable.Range(0, 4 * hidden).Select(gate => inputBias[gate] + recurrentBias[gate]
                + x.Index().Sum(entry => entry.Item * input[gate * x.Length + entry.Index])
                + state.Index().Sum(entry => entry.Item * recurrent[gate * hidden + entry.Index])).ToArray();
            for (var i = 0; i < hidden; i++)
                cell[i] = Sigmoid(gates[hidden + i]) * cell[i] + Sigmoid(gates[i]) * Math.Tanh(gates[2 * hidden + i]);
            state = [.. cell.Select((value, i) => Sigmoid(gates[3 * hidden + i]) * Math.Tanh(value))];
            states.Add(state);
        }
        return states;

        static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
    }

    private static void Fill(Module module)
    {
        TorchEngine.ManualSeed(5);
        foreach (var (_, parameter) in module.NamedParameters()) Initialization.Normal(parameter, 0.5);
    }

    private static Tensor Numbers(params ReadOnlySpan<long> shape)
    {
        TorchEngine.ManualSeed(7);
        return Ops.Randn(shape);
    }

    private static void AssertClose(IReadOnlyList<float> expected, Tensor found, long[] shape)
    {
        Assert.Equal(shape, found.Shape.ToArray());
        Assert.All(found.ToArray<float>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-5f));
    }
}
