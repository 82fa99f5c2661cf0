namespace OmniHelix.Training.Schedules;

/// <summary>The rate falls by a factor every so many steps (torch StepLR).</summary>
/// <param name="StepSize">Steps between two falls.</param>
/// <param name="Gamma">Factor.</param>
public sealed record StepSchedule(long StepSize, double Gamma = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * Math.Pow(Gamma, step / StepSize);
}

/// <summary>The rate falls by a factor at each milestone (torch MultiStepLR).</summary>
/// <param name="Milestones">Steps at which it falls.</param>
/// <param name="Gamma">Factor.</param>
public sealed record MultiStepSchedule(IReadOnlyList<long> Milestones, double Gamma = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * Math.Pow(Gamma, Milestones.Count(m => m <= step));
}

/// <summary>The rate falls by a factor every step (torch ExponentialLR).</summary>
/// <param name="Gamma">Factor.</param>
public sealed record ExponentialSchedule(double Gamma) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * Math.Pow(Gamma, step);
}

/// <summary>
/// A cosine between the base rate and a minimum with half a period of <paramref name="HalfPeriod"/> (torch CosineAnnealingLR).
/// </summary>
/// <param name="HalfPeriod">Steps from the top to the bottom.</param>
/// <param name="Minimum">Lowest rate (absolute).</param>
public sealed record CosineAnnealingSchedule(long HalfPeriod, double Minimum = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) =>
        Minimum + (baseRate - Minimum) * (1 + Math.Cos(Math.PI * step / HalfPeriod)) / 2;
}

/// <summary>Cosines that restart, each period longer by a factor (torch CosineAnnealingWarmRestarts; Loshchilov and Hutter 2017).</summary>
/// <param name="Period">Steps of the first period.</param>
/// <param name="Growth">Factor between periods.</param>
/// <param name="Minimum">Lowest rate (absolute).</param>
public sealed record CosineWarmRestartsSchedule(long Period, int Growth = 1, double Minimum = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate)
    {
        long period = Period, start = 0;
        if (Growth == 1) start = step / period * period;
        else
            while (step >= start + period)
            {
                start += period;
                period *= Growth;
            }
        return Minimum + (baseRate - Minimum) * (1 + Math.Cos(Math.PI * (step - start) / period)) / 2;
    }
}

/// <summary>
/// One rise to <paramref name="Maximum"/> and one fall to almost nothing, both cosines (torch OneCycleLR; Smith and Topin 2017). The base
/// rate plays no part. The last rate holds beyond the total.
/// </summary>
/// <param name="Maximum">Highest rate (absolute).</param>
/// <param name="Total">Planned steps.</param>
/// <param name="RisingShare">Share of the steps that rise.</param>
/// <param name="StartDivisor">Maximum over first rate.</param>
/// <param name="EndDivisor">First rate over last rate.</param>
public sealed record OneCycleSchedule(
    double Maximum, long Total, double RisingShare = 0.3, double StartDivisor = 25, double EndDivisor = 1e4) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate)
    {
        double first = Maximum / StartDivisor, last = first / EndDivisor, top = RisingShare * Total - 1;
        if (step <= top) return Cosine(first, Maximum, step / top);
        return step >= Total - 1 ? last : Cosine(Maximum, last, (step - top) / (Total - 1 - top));
    }

    private static double Cosine(double from, double to, double share) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));
}

/// <summary>The factor goes linearly from one value to another (torch LinearLR).</summary>
/// <param name="StartFactor">Factor of the first step.</param>
/// <param name="EndFactor">Factor from <paramref name="Steps"/> on.</param>
/// <param name="Steps">Steps of the change.</param>
public sealed record LinearFactorSchedule(double StartFactor, double EndFactor, long Steps) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) =>
        baseRate * (StartFactor + (EndFactor - StartFactor) * Math.Min(step, Steps) / Steps);
}
