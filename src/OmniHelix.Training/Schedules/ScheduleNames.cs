namespace OmniHelix.Training.Schedules;

/// <summary>The schedules a user can name in a configuration, with warm-up.</summary>
public static class ScheduleNames
{
    private const double DecayShare = 0.1;

    private static readonly (string Name, Func<long, long, LearningRateSchedule> Create)[] Known =
    [
        ("constant", (warmup, _) => new ConstantSchedule(warmup)),
        ("linear", (warmup, total) => new LinearSchedule(warmup, total)),
        ("cosine", (warmup, total) => new CosineSchedule(warmup, total)),
        ("cosine_with_restarts", (warmup, total) => new CosineWithRestartsSchedule(warmup, total)),
        ("polynomial", (warmup, total) => new PolynomialSchedule(warmup, total)),
        ("inverse_sqrt", (warmup, _) => new InverseSquareRootSchedule(warmup)),
        ("warmup_stable_decay", (warmup, total) => new WarmupStableDecaySchedule(warmup, total, Math.Max(1, (long)(total * DecayShare)))),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>A schedule by name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="warmup">Steps of warm-up.</param>
    /// <param name="total">Planned steps, warm-up included.</param>
    /// <exception cref="UsageException">
    /// OH5140 for an unknown name, OH5141 when the warm-up is negative or does not end before training does.
    /// </exception>
    public static LearningRateSchedule Create(string name, long warmup, long total)
    {
        foreach (var known in Known)
        {
            if (known.Name != name) continue;
            if (total < 1 || warmup < 0 || warmup >= total)
                throw new UsageException(
                    "OH5141", FormattableString.Invariant(
                        $"a warm-up of {warmup} steps does not fit into {Plural.Count(total, "step")} of training"),
                    advice: "Lower the warm-up or train longer.");
            return known.Create(warmup, total);
        }
        throw new UsageException(
            "OH5140", $"there is no learning-rate schedule '{name}'; known: {string.Join(", ", All)}", advice: NearestName.Ask(name, All));
    }
}
