using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

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

    /// <summary>
    /// With a dictionary: the field holds numbers of values, <see cref="Layout"/> and <see cref="Type"/> are those of the values.
    /// </summary>
    public ArrowIndex? Index { get; init; }

    /// <summary>The field as it lies in the dictionary.</summary>
    public ArrowField Values => this with { Index = null };
}
