using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Consensus;

/// <summary>
/// Writes a sequence in lines of 60 letters (the layout of samtools and bcftools) through one buffer; most of the time goes into copies of
/// whole lines.
/// </summary>
internal sealed class WrappedLineSink(byte[] buffer, Action<ReadOnlyMemory<byte>> write) : IConsensusSink
{
    /// <summary>Letters of a line.</summary>
    public const int Width = 60;

    private int used;

    /// <summary>Letters in the line that is being filled; kept by the caller when several sequences grow side by side.</summary>
    public int Column { get; set; }

    /// <summary>Bytes handed on or waiting, since the caller set it to 0.</summary>
    public long Written { get; set; }

    /// <summary>Bytes that <paramref name="letters"/> letters take, line ends included.</summary>
    public static long SizeOf(long letters) => letters + (letters + Width - 1) / Width;

    /// <summary>Writes the header line.</summary>
    public void Header(ReadOnlySpan<byte> text)
    {
        Raw(">"u8);
        Raw(text);
        Raw("\n"u8);
        Column = 0;
    }

    /// <inheritdoc/>
    public void Copy(ReadOnlySpan<byte> bases, int offset) => Write(bases);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> letters)
    {
        while (letters.Length > 0)
        {
            if (buffer.Length - used < 2 * Width + 8) Flush();
            if (Column > 0 || letters.Length < Width + 4)
            {
                var n = Math.Min(Width - Column, letters.Length);
                letters[..n].CopyTo(buffer.AsSpan(used));
                Advance(n);
                letters = letters[n..];
                continue;
            }
            letters = letters[WholeLines(letters)..];
        }
    }

    /// <inheritdoc/>
    public void Fill(byte letter, int count)
    {
        Span<byte> some = stackalloc byte[Width];
        some.Fill(letter);
        for (; count > 0; count -= Math.Min(count, Width)) Write(some[..Math.Min(count, Width)]);
    }

    /// <summary>Ends the last line of a sequence.</summary>
    public void EndSequence()
    {
        if (Column > 0) Raw("\n"u8);
        Column = 0;
    }

    /// <summary>Hands on what waits.</summary>
    public void Flush()
    {
        if (used > 0) write(buffer.AsMemory(0, used));
        used = 0;
    }

    /// <summary>
    /// As many lines as fit, 64 bytes at a time: the four letters too many are overwritten by the line end and the next line.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int WholeLines(ReadOnlySpan<byte> letters)
    {
        var lines = Math.Min((letters.Length - 4) / Width, (buffer.Length - used - 4) / (Width + 1));
        ref var from = ref MemoryMarshal.GetReference(letters);
        ref var to = ref buffer[used];
        for (var i = 0; i < lines; i++)
        {
            Unsafe.CopyBlockUnaligned(ref to, ref from, 64);
            Unsafe.Add(ref to, Width) = (byte)'\n';
            from = ref Unsafe.Add(ref from, Width);
            to = ref Unsafe.Add(ref to, Width + 1);
        }
        used += lines * (Width + 1);
        Written += lines * (Width + 1);
        return lines * Width;
    }

    private void Advance(int n)
    {
        used += n;
        Written += n;
        Column += n;
        if (Column < Width) return;
        buffer[used++] = (byte)'\n';
        Written++;
        Column = 0;
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        Written += text.Length;
        while (!text.IsEmpty)
        {
            if (used == buffer.Length) Flush();
            var n = Math.Min(text.Length, buffer.Length - used);
            text[..n].CopyTo(buffer.AsSpan(used));
            used += n;
            text = text[n..];
        }
    }
}
