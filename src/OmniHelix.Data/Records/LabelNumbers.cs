using System.Globalization;
using OmniHelix.Data.Tables.Json;

namespace OmniHelix.Data.Records;

/// <summary>Numbers of labels: training computes with them in single precision, and what that does not hold is no target.</summary>
internal static class LabelNumbers
{
    /// <summary>The number in single precision.</summary>
    /// <exception cref="OmniException">OH1205: it is infinite there, or none.</exception>
    public static float Single(double number, string place) => float.IsFinite((float)number)
        ? (float)number
        : throw JsonTexts.Bad(
            string.Create(CultureInfo.InvariantCulture, $"the label holds {number}, which is no finite number of single precision"), place);
}
