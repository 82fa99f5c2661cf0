using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Scores for each token: dropout and a linear layer on the last hidden state.</summary>
public abstract class TokenModel : OmniModel
{
    private readonly Linear classifier;
    private readonly Dropout dropout;

    private protected TokenModel(TaskType task, Backbone backbone, OmniModelOptions options) : base(task, backbone, options)
    {
        classifier = Register("classifier", new Linear(backbone.HiddenSize, LabelNames.Count));
        dropout = Register("dropout", new Dropout(options.Dropout ?? backbone.Config.HeadDropout));
    }

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input)
    {
        using var scope = new TensorScope();
        var x = dropout.Forward(encoded.LastHiddenState);                        // [B, L, h]
        if (Options.Layout == HeadLayout.OmniGenBench) x = x.Tanh();
        var logits = classifier.Forward(x);                                      // [B, L, C]
        if (!ReferenceEquals(x, encoded.LastHiddenState)) scope.Keep(x);
        return new ModelOutput(encoded, x, scope.Keep(logits));
    }

    private protected override double HeadFlopsPerToken(int length) => 2.0 * HiddenSize * LabelNames.Count;
}

/// <summary>One class for each token.</summary>
public sealed class OmniModelForTokenClassification : TokenModel
{
    internal OmniModelForTokenClassification(Backbone backbone, OmniModelOptions options)
        : base(TaskType.TokenClassification, backbone, options)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, ClassWeights(output.Logits), Options.DoubleSoftmax, Options.FocalGamma);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);
}

/// <summary>One or more real values for each token.</summary>
public sealed class OmniModelForTokenRegression : TokenModel
{
    internal OmniModelForTokenRegression(Backbone backbone, OmniModelOptions options) : base(TaskType.TokenRegression, backbone, options)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) => HeadLoss.SquaredError(output.Logits, labels);
}
