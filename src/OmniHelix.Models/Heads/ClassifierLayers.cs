using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Heads;

/// <summary>Sizes, names and switches of <see cref="ClassifierLayers"/>.</summary>
internal sealed record ClassifierOptions
{
    /// <summary>The layers.</summary>
    public required HeadLayout Layout { get; init; }

    /// <summary>Channels of a vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Scores.</summary>
    public required int LabelCount { get; init; }

    /// <summary>Dropout before the last layer, and with <see cref="HeadLayout.Dense"/> before the first.</summary>
    public required double Dropout { get; init; }

    /// <summary>True for vectors of sequences, false for those of tokens.</summary>
    public required bool OfSequences { get; init; }

    /// <summary>Name of the last layer of <see cref="HeadLayout.Linear"/>.</summary>
    public string Name { get; init; } = "classifier";

    /// <summary>Behind the dense layer, where the layout does not say.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>
    /// The dense layer and the norm of <see cref="HeadLayout.Normed"/>: whether they have a bias, and what is added to the variance.
    /// </summary>
    public (bool DenseBias, NormKind Norm, double Epsilon) Normed { get; init; } = (false, NormKind.LayerNormWithoutBias, 1e-5);
}

/// <summary>From the vector of a sequence or a token to scores. Tensors have the names of published files.</summary>
internal sealed class ClassifierLayers : Module
{
    private const int MlpWidth = 256;

    private readonly ClassifierOptions options;
    private readonly Dropout dropout;
    private readonly Linear? dense;
    private readonly Norm? norm;
    private readonly DenseNormed[] hidden = [];

    public ClassifierLayers(ClassifierOptions options)
    {
        this.options = options;
        int h = options.HiddenSize, labels = options.LabelCount;
        dropout = Register("dropout", new Dropout(options.Dropout));
        // Only ModernBERT has more than one layer for tokens.
        var layout = options.OfSequences || options.Layout == HeadLayout.Normed ? options.Layout : HeadLayout.Linear;
        if (layout == HeadLayout.Dense) dense = Register("classifier.dense", new Linear(h, h));
        if (layout == HeadLayout.OmniGenBench) dense = Register("pooler.pooler.dense", new Linear(h, h));
        if (layout == HeadLayout.Relu) dense = Register("pre_classifier", new Linear(h, h));
        if (layout == HeadLayout.Normed)
        {
            dense = Register("head.dense", new Linear(h, h, options.Normed.DenseBias));
            norm = Register("head.norm", Norms.Create(options.Normed.Norm, h, options.Normed.Epsilon));
        }
        if (layout == HeadLayout.Mlp)
            hidden = [Register("dense.0", new DenseNormed(h, MlpWidth)), Register("dense.1", new DenseNormed(MlpWidth, MlpWidth))];
        Last = Register(layout switch
        {
            HeadLayout.Dense => "classifier.out_proj",
            HeadLayout.Linear => options.Name,
            _ => "classifier",
        }, new Linear(hidden is [] ? h : MlpWidth, labels));
    }

    /// <summary>The last layer: <c>[…, hidden]</c> to <c>[…, labels]</c>.</summary>
    public Linear Last { get; }

    /// <summary>Floating-point operations for a vector.</summary>
    public double Flops => 2.0 * (hidden is []
        ? options.HiddenSize * ((dense is null ? 0.0 : options.HiddenSize) + options.LabelCount)
        : MlpWidth * ((double)options.HiddenSize + MlpWidth + options.LabelCount));

    /// <summary>What the last layer sees of vectors <c>[…, hidden]</c>: as many numbers, but with <see cref="HeadLayout.Mlp"/>.</summary>
    public Tensor Features(Tensor x) => options.Layout switch
    {
        HeadLayout.OmniGenBench => dense is null ? dropout.Forward(x).Tanh() : dense.Forward(dropout.Forward(x).Tanh()).Tanh(),
        HeadLayout.Dense when dense is not null => dropout.Forward(options.Activation.Apply(dense.Forward(dropout.Forward(x)))),
        HeadLayout.Relu when dense is not null => dropout.Forward(dense.Forward(x).Relu()),
        HeadLayout.Mlp when hidden is not [] => hidden.Aggregate(x, (y, layer) => dropout.Forward(layer.Forward(y))),
        HeadLayout.Normed => dropout.Forward(norm!.Forward(options.Activation.Apply(dense!.Forward(x)))),
        _ => dropout.Forward(x),
    };
}

/// <summary>A dense layer, a batch norm and a ReLU.</summary>
internal sealed class DenseNormed : Module
{
    private readonly Linear linear;
    private readonly BatchNorm1d norm;

    public DenseNormed(int inputs, int outputs)
    {
        linear = Register("linear", new Linear(inputs, outputs));
        norm = Register("norm", new BatchNorm1d(outputs));
    }

    /// <summary><c>[batch, inputs]</c> to <c>[batch, outputs]</c>.</summary>
    public Tensor Forward(Tensor x) => norm.Forward(linear.Forward(x)).Relu();
}
