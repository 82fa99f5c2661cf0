using System.Numerics.Tensors;
using OmniHelix.Data.Records;

namespace OmniHelix.Inference;

/// <summary>Finds results that are no numbers, before they reach a file.</summary>
internal static class NotFinite
{
    /// <summary>The error of a record whose results are not all finite; null when they are.</summary>
    public static OmniException? In(ReadOnlySpan<float> values, Example example) => values.IsEmpty || float.IsFinite(TensorPrimitives.SumOfMagnitudes(values))
        ? null
        : new OmniException("OH5305", "the model gave a result that is not a finite number", example.Place, "The weights may be damaged; with bf16, try fp32.");
}
