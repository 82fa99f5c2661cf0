using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences.Genome;

/// <summary>
/// Takes the line ends out of wrapped sequence. Usual lines (60 to 100 bases) are copied in whole vectors that run over into the next
/// line's place, which the next line then overwrites: no loop inside a line, no branch on its length.
/// </summary>
internal static class WrappedLines
{
    // Beyond this a plain copy of the line is as fast.
    private const int LongLine = 512;

    /// <summary>Bytes from one base to the last of a number of bases, line ends between them included.</summary>
    /// <param name="column">The first base's place on its line.</param>
    /// <param name="bases">Bases, at least one.</param>
    /// <param name="record">The lines' layout.</param>
    public static long Bytes(long column, long bases, in FaidxRecord record)
    {
        var last = column + bases - 1;
        return last / record.LineBases * record.LineWidth + last % record.LineBases + 1 - column;
    }

    /// <summary>Copies bases.</summary>
    /// <param name="source">The first base wanted.</param>
    /// <param name="readable">Bytes that may be read from there on.</param>
    /// <param name="column">The place of that base on its line.</param>
    /// <param name="lineBases">Bases of a whole line.</param>
    /// <param name="lineWidth">Bytes of a whole line with its end.</param>
    /// <param name="destination">Filled to its end.</param>
    public static void Unwrap(ref byte source, long readable, long column, long lineBases, long lineWidth, Span<byte> destination)
    {
        ref var target = ref MemoryMarshal.GetReference(destination);
        long left = destination.Length;
        var first = Math.Min(lineBases - column, left);
        Copy(ref source, ref target, first);
        left -= first;
        if (left == 0) return;
        var skip = first + (lineWidth - lineBases);
        source = ref Unsafe.Add(ref source, (nint)skip);
        readable -= skip;
        target = ref Unsafe.Add(ref target, (nint)first);

        if (lineBases <= LongLine)
        {
            var lines = Vector512.IsHardwareAccelerated
                ? Vectors(ref source, readable, lineBases, lineWidth, ref target, left, Vector512<byte>.Count)
                : Vectors(ref source, readable, lineBases, lineWidth, ref target, left, Vector256<byte>.Count);
            source = ref Unsafe.Add(ref source, (nint)(lines * lineWidth));
            target = ref Unsafe.Add(ref target, (nint)(lines * lineBases));
            left -= lines * lineBases;
        }
        while (left > 0)
        {
            var n = Math.Min(lineBases, left);
            Copy(ref source, ref target, n);
            source = ref Unsafe.Add(ref source, (nint)lineWidth);
            target = ref Unsafe.Add(ref target, (nint)n);
            left -= n;
        }
    }

    /// <summary>Copies as many whole lines as leave room for the overrun on both sides; returns how many.</summary>
    private static long Vectors(ref byte source, long readable, long lineBases, long lineWidth, ref byte target, long left, int width)
    {
        var steps = (int)((lineBases + width - 1) / width);
        long reach = steps * width;
        var lines = Math.Min(left < reach ? 0 : (left - reach) / lineBases + 1, readable < reach ? 0 : (readable - reach) / lineWidth + 1);
        if (steps == 1 && width == Vector512<byte>.Count)
        {
            // The usual case, 60 bases a line, on its own: one load and one store.
            for (var line = 0L; line < lines; line++)
            {
                Vector512.LoadUnsafe(ref source).StoreUnsafe(ref target);
                source = ref Unsafe.Add(ref source, (nint)lineWidth);
                target = ref Unsafe.Add(ref target, (nint)lineBases);
            }
            return lines;
        }
        for (var line = 0L; line < lines; line++)
        {
            for (var at = 0; at < (int)reach; at += width)
            {
                if (width == Vector512<byte>.Count) Vector512.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
                else Vector256.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
            }
            source = ref Unsafe.Add(ref source, (nint)lineWidth);
            target = ref Unsafe.Add(ref target, (nint)lineBases);
        }
        return lines;
    }

    private static void Copy(ref byte source, ref byte target, long count) =>
        Unsafe.CopyBlockUnaligned(ref target, ref source, (uint)count);
}
