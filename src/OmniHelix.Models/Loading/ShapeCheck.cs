using System.Globalization;
using OmniHelix.Models.Backbones;

namespace OmniHelix.Models.Loading;

/// <summary>
/// Compares <c>config.json</c> with the tensors before anything is built, so that the error names the setting and not a hundred tensors.
/// </summary>
internal static class ShapeCheck
{
    /// <exception cref="OmniException">OH3303: a setting and a shape disagree.</exception>
    public static void Run(BackboneConfig config, ModelWeights weights, KeyMap keys, string place)
    {
        var differences = new List<string>();
        foreach (var claim in config.Claims)
            if (weights.ShapeOf(claim.Tensor) is { } shape && claim.Axis < shape.Length && shape[claim.Axis] != claim.Stated)
                differences.Add(Invariant($"{claim.Key} is {claim.Stated}, but {weights.FileName(claim.Tensor)} has {shape[claim.Axis]}"));
        var stored = weights.Names.Select(name => BlockNumber(name, keys.Blocks)).DefaultIfEmpty(-1).Max() + 1;
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
