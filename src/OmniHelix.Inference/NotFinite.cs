using System.Numerics.Tensors;
using OmniHelix.Data.Records;
using OmniHelix.Models;

namespace OmniHelix.Inference;

/// <summary>
/// Finds results that are no numbers, before they reach a file, and the weights that are none: of large files a look at every weight
/// would take longer than mapping them into memory, so nothing looks before there is a result to explain.
/// </summary>
/// <param name="models">Gave the results.</param>
internal sealed class NotFinite(params IReadOnlyList<OmniModel> models)
{
    // The tensor and its file.
    private readonly Lazy<string?> damaged = new(() => models.Select(Damage).FirstOrDefault(found => found is not null));

    /// <summary>The error of a record whose results are not all finite; null when they are.</summary>
    public OmniException? In(ReadOnlySpan<float> values, Example example) => In(values, example.Place);

    /// <summary>The error of results that are not all finite; null when they are.</summary>
    /// <param name="values">Results.</param>
    /// <param name="place">What they are of; null for a text that stands in no file.</param>
    public OmniException? In(ReadOnlySpan<float> values, string? place)
    {
        if (values.IsEmpty || float.IsFinite(TensorPrimitives.SumOfMagnitudes(values))) return null;
        const string what = "the model gave a result that is not a finite number";
        return damaged.Value is { } first
            ? new OmniException(
                "OH5305", $"{what}: its weights hold some that are none, first in {first}", place,
                "Take the weights from their source again.")
            : new OmniException("OH5305", what, place, "The weights are finite numbers; with bf16, try fp32.");
    }

    private static string? Damage(OmniModel model) => model.FindNotFinite() is not { } parameter ? null
        : model.LoadReport is { } report ? $"'{parameter}' of {report.Path}" : $"'{parameter}'";
}
