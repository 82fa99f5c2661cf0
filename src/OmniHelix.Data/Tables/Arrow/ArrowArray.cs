using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>A column of a record batch, or a level of one: any stretch of its values can be read.</summary>
/// <param name="field">What it is.</param>
/// <param name="length">Number of values.</param>
/// <param name="validity">Which values are there; null when all are.</param>
internal abstract class ArrowArray(ArrowField field, long length, ArrowBuffer? validity)
{
    public ArrowField Field { get; } = field;

    public long Length { get; } = length;

    /// <summary>Bytes that a stretch takes in memory, roughly.</summary>
    public abstract long Size(long first, long count);

    /// <summary>Reads a stretch.</summary>
    public abstract ColumnData Read(long first, int count);

    protected ulong[]? Valid(long first, int count) => validity is null || count == 0 ? null : ArrowBits.Read(validity, first, count);

    /// <summary>The length of one array that holds all of a stretch.</summary>
    /// <exception cref="OmniException">OH1219: no array is that long.</exception>
    protected static int ArrayLength(long values) =>
        values <= Array.MaxLength ? (int)values : throw new OmniException("OH1219", "the values of one row exceed 2 GiB");
}
