using System.Buffers.Binary;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>
/// Text or bytes as views of 16 bytes: a length, then the bytes themselves, or four of them with the number of a buffer and the place in
/// it. Polars writes its texts so.
/// </summary>
internal sealed class ViewArray(ArrowField field, long length, ArrowBuffer? validity, ArrowBuffer views, ArrowBuffer[] buffers)
    : ArrowArray(field, length, validity)
{
    public const int Width = 16;

    private const int Inlined = 12;

    // A stretch of a buffer is read at once when not much more than what is wanted lies in it.
    private const long MostGap = 1 << 16;

    // Number of the buffer that stands for the views themselves.
    private const int Own = -1;

    /// <summary>Where a value lies; known to lie inside.</summary>
    private readonly record struct View(int Length, int Buffer, int Start);

    /// <summary>What is wanted of a buffer, and its bytes when they were read at once.</summary>
    private struct Stretch
    {
        public long Start, End, Wanted;
        public byte[]? Bytes;
    }

    public override long Size(long first, long count)
    {
        // So many are looked at anyway: the bytes of their views alone are more than one chunk.
        if (count > int.MaxValue / Width) return Width * count;
        return Total(Views(Entries(first, (int)count), Valid(first, (int)count), (int)count)) + sizeof(int) * count;
    }

    public override ColumnData Read(long first, int count)
    {
        var entries = Entries(first, count);
        var valid = Valid(first, count);
        var values = Views(entries, valid, count);
        var bytes = GC.AllocateUninitializedArray<byte>(ArrayLength(Total(values)));
        var ends = new int[count];
        var stretches = Stretches(values);
        var used = 0;
        for (var i = 0; i < count; i++)
        {
            Copy(values[i], entries, stretches, bytes.AsSpan(used, values[i].Length));
            used += values[i].Length;
            ends[i] = used;
        }
        if (Field.Type.Kind == TableKind.Text && !ArrowTexts.AreUtf8(bytes, ends)) throw ArrowTexts.NotUtf8(Field, views);
        return new TextData(Field.Type, count, valid, bytes, ends);
    }

    private byte[] Entries(long first, int count) => views.Read<byte>(first * Width, ArrayLength((long)count * Width));

    private static long Total(View[] values)
    {
        var total = 0L;
        foreach (var value in values) total += value.Length;
        return total;
    }

    // Of missing values nothing is looked at.
    private View[] Views(byte[] entries, ulong[]? valid, int count)
    {
        var values = new View[count];
        for (var i = 0; i < count; i++)
            if (ArrowBits.IsSet(valid, i)) values[i] = ViewOf(entries.AsSpan(Width * i, Width), Width * i);
        return values;
    }

    private View ViewOf(ReadOnlySpan<byte> entry, int at)
    {
        var bytes = BinaryPrimitives.ReadInt32LittleEndian(entry);
        if (bytes < 0) throw views.Broken($"a value of column '{Field.Name}' has {bytes} bytes");
        if (bytes <= Inlined) return new(bytes, Own, at + sizeof(int));
        var buffer = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
        var start = BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
        if (buffer < 0 || buffer >= buffers.Length || start < 0)
            throw views.Broken($"a value of column '{Field.Name}' lies in buffer {buffer} of {buffers.Length} at {start}");
        // Before memory is taken for it.
        var held = buffers[buffer].Length;
        if (bytes > held - start)
            throw buffers[buffer].Broken($"a value of column '{Field.Name}' needs {bytes} bytes from {start} of a buffer that has {held}");
        return new(bytes, buffer, start);
    }

    private Stretch[] Stretches(View[] values)
    {
        var stretches = new Stretch[buffers.Length];
        foreach (var value in values)
        {
            if (value.Length <= Inlined) continue;
            ref var stretch = ref stretches[value.Buffer];
            var end = (long)value.Start + value.Length;
            stretch.Start = stretch.Wanted == 0 ? value.Start : Math.Min(stretch.Start, value.Start);
            stretch.End = Math.Max(stretch.End, end);
            stretch.Wanted += value.Length;
        }
        for (var i = 0; i < stretches.Length; i++)
        {
            ref var stretch = ref stretches[i];
            var spread = stretch.End - stretch.Start;
            if (stretch.Wanted == 0 || spread > 2 * stretch.Wanted + MostGap || spread > Array.MaxLength) continue;
            stretch.Bytes = GC.AllocateUninitializedArray<byte>((int)spread);
            buffers[i].Read(stretch.Start, stretch.Bytes);
        }
        return stretches;
    }

    private void Copy(View value, byte[] entries, Stretch[] stretches, Span<byte> into)
    {
        if (value.Length <= Inlined)
        {
            entries.AsSpan(value.Start, value.Length).CopyTo(into);
            return;
        }
        ref readonly var stretch = ref stretches[value.Buffer];
        if (stretch.Bytes is { } bytes) bytes.AsSpan((int)(value.Start - stretch.Start), value.Length).CopyTo(into);
        else buffers[value.Buffer].Read(value.Start, into);
    }
}
