using System.Numerics.Tensors;
using OmniHelix.Data.Records;

namespace OmniHelix.Inference;

/// <summary>Finds results that are no numbers, before they reach a file.</summary>
internal static class NotFinite
{
    /// <summary>The error of a record whose results are not all finite; null when they are.</summary>
    public static OmniException? In(ReadOnlySpan<float> values, Example example)
    {
        if (values.IsEmpty || float.IsFinite(TensorPrimitives.SumOfMagnitudes(values))) return null;
        const string advice = "The weights may be damaged; with bf16, try fp32.";
        return new OmniException("OH5305", "the model gave a result that is not a finite number", example.Place, advice);
    }
}
