namespace OmniHelix.Torch.Nn;

/// <summary>Fills parameters before training from scratch, with the random numbers of libtorch's seeded generator.</summary>
public static class Initialization
{
    /// <summary>N(0, <paramref name="deviation"/>²).</summary>
    public static void Normal(Parameter parameter, double deviation) => Fill(parameter, t => t.NormalInPlace(0, deviation));

    /// <summary>N(0, <paramref name="deviation"/>²) without what is more than <paramref name="cutoff"/> deviations from 0.</summary>
    public static void TruncatedNormal(Parameter parameter, double deviation, double cutoff) => Fill(parameter, t =>
    {
        t.NormalInPlace(0, deviation);
        for (var far = Far(); far.Any().IsNonzero(); far = Far())
            t.CopyInPlace(Ops.Where(far, t.EmptyLike().NormalInPlace(0, deviation), t));

        Tensor Far() => t.Abs().Gt(cutoff * deviation);
    });

    /// <summary>U(−<paramref name="bound"/>, <paramref name="bound"/>).</summary>
    public static void Uniform(Parameter parameter, double bound) => Fill(parameter, t => t.UniformInPlace(-bound, bound));

    /// <summary>Kaiming-uniform as PyTorch fills a linear layer: bound √(6 / ((1 + slope²) · fan-in)).</summary>
    public static void KaimingUniform(Parameter parameter, double slope = 0)
    {
        var shape = parameter.Value.Shape;
        Uniform(parameter, Math.Sqrt(6 / ((1 + slope * slope) * FanIn(shape))));
    }

    /// <summary>Xavier-uniform (Glorot and Bengio 2010): bound √(6 / (fan-in + fan-out)).</summary>
    public static void XavierUniform(Parameter parameter)
    {
        var shape = parameter.Value.Shape;
        Uniform(parameter, Math.Sqrt(6.0 / (FanIn(shape) + FanIn([shape[1], shape[0], .. shape[2..]]))));
    }

    /// <summary>One number everywhere.</summary>
    public static void Constant(Parameter parameter, double value) => Fill(parameter, t => t.FillInPlace(value));

    /// <summary>
    /// The start of BERT-like encoders: linear and embedding weights N(0, <paramref name="range"/>²), padding rows and biases zero, norms
    /// 1 and 0, running variances 1. Shared parameters are filled once.
    /// </summary>
    public static void Transformer(Module root, double range)
    {
        foreach (var (_, module) in root.NamedModules())
            switch (module)
            {
                case Affine linear:
                    Normal(linear.Weight, range);
                    if (linear.Bias is { } bias) Constant(bias, 0);
                    break;
                case Norm norm:
                    Constant(norm.Weight, 1);
                    if (norm.Bias is { } shift) Constant(shift, 0);
                    break;
                case BatchNorm1d norm:
                    Reset(norm);
                    break;
            }
        // After the linear layers, so that a decoder tied to an embedding cannot overwrite its zero padding row.
        foreach (var (_, module) in root.NamedModules())
            if (module is Embedding embedding) Table(embedding, range);
    }

    /// <summary>N(0, <paramref name="deviation"/>²); the row of padding is zero.</summary>
    public static void Table(Embedding embedding, double deviation)
    {
        Normal(embedding.Weight, deviation);
        if (embedding.PaddingIndex >= 0) Fill(embedding.Weight, t => t.Select(0, embedding.PaddingIndex).ZeroInPlace());
    }

    /// <summary>
    /// What PyTorch fills layers with: weights and biases of linear layers and convolutions U(±1 / √fan-in), those of an LSTM
    /// U(±1 / √hidden), embeddings N(0, 1) with a padding row of zeros, norms 1 and 0, running means 0 and variances 1.
    /// </summary>
    public static void Layers(Module root)
    {
        foreach (var (_, module) in root.NamedModules())
            switch (module)
            {
                case Affine linear:
                    Uniform(1 / Math.Sqrt(FanIn(linear.Weight.Value.Shape)), linear.Weight, linear.Bias);
                    break;
                case Conv1d convolution:
                    Uniform(1 / Math.Sqrt(FanIn(convolution.Weight.Value.Shape)), convolution.Weight, convolution.Bias);
                    break;
                case Conv2d convolution:
                    Uniform(1 / Math.Sqrt(FanIn(convolution.Weight.Value.Shape)), convolution.Weight, convolution.Bias);
                    break;
                case Lstm lstm:
                    Uniform(1 / Math.Sqrt(lstm.HiddenSize), [.. lstm.StateDict().Select(entry => entry.Value)]);
                    break;
                case Embedding embedding:
                    Normal(embedding.Weight, 1);
                    if (embedding.PaddingIndex >= 0) Fill(embedding.Weight, t => t.Select(0, embedding.PaddingIndex).ZeroInPlace());
                    break;
                case Norm norm:
                    Constant(norm.Weight, 1);
                    if (norm.Bias is { } shift) Constant(shift, 0);
                    break;
                case BatchNorm1d norm:
                    Reset(norm);
                    break;
            }
    }

    private static void Reset(BatchNorm1d norm)
    {
        Constant(norm.Weight, 1);
        Constant(norm.Bias, 0);
        Constant(norm.RunningMean, 0);
        Constant(norm.RunningVariance, 1);
    }

    private static void Uniform(double bound, params ReadOnlySpan<Parameter?> parameters)
    {
        foreach (var parameter in parameters)
            if (parameter is not null) Uniform(parameter, bound);
    }

    private static void Fill(Parameter parameter, Action<Tensor> fill)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        fill(parameter.Value);
    }

    private static long FanIn(ReadOnlySpan<long> shape)
    {
        var fan = 1L;
        foreach (var size in shape[1..]) fan *= size;
        return fan;
    }
}
