using System.Text.Json;
using OmniHelix.Models;
using OmniHelix.Torch.Optim;
using OmniHelix.Training.Schedules;

namespace OmniHelix.Goldens.Groups;

/// <summary>Optimizers and schedules as the traces name them.</summary>
internal static class TraceOptimizers
{
    /// <summary>One group of all parameters, or two where biases and norms have no decay.</summary>
    public static IReadOnlyList<ParameterGroup> Groups(OmniModel model, JsonElement trace, GoldenCheck check)
    {
        var config = trace.GetProperty("config");
        var decay = Number(config, "weight_decay") ?? 0;
        if (!Flag(config, "decay_groups")) return [new ParameterGroup([.. model.TrainableParameters()], decay)];
        var groups = ParameterGroup.WithoutDecayForBiasAndNorm(model, decay);
        foreach (var (group, key) in groups.Zip(["decay_parameters", "no_decay_parameters"]))
        {
            var got = group.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal);
            var expected = trace.GetProperty(key).EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal);
            check.SameItems(key, got, expected);
        }
        return groups;
    }

    /// <summary>The optimizer of a trace.</summary>
    public static Optimizer Optimizer(JsonElement config, IReadOnlyList<ParameterGroup> groups)
    {
        var rate = config.GetProperty("lr").GetDouble();
        var kind = config.GetProperty("optimizer").GetString();
        if (kind == "sgd") return new Sgd(groups, rate, Number(config, "momentum") ?? 0, Flag(config, "nesterov"));
        if (kind is not ("adam" or "adamw")) throw new JsonException($"the optimizer '{kind}' is unknown");
        var plain = new AdamWOptions();
        var betas = config.TryGetProperty("betas", out var two) ? two : default(JsonElement?);
        return new AdamW(groups, rate, new AdamWOptions
        {
            Beta1 = betas?[0].GetDouble() ?? plain.Beta1,
            Beta2 = betas?[1].GetDouble() ?? plain.Beta2,
            Epsilon = Number(config, "eps") ?? plain.Epsilon,
            Amsgrad = Flag(config, "amsgrad"),
            DecoupledDecay = kind == "adamw",
        });
    }

    /// <summary>The schedule of a trace; without one the rate stays.</summary>
    public static WarmupSchedule Schedule(JsonElement config, long total)
    {
        if (!config.TryGetProperty("schedule", out var name)) return new ConstantSchedule(0);
        var warmup = config.GetProperty("warmup").GetInt64();
        return name.GetString() switch
        {
            "linear" => new LinearSchedule(warmup, total),
            "cosine" => new CosineSchedule(warmup, total),
            "constant_with_warmup" => new ConstantSchedule(warmup),
            "polynomial" when config.GetProperty("schedule_kwargs") is var more =>
                new PolynomialSchedule(warmup, total, more.GetProperty("power").GetDouble(), more.GetProperty("lr_end").GetDouble()),
            var other => throw new JsonException($"the schedule '{other}' is unknown"),
        };
    }

    private static double? Number(JsonElement config, string key) => config.TryGetProperty(key, out var value) ? value.GetDouble() : null;

    private static bool Flag(JsonElement config, string key) => config.TryGetProperty(key, out var value) && value.GetBoolean();
}
