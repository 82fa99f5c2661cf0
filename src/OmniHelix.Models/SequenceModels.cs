using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>Scores for each sequence: pooling, then the layers of <see cref="HeadLayout"/>.</summary>
public abstract class SequenceModel : OmniModel
{
    private readonly SequencePooling pooling;
    private readonly ClassifierLayers layers;

    private protected SequenceModel(ModelStart start) : base(start)
    {
        var kind = Options.Layout == HeadLayout.OmniGenBench ? Pooling.Cls : Options.Pooling!.Value;
        pooling = Register("pooling", new SequencePooling(kind, HiddenSize, Options.SpecialTokens, Backbone.Pooler, Backbone.Resolution));
        layers = Register("", new ClassifierLayers(Layers(ofSequences: true)));
    }

    /// <summary>The last layer: <c>[batch, hidden]</c> to <c>[batch, labels]</c>.</summary>
    public Linear Classifier => layers.Last;

    private protected override SequencePooling? AttentionPooling => Options.Pooling == Pooling.Attention ? pooling : null;

    private protected override ModelOutput Head(BackboneOutput encoded, ModelInput input)
    {
        using var scope = new TensorScope();
        var x = pooling.Forward(encoded.LastHiddenState, input.InputIds, input.AttentionMask);               // [B, h]
        x = layers.Features(x);
        var logits = Classifier.Forward(x);                                      // [B, C]
        return Output(encoded, scope.Keep(x), scope.Keep(Scaled(logits)));
    }

    /// <summary>What the numbers of the last layer mean.</summary>
    private protected virtual Tensor Scaled(Tensor values) => values;

    private protected override double HeadFlopsPerToken(int length) => layers.Flops / length;
}

/// <summary>One class for a sequence.</summary>
public sealed class OmniModelForSequenceClassification : SequenceModel
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
    public OmniModelForSequenceClassification(
        string path, OmniTokenizer tokenizer, IReadOnlyDictionary<string, int>? label2Id = null, int? numLabels = null,
        OmniModelOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.SequenceClassification, new HeadRequest(label2Id, numLabels, options), tokenizer, seed))
    {
    }

    internal OmniModelForSequenceClassification(ModelStart start) : base(start) => start.Fill(this);

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        Classification.Loss(output.Logits, labels, ClassWeights(output.Logits), Options.DoubleSoftmax, Options.FocalGamma);

    /// <inheritdoc/>
    public override Tensor Probabilities(ModelOutput output) => Classification.Probabilities(output.Logits);
}

/// <summary>Several independent labels for a sequence.</summary>
public sealed class OmniModelForMultiLabelSequenceClassification : SequenceModel
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
    /// <param name="label2Id">Names of the labels with their numbers, 0 to n − 1; null takes those of the folder's head.</param>
    /// <param name="numLabels">Number of labels, where they have no names.</param>
    /// <param name="options">Head and loss; null for those of the folder's head.</param>
    /// <param name="seed">Of the weights that are new.</param>
    /// <exception cref="OmniException">
    /// OH5302 there is no model, OH32xx configuration, OH30xx–OH33xx weights, OH3604 labels or options that do not fit.
    /// </exception>
    public OmniModelForMultiLabelSequenceClassification(
        string path, OmniTokenizer tokenizer, IReadOnlyDictionary<string, int>? label2Id = null, int? numLabels = null,
        OmniModelOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.MultiLabelClassification, new HeadRequest(label2Id, numLabels, options), tokenizer, seed))
    {
    }

    internal OmniModelForMultiLabelSequenceClassification(ModelStart start) : base(start) => start.Fill(this);

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
    public OmniModelForSequenceRegression(
        string path, OmniTokenizer tokenizer, IReadOnlyDictionary<string, int>? label2Id = null, int? numLabels = null,
        OmniModelOptions? options = null, long seed = 42)
        : this(ModelFiles.ToTrain(path, TaskType.SequenceRegression, new HeadRequest(label2Id, numLabels, options), tokenizer, seed))
    {
    }

    internal OmniModelForSequenceRegression(ModelStart start) : base(start) => start.Fill(this);

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, Tensor labels) =>
        HeadLoss.SquaredError(output.Logits, labels, TargetDeviations(output.Logits));

    private protected override Tensor Scaled(Tensor values) => InUnits(values);
}
