using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Scores for each token: dropout and a linear layer on the last hidden state.</summary>
public abstract class TokenModel : OmniModel
{
    private readonly ClassifierLayers layers;

    private protected TokenModel(ModelStart start) : base(start) => layers = Register("", new ClassifierLayers(Layers(ofSequences: false)));

    /// <summary>The last layer: <c>[batch, length, hidden]</c> to <c>[batch, length, labels]</c>.</summary>
    public Linear Classifier => layers.Last;

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input)
    {
        using var scope = new TensorScope();
        var x = layers.Features(encoded.LastHiddenState);                        // [B, L, h]
        var logits = Classifier.Forward(x);                                      // [B, L, C]
        if (!ReferenceEquals(x, encoded.LastHiddenState)) scope.Keep(x);
        return Output(encoded, x, scope.Keep(Scaled(logits)));
    }

    /// <summary>What the numbers of the last layer mean.</summary>
    private protected virtual Tensor Scaled(Tensor values) => values;

    private protected override double HeadFlopsPerToken(int length) => layers.Flops;
}

/// <summary>One class for each token.</summary>
public sealed class OmniModelForTokenClassification : TokenModel
{
    /// <summary>
    /// The encoder of a model folder, ready to be trained or to predict, with the head of the folder where that fits what is asked for, and
    /// else a new one; <see cref="OmniModel.LoadReport"/> names what is new.
    /// </summary>
    /// <param name="path">
    /// A model folder, the folder of a run, a shipped model by name, or for new weights a <c>config.json</c> or a baseline by name
    /// (<see cref="BaselineModels"/>).
    /// </param>
    /// <param name="tokenizer">Makes the tokens; its vocabulary is that of the model.</param>
    /// <param name="label2Id">Names of the classes with their numbers, 0 to n − 1; null takes those of the folder's head.</param>
    /// <param name="numLabels">Number of classes, where they have no names.</param>
    /// <param name="options">Head and loss; null for those of the folder's head.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 labels or options that do not fit.
    /// </exception>
    public OmniModelForTokenClassification(
        string path, OmniTokenizer tokenizer, IReadOnlyDictionary<string, int>? label2Id = null, int? numLabels = null,
        OmniModelOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.TokenClassification, new HeadRequest(label2Id, numLabels, options), tokenizer, seed))
    {
    }

    internal OmniModelForTokenClassification(ModelStart start) : base(start) => start.Fill(this);

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, ClassWeights(output.Logits), Options.DoubleSoftmax, Options.FocalGamma);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);
}

/// <summary>One or more real values for each token.</summary>
public sealed class OmniModelForTokenRegression : TokenModel
{
    /// <summary>
    /// The encoder of a model folder, ready to be trained or to predict, with the head of the folder where that fits what is asked for, and
    /// else a new one; <see cref="OmniModel.LoadReport"/> names what is new.
    /// </summary>
    /// <param name="path">
    /// A model folder, the folder of a run, a shipped model by name, or for new weights a <c>config.json</c> or a baseline by name
    /// (<see cref="BaselineModels"/>).
    /// </param>
    /// <param name="tokenizer">Makes the tokens; its vocabulary is that of the model.</param>
    /// <param name="label2Id">Names of the targets with their numbers, 0 to n − 1; null takes those of the folder's head.</param>
    /// <param name="numLabels">Number of targets, where they have no names.</param>
    /// <param name="options">Head and loss; null for those of the folder's head.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 labels or options that do not fit.
    /// </exception>
    public OmniModelForTokenRegression(
        string path, OmniTokenizer tokenizer, IReadOnlyDictionary<string, int>? label2Id = null, int? numLabels = null,
        OmniModelOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.TokenRegression, new HeadRequest(label2Id, numLabels, options), tokenizer, seed))
    {
    }

    internal OmniModelForTokenRegression(ModelStart start) : base(start) => start.Fill(this);

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        HeadLoss.SquaredError(output.Logits, labels, TargetDeviations(output.Logits));

    private protected override Tensor Scaled(Tensor values) => InUnits(values);
}
