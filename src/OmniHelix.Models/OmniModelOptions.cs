using OmniHelix.Models.Decoders;
using OmniHelix.Models.Heads;

namespace OmniHelix.Models;

/// <summary>A head and its loss.</summary>
public sealed record OmniModelOptions
{
    /// <summary>The <see cref="FocalGamma"/> of the paper.</summary>
    public const double UsualFocalGamma = 2;

    /// <summary>
    /// Names of the classes, labels or target values, by number. Needed for classification; regression has one unnamed value without it.
    /// </summary>
    public IReadOnlyList<string>? LabelNames { get; init; }

    /// <summary>
    /// How sequence tasks pool; null for as the head of the folder does, and where there is none for what is usual for the architecture,
    /// <see cref="Pooling.Mean"/> for all published with weights. Never null in a model.
    /// </summary>
    public Pooling? Pooling { get; init; }

    /// <summary>
    /// Layers of the head; null for those of the head of the folder, and where there is none for what is usual for the architecture,
    /// <see cref="HeadLayout.Linear"/> for all published with weights. Never null in a model.
    /// </summary>
    public HeadLayout? Layout { get; init; }

    /// <summary>Draw a new head, whatever the folder of the model has.</summary>
    public bool NewHead { get; init; }

    /// <summary>Dropout before the classifier; null for the encoder's own setting.</summary>
    public double? Dropout { get; init; }

    /// <summary>One factor per class in the cross-entropy; for multi-label tasks the weight of a positive.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>
    /// Exponent γ of the focal loss (Lin et al. 2017), which weighs each item by (1 − p)^γ of its true class; null for cross-entropy.
    /// </summary>
    public double? FocalGamma { get; init; }

    /// <summary>Applies cross-entropy to probabilities as OmniGenBench 0.4 does, to reproduce its numbers; logits stay logits.</summary>
    public bool DoubleSoftmax { get; init; }

    /// <summary>
    /// Mean and standard deviation of each number that a head of regression learns: what it gives is in their unit, and its loss weighs
    /// all of them alike. Null leaves numbers as they are. A head of the folder that is trained on keeps what it has.
    /// </summary>
    public IReadOnlyList<TargetScale>? TargetScales { get; init; }

    /// <summary>
    /// Ids of the tokens that stand for no base, such as <c>&lt;cls&gt;</c> and <c>&lt;eos&gt;</c>; pooling leaves them out. A tokenizer
    /// names them: <c>IdsWithoutBase</c>.
    /// </summary>
    public IReadOnlyList<int> SpecialTokens { get; init; } = [];

    /// <summary>Of a model that writes sequences; null for the decoder of the folder or the defaults. Never null in such a model.</summary>
    public DecoderOptions? Decoder { get; init; }

    /// <summary>Of a model for pairs of bases; null for the network of the folder or the defaults. Never null in such a model.</summary>
    public PairHeadOptions? Pairs { get; init; }
}
