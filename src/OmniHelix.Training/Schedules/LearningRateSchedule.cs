namespace OmniHelix.Training.Schedules;

/// <summary>
/// A learning rate as a pure function of the step, so that resuming needs no state. Step 0 is the first update; steps beyond the planned
/// total are defined too.
/// </summary>
public abstract record LearningRateSchedule
{
    /// <summary>The rate of update number <paramref name="step"/> (from 0) for a base rate.</summary>
    public abstract double Rate(long step, double baseRate);
}

/// <summary>Schedules that rise linearly from 0 over the warm-up and then follow a curve down to the planned total.</summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Total">Planned steps, warm-up included.</param>
public abstract record WarmupSchedule(long Warmup, long Total) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) =>
        step < Warmup ? baseRate * ((double)step / Math.Max(1, Warmup)) : After(step, baseRate);

    /// <summary>Share of the way from the end of the warm-up to the total; 1 at the total, more beyond.</summary>
    protected double Progress(long step) => (double)(step - Warmup) / Math.Max(1, Total - Warmup);

    /// <summary>The rate once the warm-up is over.</summary>
    protected abstract double After(long step, double baseRate);
}

/// <summary>Warm-up, then the base rate for ever.</summary>
/// <param name="Warmup">Steps of warm-up.</param>
public sealed record ConstantSchedule(long Warmup = 0) : WarmupSchedule(Warmup, long.MaxValue)
{
    /// <inheritdoc/>
    protected override double After(long step, double baseRate) => baseRate;
}

/// <summary>Warm-up, then linearly to 0.</summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Total">Planned steps.</param>
public sealed record LinearSchedule(long Warmup, long Total) : WarmupSchedule(Warmup, Total)
{
    /// <inheritdoc/>
    protected override double After(long step, double baseRate) =>
        baseRate * Math.Max(0, (double)(Total - step) / Math.Max(1, Total - Warmup));
}

/// <summary>Warm-up, then a cosine from 1 to <paramref name="Floor"/>; after the total it rises again.</summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Total">Planned steps.</param>
/// <param name="Cycles">Waves until the total; 0.5 ends at the bottom.</param>
/// <param name="Floor">Lowest rate as a share of the base rate.</param>
public sealed record CosineSchedule(long Warmup, long Total, double Cycles = 0.5, double Floor = 0) : WarmupSchedule(Warmup, Total)
{
    /// <inheritdoc/>
    protected override double After(long step, double baseRate)
    {
        var wave = 0.5 * (1 + Math.Cos(Math.PI * Cycles * 2 * Progress(step)));
        return baseRate * Math.Max(0, wave * (1 - Floor) + Floor);
    }
}

/// <summary>Warm-up, then <paramref name="Cycles"/> cosines from 1 to 0 with hard restarts; 0 from the total on.</summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Total">Planned steps.</param>
/// <param name="Cycles">Number of cosines.</param>
public sealed record CosineWithRestartsSchedule(long Warmup, long Total, double Cycles = 1) : WarmupSchedule(Warmup, Total)
{
    /// <inheritdoc/>
    protected override double After(long step, double baseRate)
    {
        var progress = Progress(step);
        return progress >= 1 ? 0 : baseRate * Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * (Cycles * progress % 1))));
    }
}

/// <summary>
/// Warm-up, then a power of the remaining share down to <paramref name="End"/>; a warm-up as long as the total leaves only the end.
/// </summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Total">Planned steps.</param>
/// <param name="Power">Exponent; 1 is linear.</param>
/// <param name="End">Last rate (absolute).</param>
public sealed record PolynomialSchedule(long Warmup, long Total, double Power = 1, double End = 1e-7) : WarmupSchedule(Warmup, Total)
{
    /// <inheritdoc/>
    protected override double After(long step, double baseRate) =>
        step >= Total ? End : (baseRate - End) * Math.Pow(1 - (double)(step - Warmup) / (Total - Warmup), Power) + End;
}

/// <summary>Warm-up, then <c>1 / √(step / timescale)</c> (Vaswani et al. 2017).</summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Timescale">Steps until the rate has fallen by √2; null takes the warm-up, or 10 000 without one.</param>
public sealed record InverseSquareRootSchedule(long Warmup = 0, long? Timescale = null) : WarmupSchedule(Warmup, long.MaxValue)
{
    private const long UsualTimescale = 10_000;

    /// <inheritdoc/>
    protected override double After(long step, double baseRate)
    {
        var scale = Timescale ?? (Warmup > 0 ? Warmup : UsualTimescale);
        return baseRate / Math.Sqrt((double)(step + scale - Warmup) / scale);
    }
}

/// <summary>Linear warm-up from the floor, a stable phase, and a cosine decay to the floor over the last steps (Hu et al. 2024).</summary>
/// <param name="Warmup">Steps of warm-up.</param>
/// <param name="Total">Planned steps.</param>
/// <param name="Decay">Steps of the decay at the end.</param>
/// <param name="Floor">Lowest rate as a share of the base rate.</param>
/// <param name="Cycles">Waves of the decay; 0.5 ends at the bottom.</param>
public sealed record WarmupStableDecaySchedule(long Warmup, long Total, long Decay, double Floor = 0, double Cycles = 0.5)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate)
    {
        if (step < Warmup) return Above((double)step / Math.Max(1, Warmup), baseRate);
        if (step < Total - Decay) return baseRate;
        if (step >= Total) return baseRate * Floor;
        var progress = (double)(step - (Total - Decay)) / Math.Max(1, Decay);
        return Above(Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * Cycles * 2 * progress))), baseRate);
    }

    private double Above(double share, double baseRate) => baseRate * (share * (1 - Floor) + Floor);
}
