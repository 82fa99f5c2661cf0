namespace OmniHelix.Data.Tables.Arrow;

/// <summary>How a stored number becomes one of a table.</summary>
internal enum ArrowNumber
{
    /// <summary>As it is.</summary>
    Same,

    /// <summary>Half precision.</summary>
    Half,

    /// <summary>Days out of milliseconds.</summary>
    DateMilliseconds,

    /// <summary>A moment in some unit; nanoseconds become text.</summary>
    Moment,

    /// <summary>A time of day in some unit, which becomes text.</summary>
    TimeOfDay,
}
