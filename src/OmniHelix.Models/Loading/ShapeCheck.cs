using System.Globalization;
using OmniHelix.Models.Backbones;

namespace OmniHelix.Models.Loading;

/// <summary>
/// Compares <c>config.json</c> with the tensors before anything is built, so that the error names the setting and not a hundred tensors.
/// </summary>
internal static class ShapeCheck
{
    /// <exception cref="OmniException">
    /// OH3303: a setting and a shape disagree; OH3203: more blocks than any model has, of which the weights hold none.
    /// </exception>
    public static void Run(BackboneConfig config, ModelWeights weights, KeyMap keys, string place)
    {
        var stored = weights.Names.Select(name => BlockNumber(name, keys.Blocks)).Where(number => number >= 0).Distinct().Count();
        if (stored == 0) config.RequireFewLayers(place);
        var differences = new List<string>();
        // What blocks are made of is asked for as many as there are, whatever their number is said to be.
        foreach (var claim in (stored > 0 ? config with { LayerCount = stored } : config).Claims)
            if (weights.ShapeOf(claim.Tensor) is { } shape && claim.Axis < shape.Length && shape[claim.Axis] != claim.Stated)
                differences.Add(Invariant($"{claim.Key} is {claim.Stated}, but {weights.FileName(claim.Tensor)} has {shape[claim.Axis]}"));
        if (stored > 0 && stored != config.LayerCount)
            differences.Add(Invariant($"num_hidden_layers is {config.LayerCount}, but the weights have {stored} layers"));
        if (differences.Count == 0) return;
        var what = $"configuration and weights disagree: {string.Join("; ", differences)}";
        throw new OmniException("OH3303", what, place, "Take config.json from the same source as the weights.");
    }

    private static int BlockNumber(string name, string blocks)
    {
        if (!name.StartsWith(blocks, StringComparison.Ordinal)) return -1;
        var digits = name.AsSpan(blocks.Length);
        var end = digits.IndexOf('.');
        return end > 0 && int.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
