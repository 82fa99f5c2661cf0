using System.Numerics.Tensors;
using OmniHelix.Data.Records;
using OmniHelix.Models;

namespace OmniHelix.Inference;

/// <summary>
/// Finds results that are no numbers, before they reach a file, and the weights that are none: of large files a look at every weight
/// would take longer than mapping them into memory, so nothing looks before there is a result to explain.
/// </summary>
/// <param name="model">Gave the results.</param>
internal sealed class NotFinite(OmniModel model)
{
    private readonly Lazy<string?> parameter = new(model.FindNotFinite);

    /// <summary>The error of a record whose results are not all finite; null when they are.</summary>
    public OmniException? In(ReadOnlySpan<float> values, Example example)
    {
        if (values.IsEmpty || float.IsFinite(TensorPrimitives.SumOfMagnitudes(values))) return null;
        const string what = "the model gave a result that is not a finite number";
        return parameter.Value is { } damaged
            ? new OmniException(
                "OH5305", $"{what}: its weights hold some that are none, first in '{damaged}'{From()}", example.Place,
                "Take the weights from their source again.")
            : new OmniException("OH5305", what, example.Place, "The weights are finite numbers; with bf16, try fp32.");
    }

    private string From() => model.LoadReport is { } report ? $" of {report.Path}" : "";
}
