using System.Numerics;
using System.Numerics.Tensors;

namespace OmniHelix.Metrics;

/// <summary>
/// Probabilities of logits, <c>exp(x) / Σ exp(x)</c>. The largest logit is taken off first, which changes nothing but that large ones do
/// not overflow and small ones do not all vanish, as they do in <see cref="TensorPrimitives"/>.
/// </summary>
public static class SoftMax
{
    /// <summary>Writes probabilities that add to 1.</summary>
    /// <param name="logits">[classes], finite, at least one.</param>
    /// <param name="probabilities">[classes]; may be the same place.</param>
    public static void Write<T>(ReadOnlySpan<T> logits, Span<T> probabilities)
        where T : IFloatingPointIeee754<T>
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities);
        TensorPrimitives.SoftMax(probabilities, probabilities);
    }
}
