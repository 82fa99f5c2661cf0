using System.Buffers.Binary;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Text or bytes as views of 16 bytes: a length, then the bytes themselves, or four of them with the number of a buffer and the place in it. Polars writes its texts so.</summary>
internal sealed class ViewArray(ArrowField field, long length, ArrowBuffer? validity, ArrowBuffer views, ArrowBuffer[] buffers) : ArrowArray(field, length, validity)
{
    public const int Width = 16;

    private const int Inlined = 12;

    // A stretch of a buffer is read at once when not much more than what is wanted lies in it.
    private const long MostGap = 1 << 16;

    private readonly record struct Stretch(long Start, long End, long Wanted);

    public override long Size(long first, long count)
    {
        // So many are looked at anyway: the bytes of their views alone are more than one chunk.
        if (count > int.MaxValue / Width) return Width * count;
        var (lengths, _) = Lengths(first, (int)count);
        return lengths.Sum(l => (long)l) + 4 * count;
    }

    public override ColumnData Read(long first, int count)
    {
        var (lengths, valid) = Lengths(first, count);
        var total = lengths.Sum(l => (long)l);
        if (total > Array.MaxLength) throw new OmniException("OH1219", "the values of one row exceed 2 GiB");
        var (bytes, ends, entries) = (GC.AllocateUninitializedArray<byte>((int)total), new int[count], Entries(first, count));
        var stretches = new Stretch[buffers.Length];
        for (var i = 0; i < count; i++)
        {
            if (lengths[i] <= Inlined) continue;
            var (buffer, start) = Place(entries, i);
            var known = stretches[buffer];
            var (from, to) = (start, (long)start + lengths[i]);
            stretches[buffer] = known.Wanted == 0 ? new(from, to, lengths[i]) : new(Math.Min(known.Start, from), Math.Max(known.End, to), known.Wanted + lengths[i]);
        }
        var read = new byte[]?[buffers.Length];
        for (var b = 0; b < buffers.Length; b++)
            if (stretches[b] is { Wanted: > 0 } s && s.End - s.Start <= 2 * s.Wanted + MostGap && s.End - s.Start <= Array.MaxLength) buffers[b].Read(s.Start, read[b] = GC.AllocateUninitializedArray<byte>((int)(s.End - s.Start)));
        var used = 0;
        for (var i = 0; i < count; i++)
        {
            var into = bytes.AsSpan(used, lengths[i]);
            if (lengths[i] <= Inlined) entries.AsSpan(Width * i + 4, lengths[i]).CopyTo(into);
            else
            {
                var (buffer, start) = Place(entries, i);
                if (read[buffer] is { } whole) whole.AsSpan((int)(start - stretches[buffer].Start), lengths[i]).CopyTo(into);
                else buffers[buffer].Read(start, into);
            }
            ends[i] = used += lengths[i];
        }
        if (Field.Type.Kind == TableKind.Text && !ArrowTexts.AreUtf8(bytes, ends)) throw views.Broken($"the texts of column '{Field.Name}' are not valid UTF-8");
        return new TextData(Field.Type, count, valid, bytes, ends);
    }

    private byte[] Entries(long first, int count) => views.Read<byte>(first * Width, count * Width);

    // Of missing values nothing is looked at.
    private (int[] Lengths, ulong[]? Valid) Lengths(long first, int count)
    {
        var (entries, valid, lengths) = (Entries(first, count), Valid(first, count), new int[count]);
        for (var i = 0; i < count; i++)
        {
            if (!ArrowBits.IsSet(valid, i)) continue;
            lengths[i] = BinaryPrimitives.ReadInt32LittleEndian(entries.AsSpan(Width * i));
            if (lengths[i] < 0) throw views.Broken(FormattableString.Invariant($"a value of column '{Field.Name}' has {lengths[i]} bytes"));
        }
        return (lengths, valid);
    }

    private (int Buffer, int Start) Place(byte[] entries, int i)
    {
        var (buffer, start) = (BinaryPrimitives.ReadInt32LittleEndian(entries.AsSpan(Width * i + 8)), BinaryPrimitives.ReadInt32LittleEndian(entries.AsSpan(Width * i + 12)));
        return buffer >= 0 && buffer < buffers.Length && start >= 0 ? (buffer, start) : throw views.Broken(FormattableString.Invariant($"a value of column '{Field.Name}' lies in buffer {buffer} of {buffers.Length} at {start}"));
    }
}
