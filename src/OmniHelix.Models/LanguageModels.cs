using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>The token behind each mask.</summary>
public sealed class OmniModelForMaskedLM : OmniModel
{
    private readonly LanguageModelHead head;

    internal OmniModelForMaskedLM(Backbone backbone, OmniModelOptions options) : base(TaskType.MaskedLanguageModel, backbone, options)
    {
        var fresh = backbone.CreateLanguageModelHead()
            ?? throw new OmniException("OH3604", "the backbone has no head that scores its vocabulary", null, "Choose another task.");
        head = Register(fresh.Name, fresh);
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, null, doubleSoftmax: false);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input) =>
        new(encoded, encoded.LastHiddenState, head.Forward(encoded.LastHiddenState));

    private protected override double HeadFlopsPerToken(int length) => head.FlopsPerToken;
}

/// <summary>Hidden states only.</summary>
public sealed class OmniModelForEmbedding : OmniModel
{
    internal OmniModelForEmbedding(Backbone backbone, OmniModelOptions options) : base(TaskType.Embedding, backbone, options)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) => throw new OmniException(
        "OH3601", "an embedding model has no loss", null, "Create the model for a task with labels, or for masked language modelling.");

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input) =>
        new(encoded, Backbone.Pooler?.Forward(encoded.LastHiddenState), null);
}
