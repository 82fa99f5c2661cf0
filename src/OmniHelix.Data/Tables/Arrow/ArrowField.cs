
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>How the values of a field lie in buffers.</summary>
internal enum ArrowLayout
{
    /// <summary>No buffer.</summary>
    Null,

    /// <summary>Validity, bits.</summary>
    Boolean,

    /// <summary>Validity, values of one width.</summary>
    Fixed,

    /// <summary>Validity, 4-byte offsets, bytes.</summary>
    Text,

    /// <summary>Validity, 8-byte offsets, bytes.</summary>
    LargeText,

    /// <summary>Validity, views of 16 bytes, any number of buffers with bytes.</summary>
    View,

    /// <summary>Validity, values of one width that are bytes.</summary>
    FixedBytes,

    /// <summary>Validity, 4-byte offsets; a child.</summary>
    List,

    /// <summary>Validity, 8-byte offsets; a child.</summary>
    LargeList,

    /// <summary>Validity; a child with the same number of values for each.</summary>
    FixedList,

    /// <summary>Validity; children.</summary>
    Struct,
}

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

/// <summary>A field of a schema, with those inside it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layout">Its buffers.</param>
/// <param name="Type">What it is in a table.</param>
/// <param name="Width">Bytes of a value, or values of a list, where they are of one width.</param>
internal sealed record ArrowField(string Name, ArrowLayout Layout, TableType Type, int Width = 0)
{
    /// <summary>Fields inside lists and structs.</summary>
    public IReadOnlyList<ArrowField> Children { get; init; } = [];

    /// <summary>What becomes of a number.</summary>
    public ArrowNumber Number { get; init; }

    /// <summary>Units a second, of moments and times of day.</summary>
    public long UnitsPerSecond { get; init; }

    /// <summary>With a dictionary: the field holds numbers of values, <see cref="Layout"/> and <see cref="Type"/> are those of the values.</summary>
    public ArrowIndex? Index { get; init; }

    /// <summary>The field as it lies in the dictionary.</summary>
    public ArrowField Values => this with { Index = null };
}

/// <summary>The numbers that stand for the values of a dictionary.</summary>
/// <param name="Dictionary">Which dictionary.</param>
/// <param name="Width">Bytes of a number.</param>
/// <param name="IsSigned">Whether it has a sign.</param>
internal sealed record ArrowIndex(long Dictionary, int Width, bool IsSigned);
