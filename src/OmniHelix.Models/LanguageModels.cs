using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>The token behind each mask.</summary>
public sealed class OmniModelForMaskedLm : OmniModel
{
    private readonly LanguageModelHead head;

    /// <summary>
    /// The encoder of a model folder, ready to be trained or to predict, with the head of the folder where that fits what is asked for, and
    /// else a new one; <see cref="OmniModel.LoadReport"/> names what is new.
    /// </summary>
    /// <param name="path">A model folder, the folder of a run, a shipped model by name, or a <c>config.json</c> for new weights.</param>
    /// <param name="tokenizer">Makes the tokens; its vocabulary is that of the model.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 labels or options that do not fit.
    /// </exception>
    public OmniModelForMaskedLm(string path, OmniTokenizer tokenizer, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.MaskedLanguageModel, new HeadRequest(), tokenizer, seed))
    {
    }

    internal OmniModelForMaskedLm(ModelStart start) : base(start)
    {
        var fresh = Backbone.CreateLanguageModelHead()
            ?? throw new OmniException("OH3604", "the backbone has no head that scores its vocabulary", null, "Choose another task.");
        head = Register(fresh.Name, fresh);
        start.Fill(this);
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, null, doubleSoftmax: false);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input) =>
        Output(encoded, encoded.LastHiddenState, head.Forward(encoded.LastHiddenState));

    private protected override double HeadFlopsPerToken(int length) => head.FlopsPerToken;
}

/// <summary>Hidden states only.</summary>
public sealed class OmniModelForEmbedding : OmniModel
{
    /// <summary>The encoder of a model folder; heads that the folder has are left out.</summary>
    /// <param name="path">A model folder, the folder of a run, a shipped model by name, or a <c>config.json</c> for new weights.</param>
    /// <param name="tokenizer">Makes the tokens; its vocabulary is that of the model.</param>
    /// <param name="seed">Of the weights of a model from scratch.</param>
    /// <exception cref="OmniException">OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights.</exception>
    public OmniModelForEmbedding(string path, OmniTokenizer tokenizer, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.Embedding, new HeadRequest(), tokenizer, seed))
    {
    }

    internal OmniModelForEmbedding(ModelStart start) : base(start) => start.Fill(this);

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) => throw new OmniException(
        "OH3601", "an embedding model has no loss", null, "Create the model for a task with labels, or for masked language modelling.");

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input) =>
        Output(encoded, Backbone.Pooler?.Forward(encoded.LastHiddenState), null);
}
