namespace OmniHelix.Torch.Checkpoints.Memory;

/// <summary>Turns big-endian elements into little-endian ones.</summary>
internal static class ByteOrder
{
    /// <summary>Reverses every group of <paramref name="width"/> bytes in place.</summary>
    public static void Reverse(Span<byte> bytes, int width)
    {
        if (width < 2) return;
        for (var i = 0; i + width <= bytes.Length; i += width) bytes.Slice(i, width).Reverse();
    }

    /// <inheritdoc cref="Reverse(Span{byte}, int)"/>
    public static unsafe void Reverse(nint address, long length, int width)
    {
        const int Chunk = 1 << 30;
        for (long done = 0; done < length; done += Chunk)
            Reverse(new Span<byte>((void*)(address + (nint)done), (int)Math.Min(Chunk, length - done)), width);
    }
}
