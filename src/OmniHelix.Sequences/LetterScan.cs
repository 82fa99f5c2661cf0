using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences;

/// <summary>
/// Runs of characters of one class, such as those that can stand in a sequence; 64 at a time, which processors with narrower vectors take
/// as two or four, faster than one by one.
/// </summary>
/// <typeparam name="TLetters">The class.</typeparam>
internal static class LetterScan<TLetters>
    where TLetters : ILetterClass
{
    /// <summary>How many bytes at the start are such characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(ReadOnlySpan<byte> from)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        var i = 0;
        for (; i <= from.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            var v = Vector512.LoadUnsafe(ref source, (nuint)i);
            if (Suspects(v) != 0 && Others(v) is var others and not 0) return i + BitOperations.TrailingZeroCount(others);
        }
        for (; i <= from.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            if (TLetters.Others(Vector128.LoadUnsafe(ref source, (nuint)i)).ExtractMostSignificantBits() is var others and not 0)
                return i + BitOperations.TrailingZeroCount(others);
        while (i < from.Length && TLetters.Has(from[i])) i++;
        return i;
    }

    /// <summary>
    /// Copies such characters from line to line, without the line feeds, while a vector fits both spans. Stops before any other character
    /// and before a line that starts with '>'. Bytes of <paramref name="to"/> behind what is written may be overwritten: a line then costs
    /// one vector or two instead of a search and a copy.
    /// </summary>
    /// <param name="from">Text.</param>
    /// <param name="to">Where the letters go.</param>
    /// <param name="atLineStart">Whether the first byte starts a line.</param>
    /// <returns>What was read and written.</returns>
    public static JoinedLines JoinLines(ReadOnlySpan<byte> from, Span<byte> to, bool atLineStart)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        int read = 0, written = 0, lines = 0, lineStart = atLineStart ? 0 : -1;
        while (read <= from.Length - Vector512<byte>.Count && written <= to.Length - Vector512<byte>.Count)
        {
            var v = Vector512.LoadUnsafe(ref source, (nuint)read);
            if (read == lineStart && v[0] == (byte)'>') break;
            v.StoreUnsafe(ref target, (nuint)written);
            var n = BitOperations.TrailingZeroCount(Suspects(v));
            // Mostly a line ends there, which tells without a closer look.
            if (n < Vector512<byte>.Count && Unsafe.Add(ref source, read + n) != (byte)'\n') n = BitOperations.TrailingZeroCount(Others(v));
            read += n;
            written += n;
            if (n == Vector512<byte>.Count) continue;
            if (Unsafe.Add(ref source, read) != (byte)'\n') break;
            lines++;
            lineStart = ++read;
        }
        return new JoinedLines(read, written, lines, lineStart);
    }

    /// <summary>Copies such characters up to the first other one or the end of either span, and says how many.</summary>
    public static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (from.Length > to.Length) from = from[..to.Length];
        var n = Count(from);
        from[..n].CopyTo(to);
        return n;
    }

    private static ulong Others(Vector512<byte> v) => TLetters.Others(v).ExtractMostSignificantBits();

    private static ulong Suspects(Vector512<byte> v) => TLetters.Suspects(v).ExtractMostSignificantBits();
}

/// <summary>What joining lines came to.</summary>
/// <param name="Read">Bytes of text, line feeds included.</param>
/// <param name="Written">Letters.</param>
/// <param name="Lines">Line feeds passed.</param>
/// <param name="LineStart">Where the line starts that <paramref name="Read"/> stands in, or -1 when it started before the text.</param>
internal readonly record struct JoinedLines(int Read, int Written, int Lines, int LineStart);
