using System.Buffers.Binary;
using System.Numerics;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Offsets of text, bytes or lists; each value lies between two neighbours.</summary>
/// <param name="buffer">One offset more than values.</param>
/// <param name="isLarge">Whether an offset has 8 bytes instead of 4.</param>
/// <param name="length">Number of values.</param>
/// <param name="end">Where the last value ends at most.</param>
internal sealed class ArrowOffsets(ArrowBuffer buffer, bool isLarge, long length, long end)
{
    /// <summary>Where values <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> begin and end.</summary>
    public (long Start, long End) Range(long first, long count)
    {
        // Of an array without values the offsets may be absent.
        if (length == 0) return (0, 0);
        var start = At(first);
        var stop = At(first + count);
        return start >= 0 && stop >= start && stop <= end ? (start, stop) : throw Wrong(start, stop);
    }

    /// <summary>Ends of the values, counted from the start of the first.</summary>
    public int[] Ends(long first, int count)
    {
        var (start, stop) = Range(first, count);
        if (stop - start > Array.MaxLength) throw new OmniException("OH1219", "the values of one row exceed 2 GiB");
        if (count == 0) return [];
        return isLarge ? Rising(buffer.Read<long>(first + 1, count), start, stop) : Rising(buffer.Read<int>(first + 1, count), start, stop);
    }

    private int[] Rising<T>(T[] offsets, long start, long stop) where T : IBinaryInteger<T>
    {
        var ends = new int[offsets.Length];
        var before = start;
        for (var i = 0; i < ends.Length; i++)
        {
            var offset = long.CreateTruncating(offsets[i]);
            if (offset < before || offset > stop) throw Wrong(before, offset);
            ends[i] = (int)(offset - start);
            before = offset;
        }
        return ends;
    }

    private long At(long index)
    {
        Span<byte> offset = stackalloc byte[isLarge ? sizeof(long) : sizeof(int)];
        buffer.Read(index * offset.Length, offset);
        return isLarge ? BinaryPrimitives.ReadInt64LittleEndian(offset) : BinaryPrimitives.ReadInt32LittleEndian(offset);
    }

    private OmniException Wrong(long start, long stop) =>
        buffer.Broken($"offsets of values go from {start} to {stop}, where {end} is the last");
}
