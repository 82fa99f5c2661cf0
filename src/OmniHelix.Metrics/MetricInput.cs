using System.Globalization;

namespace OmniHelix.Metrics;

/// <summary>The checks that every metric makes of its input.</summary>
internal static class MetricInput
{
    public static void SameLength(int truth, int prediction)
    {
        if (truth != prediction)
            throw new OmniException("OH5101", Text($"a metric needs one prediction for each truth, got {prediction} for {truth}"));
    }

    public static void Label(int label, int classes, int position)
    {
        if ((uint)label >= (uint)classes)
            throw new OmniException(
                "OH5102", Text($"label {label} is not one of the {classes} classes 0 to {classes - 1}"), Text($"position {position}"),
                "Check the label map; positions to leave out carry the ignore label.");
    }

    public static void NotNaN(double score, int position)
    {
        if (double.IsNaN(score))
            throw new OmniException(
                MetricReport.ScoreIsNotANumber, "a score is not a number", Text($"position {position}"),
                "The model diverged, or the truth has a missing cell that needs a mask.");
    }

    public static void NotNaN(ReadOnlySpan<double> scores)
    {
        for (var i = 0; i < scores.Length; i++) NotNaN(scores[i], i);
    }

    public static void Rows(int values, int columns, int rows)
    {
        if (columns < 1 || values != (long)rows * columns)
            throw new OmniException("OH5101", Text($"{rows} rows of {columns} columns need {(long)rows * columns} values, got {values}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
