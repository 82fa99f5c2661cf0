using OmniHelix.Models.Heads;

namespace OmniHelix.Models.Tests;

/// <summary>The network for pairs of one sequence, in loops.</summary>
internal sealed class PlainPairNetwork
{
    private readonly Dictionary<string, float[]> weights;
    private readonly bool[] isBase;
    private readonly int length, channels;

    private PlainPairNetwork(PairNetwork network, bool[] isBase)
    {
        weights = network.NamedParameters().ToDictionary(p => p.Name, p => p.Value.Value.Detach().ToArray<float>());
        this.isBase = isBase;
        length = isBase.Length;
        channels = weights["norm.weight"].Length;
    }

    /// <param name="network">Its weights are used.</param>
    /// <param name="states"><c>[length, hidden]</c>.</param>
    /// <param name="isBase">Which tokens take part.</param>
    /// <returns><c>[length, length]</c>.</returns>
    public static double[] Of(PairNetwork network, float[] states, bool[] isBase) =>
        new PlainPairNetwork(network, isBase).Run(Array.ConvertAll(states, state => (double)state));

    private double[] Run(double[] states)
    {
        var (left, right) = (Project("left", states), Project("right", states));
        var features = new double[length * length * 2 * channels];
        for (var i = 0; i < length; i++)
            for (var j = 0; j < length; j++)
                for (var c = 0; c < channels; c++)
                {
                    var at = (i * length + j) * 2 * channels + c;
                    features[at] = left[i * channels + c] + right[j * channels + c];
                    features[at + channels] = left[i * channels + c] * right[j * channels + c];
                }
        var x = NormRelu("norm", Convolve("stem", Masked(features, 2 * channels), 2 * channels, 3));
        for (var block = 0; weights.ContainsKey($"blocks.{block}.conv1.weight"); block++)
        {
            var y = Convolve($"blocks.{block}.conv1", Masked(NormRelu($"blocks.{block}.norm1", x), channels), channels, 3);
            y = Convolve($"blocks.{block}.conv2", Masked(NormRelu($"blocks.{block}.norm2", y), channels), channels, 5);
            x = [.. x.Zip(y, (a, b) => a + b)];
        }
        var z = new double[length * length];
        for (var pair = 0; pair < z.Length; pair++)
        {
            z[pair] = weights["last.bias"][0];
            for (var c = 0; c < channels; c++) z[pair] += weights["last.weight"][c] * x[pair * channels + c];
        }
        var both = new double[z.Length];
        for (var i = 0; i < length; i++)
            for (var j = 0; j < length; j++)
                both[i * length + j] = isBase[i] && isBase[j] ? (z[i * length + j] + z[j * length + i]) / 2 : 0;
        return both;
    }

    private double[] Project(string name, double[] states)
    {
        var hidden = states.Length / length;
        var result = new double[length * channels];
        for (var i = 0; i < length; i++)
            for (var c = 0; c < channels; c++)
            {
                result[i * channels + c] = weights[$"{name}.bias"][c];
                for (var h = 0; h < hidden; h++)
                    result[i * channels + c] += weights[$"{name}.weight"][c * hidden + h] * states[i * hidden + h];
            }
        return result;
    }

    private double[] Masked(double[] x, int width) =>
        [.. x.Select((value, at) => isBase[at / width / length] && isBase[at / width % length] ? value : 0)];

    private double[] Convolve(string name, double[] x, int inputs, int size)
    {
        var kernel = weights[$"{name}.weight"];
        weights.TryGetValue($"{name}.bias", out var bias);
        var result = new double[length * length * channels];
        var reach = size / 2;
        for (var i = 0; i < length; i++)
            for (var j = 0; j < length; j++)
                for (var c = 0; c < channels; c++)
                {
                    var sum = (double)(bias?[c] ?? 0);
                    for (var a = 0; a < size; a++)
                        for (var b = 0; b < size; b++)
                        {
                            var (row, column) = (i + a - reach, j + b - reach);
                            if (row < 0 || row >= length || column < 0 || column >= length) continue;
                            for (var k = 0; k < inputs; k++)
                                sum += kernel[((c * inputs + k) * size + a) * size + b] * x[(row * length + column) * inputs + k];
                        }
                    result[(i * length + j) * channels + c] = sum;
                }
        return result;
    }

    private double[] NormRelu(string name, double[] x)
    {
        var result = new double[x.Length];
        for (var at = 0; at < x.Length; at += channels)
        {
            var mean = x.AsSpan(at, channels).ToArray().Average();
            var variance = x.AsSpan(at, channels).ToArray().Average(value => (value - mean) * (value - mean));
            for (var c = 0; c < channels; c++)
                result[at + c] = Math.Max(
                    0, (x[at + c] - mean) / Math.Sqrt(variance + PairBlock.Epsilon) * weights[$"{name}.weight"][c]
                        + weights[$"{name}.bias"][c]);
        }
        return result;
    }
}
