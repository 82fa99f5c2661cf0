using System.Text.Json;
using OmniHelix.Training.Schedules;

namespace OmniHelix.Goldens.Groups;

/// <summary>The learning rate of every step.</summary>
internal static class ScheduleCases
{
    public static GoldenCase Case(JsonElement one, string name, string path, Tolerance tolerance)
    {
        var parameters = new Parameters(one);
        var kind = one.GetProperty("schedule").GetString()!;
        var expected = one.GetProperty("lr");
        if (kind == "torch_reduce_on_plateau")
            return new(name, path, check => check.Close("lr", Plateau(one, parameters), MetricsQuestions.Vector(expected), tolerance));
        if (Create(kind, parameters) is not { } schedule || parameters.Unread() is not { Count: 0 })
            return GoldenCase.NotUnderstood(name, path, parameters.Unread() is { Count: > 0 } unread
                ? $"parameters not known: {string.Join(", ", unread)}"
                : $"the schedule '{kind}' is not known");
        var baseRate = one.GetProperty("base_lr").GetDouble();
        return new(name, path, check =>
        {
            if (expected.ValueKind == JsonValueKind.Array)
            {
                var rates = MetricsQuestions.Vector(expected);
                check.Close("lr", [.. rates.Select((_, step) => schedule.Rate(step, baseRate))], rates, tolerance);
                return;
            }
            // The library divides by zero here; every rate must be a number between 0 and the base rate.
            for (var step = 0; step <= parameters.Total + 3; step++)
                check.Equal($"lr[{step}] is a rate", schedule.Rate(step, baseRate) is >= 0 and var rate && rate <= baseRate, true);
        });
    }

    private static LearningRateSchedule? Create(string kind, Parameters p) => kind switch
    {
        "constant" or "constant_with_warmup" => new ConstantSchedule(p.Warmup),
        "linear" => new LinearSchedule(p.Warmup, p.Total),
        "cosine" => new CosineSchedule(p.Warmup, p.Total, p.Number("num_cycles", 0.5)),
        "cosine_with_min_lr" => new CosineSchedule(p.Warmup, p.Total, p.Number("num_cycles", 0.5), p.Number("min_lr_rate", 0)),
        "cosine_with_restarts" => new CosineWithRestartsSchedule(p.Warmup, p.Total, p.Number("num_cycles", 1)),
        "polynomial" => new PolynomialSchedule(p.Warmup, p.Total, p.Number("power", 1), p.Number("lr_end", 1e-7)),
        "inverse_sqrt" => new InverseSquareRootSchedule(p.Warmup, p.Whole("timescale")),
        "warmup_stable_decay" => new WarmupStableDecaySchedule(
            p.Warmup,
            p.Total,
            p.Whole("num_decay_steps") ?? 1,
            p.Number("min_lr_ratio", 0),
            p.Number("num_cycles", 0.5)),
        "torch_step" => new StepSchedule(p.Whole("step_size") ?? 1, p.Number("gamma", 0.1)),
        "torch_multistep" => new MultiStepSchedule([.. p.List("milestones").Select(m => (long)m)], p.Number("gamma", 0.1)),
        "torch_exponential" => new ExponentialSchedule(p.Number("gamma", 0.1)),
        "torch_cosine_annealing" => new CosineAnnealingSchedule(p.Whole("t_max") ?? 1, p.Number("eta_min", 0)),
        "torch_cosine_warm_restarts" =>
            new CosineWarmRestartsSchedule(p.Whole("t_0") ?? 1, (int)(p.Whole("t_mult") ?? 1), p.Number("eta_min", 0)),
        "torch_one_cycle" => new OneCycleSchedule(
            p.Number("max_lr", 1),
            p.Whole("total_steps") ?? 1,
            p.Number("pct_start", 0.3),
            p.Number("div_factor", 25),
            p.Number("final_div_factor", 1e4)),
        "torch_linear" =>
            new LinearFactorSchedule(p.Number("start_factor", 1.0 / 3), p.Number("end_factor", 1), p.Whole("total_iters") ?? 5),
        _ => null,
    };

    private static double[] Plateau(JsonElement one, Parameters p)
    {
        var plateau = new ReduceOnPlateau(
            greaterIsBetter: false,
            p.Number("factor", 0.1),
            (int)(p.Whole("patience") ?? 10),
            p.Number("threshold", 1e-4),
            p.Number("min_lr", 0));
        var baseRate = one.GetProperty("base_lr").GetDouble();
        // The rate is noted before the metric of the same step is seen.
        return [.. p.List("metrics").Select(metric =>
        {
            var rate = plateau.Rate(baseRate);
            plateau.Observe(metric);
            return rate;
        })];
    }

    /// <summary>The parameters of a case; it knows which of them nobody asked for.</summary>
    private sealed class Parameters(JsonElement one)
    {
        private readonly HashSet<string> read = [];

        public long Warmup => one.TryGetProperty("warmup", out var value) ? value.GetInt64() : 0;

        public long Total => one.TryGetProperty("total", out var value) ? value.GetInt64() : 0;

        public double Number(string name, double otherwise) => Find(name) is { } value ? GoldenJson.Number(value) : otherwise;

        public long? Whole(string name) => Find(name) is { } value ? (long)GoldenJson.Number(value) : null;

        public double[] List(string name) => Find(name) is { } value ? MetricsQuestions.Vector(value) : [];

        public List<string> Unread() =>
            one.TryGetProperty("parameters", out var all) ? [.. all.EnumerateObject().Select(p => p.Name).Except(read)] : [];

        private JsonElement? Find(string name)
        {
            read.Add(name);
            return one.TryGetProperty("parameters", out var all) && all.TryGetProperty(name, out var value) ? value : null;
        }
    }
}
