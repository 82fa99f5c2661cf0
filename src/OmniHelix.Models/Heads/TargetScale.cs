namespace OmniHelix.Models.Heads;

/// <summary>
/// Where numbers that are learned lie and how far they are apart. A head gives its output times <see cref="Deviation"/> plus
/// <see cref="Mean"/>, so that one that starts near 0 starts near their mean, in steps that do not depend on their unit.
/// </summary>
/// <param name="Mean">Of the numbers, in their unit.</param>
/// <param name="Deviation">Their standard deviation, in their unit, above 0.</param>
public readonly record struct TargetScale(double Mean, double Deviation)
{
    /// <summary>The scale of numbers; NaN is a missing one. Where all are the same the deviation is 1, and the mean of none is 0.</summary>
    public static TargetScale Of(IEnumerable<float> numbers)
    {
        var count = 0L;
        double mean = 0, squares = 0;
        // Welford (1962): stable, and one pass.
        foreach (var number in numbers)
        {
            if (float.IsNaN(number)) continue;
            count++;
            var from = number - mean;
            mean += from / count;
            squares += from * (number - mean);
        }
        var deviation = count > 0 ? Math.Sqrt(squares / count) : 0;
        return new(mean, deviation > 0 ? deviation : 1);
    }
}
