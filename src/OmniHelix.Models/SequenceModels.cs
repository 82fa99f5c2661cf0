using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Scores for each sequence: pooling, then the layers of <see cref="HeadLayout"/>.</summary>
public abstract class SequenceModel : OmniModel
{
    private readonly Dropout dropout;
    private readonly SequencePooling pooling;
    private readonly Linear? dense;
    private readonly Linear classifier;

    private protected SequenceModel(TaskType task, Backbone backbone, OmniModelOptions options) : base(task, backbone, options)
    {
        int h = backbone.HiddenSize, labels = LabelNames.Count;
        dropout = Register("dropout", new Dropout(options.Dropout ?? backbone.Config.HeadDropout));
        var kind = options.Layout == HeadLayout.OmniGenBench ? Pooling.Cls : options.Pooling;
        pooling = Register("pooling", new SequencePooling(kind, h, options.SpecialTokens, backbone.Pooler));
        // The names are those of the published files, so that they can be read elsewhere.
        if (options.Layout == HeadLayout.Dense) dense = Register("classifier.dense", new Linear(h, h));
        if (options.Layout == HeadLayout.OmniGenBench) dense = Register("pooler.pooler.dense", new Linear(h, h));
        classifier = Register(options.Layout == HeadLayout.Dense ? "classifier.out_proj" : "classifier", new Linear(h, labels));
    }

    private protected override SequencePooling? AttentionPooling => Options.Pooling == Pooling.Attention ? pooling : null;

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input)
    {
        using var scope = new TensorScope();
        var x = pooling.Forward(encoded.LastHiddenState, input);                 // [B, h]
        x = dropout.Forward(x);
        if (Options.Layout == HeadLayout.OmniGenBench) x = x.Tanh();
        if (dense is not null) x = dense.Forward(x).Tanh();
        if (Options.Layout == HeadLayout.Dense) x = dropout.Forward(x);
        var logits = classifier.Forward(x);                                      // [B, C]
        return new ModelOutput(encoded, scope.Keep(x), scope.Keep(logits));
    }

    private protected override double HeadFlopsPerToken(int length) =>
        2.0 * HiddenSize * ((dense is null ? 0 : HiddenSize) + LabelNames.Count) / length;
}

/// <summary>One class for a sequence.</summary>
public sealed class OmniModelForSequenceClassification : SequenceModel
{
    internal OmniModelForSequenceClassification(Backbone backbone, OmniModelOptions options)
        : base(TaskType.SequenceClassification, backbone, options)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, ClassWeights(output.Logits), Options.DoubleSoftmax, Options.FocalGamma);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);
}

/// <summary>Several independent labels for a sequence.</summary>
public sealed class OmniModelForMultiLabelSequenceClassification : SequenceModel
{
    internal OmniModelForMultiLabelSequenceClassification(Backbone backbone, OmniModelOptions options)
        : base(TaskType.MultiLabelClassification, backbone, options)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels)
    {
        if (!labels.Shape.AsSpan().SequenceEqual(output.Logits.Shape))
        {
            var what = $"labels [{string.Join(", ", labels.Shape)}] do not match logits [{string.Join(", ", output.Logits.Shape)}]";
            throw new OmniException("OH3602", what, null, "Give 0 or 1 for each label of the model.");
        }
        return HeadLoss.BinaryCrossEntropy(output.Logits, labels, ClassWeights(output.Logits));
    }

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => output.Logits.Sigmoid();
}

/// <summary>One or more real values for a sequence.</summary>
public sealed class OmniModelForSequenceRegression : SequenceModel
{
    internal OmniModelForSequenceRegression(Backbone backbone, OmniModelOptions options)
        : base(TaskType.SequenceRegression, backbone, options)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) => HeadLoss.SquaredError(output.Logits, labels);
}
