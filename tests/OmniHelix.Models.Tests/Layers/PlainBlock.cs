using OmniHelix.Models.Layers;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Tests.Layers;

/// <summary>One block in loops over double numbers, written from the formulas and slow: what kernels are compared with.</summary>
internal sealed class PlainBlock(EncoderBlock block)
{
    private readonly EncoderBlockOptions options = block.Options;

    /// <summary>The block applied to one sequence.</summary>
    /// <param name="x"><c>[length][hidden]</c>.</param>
    /// <param name="real">The first tokens are real, the rest is padding.</param>
    public double[][] Run(double[][] x, int real)
    {
        var pre = options.NormPosition != NormPosition.Post;
        var n = pre && block.AttentionNorm is { } before ? Normalise(x, before) : x;
        var attended = Add(options.NormPosition == NormPosition.PreIntoStream ? n : x, Attention(n, real));
        if (!pre) attended = Normalise(attended, block.AttentionNorm!);
        var output = Add(attended, FeedForward(pre ? Normalise(attended, block.FeedForwardNorm) : attended));
        return pre ? output : Normalise(output, block.FeedForwardNorm);
    }

    private double[][] Attention(double[][] x, int real)
    {
        int length = x.Length, h = options.HiddenSize, d = block.HeadSize;
        var fused = block.QueryKeyValue is { } linear ? Apply(linear, x) : null;
        var (q, k, v) = fused is null
            ? (Apply(block.Query!, x), Apply(block.Key!, x), Apply(block.Value!, x))
            : (Columns(fused, 0, h), Columns(fused, h, h), Columns(fused, 2 * h, h));
        var output = x.Select(_ => new double[h]).ToArray();
        for (var head = 0; head < options.HeadCount; head++)
        {
            var queries = Columns(q, head * d, d);
            var keys = Columns(k, head * d, d);
            var values = Columns(v, head * d, d);
            if (options.Rotary is not null) (queries, keys) = (Rotate(queries), Rotate(keys));
            for (var i = 0; i < length; i++)
            {
                var scores = new double[length];
                for (var j = 0; j < length; j++)
                {
                    var score = Dot(queries[i], keys[j]);
                    if (options.RelativeKeys is (var longest, var ofKeys))
                    {
                        var distance = Row(block.RelativeKeys!.NamedParameters().Single().Value, i - j + longest - 1, d);
                        score += Dot(queries[i], distance) + (ofKeys ? Dot(keys[j], distance) : 0);
                    }
                    score /= Math.Sqrt(d);
                    if (options.Alibi is not null) score -= Math.Pow(2, -8.0 * (head + 1) / options.HeadCount) * Math.Abs(i - j);
                    var seen = j < real && (options.Window is not { } window || Math.Abs(i - j) <= window);
                    scores[j] = seen ? score : double.NegativeInfinity;
                }
                var largest = scores.Max();
                var weights = scores.Select(s => Math.Exp(s - largest)).ToArray();
                var sum = weights.Sum();
                for (var j = 0; j < length; j++)
                    for (var c = 0; c < d; c++) output[i][head * d + c] += weights[j] / sum * values[j][c];
            }
        }
        return Apply(block.AttentionOutput, output);
    }

    private double[][] FeedForward(double[][] x)
    {
        var f = options.IntermediateSize;
        var u = Apply(block.Intermediate, x);
        var gates = block.Gate is { } gate ? Apply(gate, x) : options.Gated ? Columns(u, f, f) : null;
        double[] Inner(double[] row, int token) => [.. row.Take(f).Select((value, c) => Activate(value) * (gates?[token][c] ?? 1))];
        return Apply(block.Output, [.. u.Select(Inner)]);
    }

    private double Activate(double x) =>
        block.Swish is { } slope ? x / (1 + Math.Exp(-Numbers(slope)[0] * x)) : options.Activation.Name switch
        {
            "relu" => Math.Max(0, x),
            "silu" => x / (1 + Math.Exp(-x)),
            "gelu_new" => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
            var name => throw new NotSupportedException(name),
        };

    private double[][] Rotate(double[][] rows)
    {
        var half = options.Rotary!.Width / 2;
        return [.. rows.Select((row, p) =>
        {
            var rotated = row.ToArray();
            for (var i = 0; i < half; i++)
            {
                var angle = p * Math.Pow(10000, -1.0 * i / half);
                var first = options.Rotary.Interleaved ? 2 * i : i;
                var second = options.Rotary.Interleaved ? first + 1 : i + half;
                rotated[first] = row[first] * Math.Cos(angle) - row[second] * Math.Sin(angle);
                rotated[second] = row[second] * Math.Cos(angle) + row[first] * Math.Sin(angle);
            }
            return rotated;
        })];
    }

    private double[][] Normalise(double[][] rows, Norm norm)
    {
        var gain = Numbers(norm.Weight);
        var shift = norm.Bias is { } bias ? Numbers(bias) : new double[gain.Length];
        return [.. rows.Select(row =>
        {
            var mean = options.Norm == NormKind.RootMeanSquare ? 0 : row.Average();
            var root = Math.Sqrt(row.Average(value => (value - mean) * (value - mean)) + options.NormEpsilon);
            return row.Select((value, c) => (value - mean) / root * gain[c] + shift[c]).ToArray();
        })];
    }

    private static double[][] Apply(Linear linear, double[][] rows)
    {
        var map = (Affine)linear.Map;
        var weight = Numbers(map.Weight);
        var bias = map.Bias is { } b ? Numbers(b) : null;
        var inputs = rows[0].Length;
        return [.. rows.Select(row => Enumerable.Range(0, weight.Length / inputs)
            .Select(o => (bias?[o] ?? 0) + row.Select((value, c) => value * weight[o * inputs + c]).Sum()).ToArray())];
    }

    private static double[] Numbers(Parameter parameter) => parameter.Value.ToArray<double>();

    private static double[] Row(Parameter table, int row, int width) => Numbers(table)[(row * width)..((row + 1) * width)];

    private static double[][] Columns(double[][] rows, int first, int count) => [.. rows.Select(row => row[first..(first + count)])];

    private static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (p, q) => p + q).ToArray())];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
