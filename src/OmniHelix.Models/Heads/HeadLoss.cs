using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Heads;

/// <summary>
/// Losses on logits as means over the labels that there are: a class of −100 and a number that is NaN are missing, and a batch in which all
/// are missing has loss 0.
/// </summary>
internal static class HeadLoss
{
    public const long Ignored = -100;

    private const double SmallestMiss = 1e-7;

    /// <summary>Mean cross-entropy.</summary>
    /// <param name="logits"><c>[…, classes]</c>.</param>
    /// <param name="labels"><c>[…]</c>, Int64.</param>
    /// <param name="weights"><c>[classes]</c>: the mean is weighted by the weight of each label's class; null for equal weights.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, Tensor? weights)
    {
        using var scope = new TensorScope();
        logits = Wide(logits);
        var targets = labels.Reshape([-1]);                                      // [N]
        var counted = targets.Ne(Ignored);
        var total = weights is null ? counted.Sum() : weights.IndexSelect(0, targets.ClampMin(0)).Mul(counted).Sum();
        var sum = Loss.CrossEntropy(logits, labels, weights, Ignored, reduction: Reduction.Sum);
        return scope.Keep(sum / AtLeastSomething(total, logits.DType));
    }

    /// <summary>Mean focal loss (Lin et al. 2017): <c>−(1 − p)^γ · ln p</c> of the probability of each label's class.</summary>
    /// <param name="logits"><c>[…, classes]</c>.</param>
    /// <param name="labels"><c>[…]</c>, Int64.</param>
    /// <param name="weights"><c>[classes]</c>, as in <see cref="CrossEntropy"/>; null for equal weights.</param>
    /// <param name="gamma">0 or more; 0 gives cross-entropy.</param>
    public static Tensor Focal(Tensor logits, Tensor labels, Tensor? weights, double gamma)
    {
        using var scope = new TensorScope();
        logits = Wide(logits);
        var targets = labels.Reshape([-1]);                                      // [N]
        var classes = targets.ClampMin(0);
        var counted = targets.Ne(Ignored).To(logits.DType);
        if (weights is not null) counted = counted * weights.IndexSelect(0, classes);
        var logP = logits.Reshape([-1, logits.Size(-1)]).LogSoftmax(-1).Gather(1, classes.Unsqueeze(1)).Squeeze(1);
        // A power below 1 has no slope at 0, which a certain prediction would turn into NaN.
        var missed = (1 - logP.Exp()).ClampMin(SmallestMiss).Pow(gamma);
        return scope.Keep(-(missed * logP * counted).Sum() / AtLeastSomething(counted.Sum(), logits.DType));
    }

    /// <summary>Mean binary cross-entropy with logits.</summary>
    /// <param name="logits"><c>[batch, labels]</c>.</param>
    /// <param name="labels">The same shape, 0 to 1 or NaN.</param>
    /// <param name="positiveWeights"><c>[labels]</c>: factor of the positive term; null for 1.</param>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor labels, Tensor? positiveWeights)
    {
        using var scope = new TensorScope();
        logits = Wide(logits);
        var missing = labels.Isnan();
        var counted = missing.LogicalNot().To(logits.DType);
        var targets = labels.To(logits.DType).MaskedFill(missing, 0);
        var sum = Loss.BinaryCrossEntropy(logits, targets, counted, positiveWeights, Reduction.Sum);
        return scope.Keep(sum / AtLeastSomething(counted.Sum(), logits.DType));
    }

    /// <summary>Mean squared error.</summary>
    /// <param name="values"><c>[…, targets]</c>.</param>
    /// <param name="labels">The same shape, or without the last axis when it has one element; NaN where missing.</param>
    /// <param name="deviations"><c>[targets]</c>: what errors of each target are measured in; null for its unit.</param>
    public static Tensor SquaredError(Tensor values, Tensor labels, Tensor? deviations = null)
    {
        using var scope = new TensorScope();
        values = Wide(values);
        if (labels.Rank == values.Rank - 1 && values.Size(-1) == 1) labels = labels.Unsqueeze(-1);
        if (!labels.Shape.AsSpan().SequenceEqual(values.Shape))
        {
            var what = $"labels [{string.Join(", ", labels.Shape)}] do not match the predicted values [{string.Join(", ", values.Shape)}]";
            throw new OmniException("OH3602", what, null, "Give one label for each target of the model.");
        }
        if (deviations is not null)
        {
            values = values / deviations;
            labels = labels / deviations;
        }
        var missing = labels.Isnan();
        // Both sides are blanked, since a difference from NaN would leave NaN in the gradient.
        var sum = Loss.MeanSquaredError(values.MaskedFill(missing, 0), labels.To(values.DType).MaskedFill(missing, 0), Reduction.Sum);
        return scope.Keep(sum / AtLeastSomething(missing.LogicalNot().Sum(), values.DType));
    }

    private static Tensor AtLeastSomething(Tensor total, DType type)
    {
        var wide = total.To(type);
        return wide.MaskedFill(wide.Eq(0), 1);
    }

    private static Tensor Wide(Tensor logits) => logits.DType is DType.BFloat16 or DType.Float16 ? logits.To(DType.Float32) : logits;
}
