using OmniHelix.Documents;
using OmniHelix.Models.Configuration;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// What <c>config.json</c> says of rotary positions: a base θ, by itself or in <c>rope_parameters</c>, as newer files have it. Anything
/// else that is said there would give other numbers and is refused.
/// </summary>
internal static class RotarySettings
{
    private const string Parameters = "rope_parameters", Scaling = "rope_scaling", Base = "rope_theta", Part = "partial_rotary_factor";

    // Older files say "type".
    private static readonly string[] Kinds = ["rope_type", "type"];

    /// <summary>The base θ; null when the file does not say.</summary>
    /// <param name="json">The file.</param>
    /// <param name="key">What the family calls the base.</param>
    /// <exception cref="OmniException">OH3202 a value of the wrong kind; OH3204 what is not implemented.</exception>
    public static double? Theta(MapNode json, string key = Base)
    {
        RequirePlain(json);
        return Of(json.Map(Parameters)) ?? json.Number(key);
    }

    /// <summary>The bases of a family with blocks of several kinds, each with a map of its own.</summary>
    /// <param name="json">The file.</param>
    /// <param name="kinds">What the file calls the kinds, and what it calls their bases by themselves.</param>
    /// <exception cref="OmniException">OH3202 a value of the wrong kind; OH3204 what is not implemented.</exception>
    public static double?[] Thetas(MapNode json, params (string Kind, string Key)[] kinds)
    {
        RequirePlain(json);
        var maps = json.Map(Parameters);
        Refuse(maps, maps?.Keys.FirstOrDefault(key => !kinds.Any(one => one.Kind == key)));
        return [.. kinds.Select(one => Of(maps?.Map(one.Kind)) ?? json.Number(one.Key))];
    }

    private static void RequirePlain(MapNode json)
    {
        _ = Of(json.Map(Scaling));
        RequireWhole(json);
    }

    private static double? Of(MapNode? rope)
    {
        if (rope is null) return null;
        foreach (var kind in Kinds)
            if (rope.Text(kind) is not (null or "default")) throw rope.Missing(kind, "scaled rotary positions");
        RequireWhole(rope);
        Refuse(rope, rope.Keys.FirstOrDefault(key => key is not (Base or Part) && !Kinds.Contains(key)));
        return rope.Number(Base);
    }

    private static void RequireWhole(MapNode json)
    {
        if (json.Number(Part) is { } share && share != 1) throw json.Missing(Part, "rotation of a part of each head");
    }

    private static void Refuse(MapNode? json, string? key)
    {
        if (json is not null && key is not null) throw json.Missing(key, "this setting of rotary positions");
    }
}
