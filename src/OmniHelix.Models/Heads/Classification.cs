using OmniHelix.Torch;

namespace OmniHelix.Models.Heads;

/// <summary>What the heads with one class per item share.</summary>
internal static class Classification
{
    public static Tensor Loss(Tensor logits, Tensor labels, Tensor? weights, bool doubleSoftmax, double? focalGamma = null)
    {
        using var scope = new TensorScope();
        if (!labels.Shape.AsSpan().SequenceEqual(logits.Shape.AsSpan()[..^1]))
        {
            throw new OmniException(
                "OH3602", $"labels [{string.Join(", ", labels.Shape)}] do not match logits [{string.Join(", ", logits.Shape)}]",
                null, "Give one class number for each prediction.");
        }
        if (focalGamma is { } gamma) return scope.Keep(HeadLoss.Focal(logits, labels, weights, gamma));
        return scope.Keep(HeadLoss.CrossEntropy(doubleSoftmax ? logits.Softmax(-1) : logits, labels, weights));
    }

    public static Tensor Probabilities(Tensor logits) => logits.Softmax(-1);
}
