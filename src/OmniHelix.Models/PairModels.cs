using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Models;

/// <summary>
/// A number for each pair of tokens: a residual network over the map of pairs of last hidden states, or the contact head of published
/// weights. Special tokens and padding take no part, so a sequence has the same result in any batch.
/// </summary>
public abstract class PairModel : OmniModel
{
    private readonly PairNetwork? network;

    private protected PairModel(ModelStart start) : base(start)
    {
        if (Pairs is { Channels: { } channels, Blocks: { } blocks })
            network = Register(
                PairNetwork.Name, new PairNetwork(HiddenSize, channels, blocks, Options.Dropout ?? PairHeadOptions.UsualDropout));
        else EncoderContacts.RequireFit(Backbone, start.Tokenizer);
        start.Fill(this);
    }

    /// <summary>Sizes of the network, and which pairs count.</summary>
    public PairHeadOptions Pairs => Options.Pairs!;

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input)
    {
        using var scope = new TensorScope();
        var bases = Bases(input);
        var scores = network?.Forward(encoded.LastHiddenState, bases) ?? EncoderContacts.Of(Backbone.Contacts!, encoded, input, bases);
        return Output(encoded, null, scope.Keep(Scaled(scores)));
    }

    /// <summary>What the numbers of the network mean.</summary>
    private protected virtual Tensor Scaled(Tensor scores) => scores;

    private protected override Outputs NeededOutputs =>
        network is null && Backbone.Contacts!.OfAttention ? Outputs.Attentions : Outputs.LastHiddenState;

    private protected override double HeadFlopsPerToken(int length) => network?.FlopsPerToken(length) ?? 0;

    private Tensor Bases(ModelInput input)
    {
        var bases = input.AttentionMask?.Ne(0) ?? input.InputIds.Ge(0);          // [B, L]
        foreach (var id in Options.SpecialTokens) bases = bases.LogicalAnd(input.InputIds.Ne(id));
        return bases;
    }
}

/// <summary>
/// Whether two bases belong together, such as contacts or base pairs: logits <c>[batch, length, length]</c>, the same for both orders of a
/// pair, 0 where one of both is no base.
/// </summary>
public sealed class OmniModelForMatrixClassification : PairModel
{
    /// <summary>
    /// The encoder of a model folder, ready to be trained or to predict, with the head of the folder where that fits what is asked for, and
    /// else a new one; <see cref="OmniModel.LoadReport"/> names what is new.
    /// </summary>
    /// <param name="path">
    /// A model folder, the folder of a run, a shipped model by name, or for new weights a <c>config.json</c> or a baseline by name
    /// (<see cref="BaselineModels"/>).
    /// </param>
    /// <param name="tokenizer">Makes the tokens, one for each base; its vocabulary is that of the model.</param>
    /// <param name="label2Id">Names of the two classes; null for those of the folder's head, or apart and contact.</param>
    /// <param name="options">Head and loss; null for those of the folder's head.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 labels or options that do not fit.
    /// </exception>
    public OmniModelForMatrixClassification(
        string path, OmniTokenizer tokenizer, IReadOnlyDictionary<string, int>? label2Id = null, OmniModelOptions? options = null,
        long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.PairClassification, new HeadRequest(label2Id, null, options), tokenizer, seed))
    {
    }

    internal OmniModelForMatrixClassification(ModelStart start) : base(start)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels)
    {
        using var scope = new TensorScope();
        return scope.Keep(Classification.Loss(
            OfClasses(output.Logits), labels, ClassWeights(output.Logits), doubleSoftmax: false, Options.FocalGamma));
    }

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => output.Logits.Sigmoid();

    /// <summary>
    /// Logits of both classes, <c>[…, 2]</c>, whose softmax is the sigmoid of those of the second: cross-entropy of them is binary
    /// cross-entropy.
    /// </summary>
    public static Tensor OfClasses(Tensor logits)
    {
        using var scope = new TensorScope();
        return scope.Keep(Ops.Stack([logits.ZerosLike(), logits], -1));
    }
}

/// <summary>
/// A number for each pair of bases, such as a distance: <c>[batch, length, length]</c>, the same for both orders of a pair.
/// </summary>
public sealed class OmniModelForMatrixRegression : PairModel
{
    /// <summary>
    /// The encoder of a model folder, ready to be trained or to predict, with the head of the folder where that fits what is asked for, and
    /// else a new one; <see cref="OmniModel.LoadReport"/> names what is new.
    /// </summary>
    /// <param name="path">
    /// A model folder, the folder of a run, a shipped model by name, or for new weights a <c>config.json</c> or a baseline by name
    /// (<see cref="BaselineModels"/>).
    /// </param>
    /// <param name="tokenizer">Makes the tokens, one for each base; its vocabulary is that of the model.</param>
    /// <param name="options">Head; null for that of the folder. Its target scales should be those of the numbers to learn.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 options that do not fit.
    /// </exception>
    public OmniModelForMatrixRegression(string path, OmniTokenizer tokenizer, OmniModelOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.PairRegression, new HeadRequest(Options: options), tokenizer, seed))
    {
    }

    internal OmniModelForMatrixRegression(ModelStart start) : base(start)
    {
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        HeadLoss.SquaredError(output.Logits, labels, TargetDeviations(output.Logits));

    private protected override Tensor Scaled(Tensor scores) => InUnits(scores);
}
