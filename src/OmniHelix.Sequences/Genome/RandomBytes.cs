namespace OmniHelix.Sequences.Genome;

/// <summary>The decompressed bytes of a file, read at any place by any thread.</summary>
internal abstract class RandomBytes : IDisposable
{
    /// <summary>Decompressed bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Copies the lines from <paramref name="offset"/> on without their ends.</summary>
    /// <param name="offset">Byte of the first base wanted.</param>
    /// <param name="column">Its place on its line.</param>
    /// <param name="record">The lines' layout.</param>
    /// <param name="destination">Filled with bases.</param>
    public abstract void CopyLines(long offset, long column, in FaidxRecord record, Span<byte> destination);

    /// <summary>Copies bytes; the caller has checked that they exist.</summary>
    public abstract void Copy(long offset, Span<byte> destination);

    /// <summary>The byte at a place, or -1 outside the file.</summary>
    public int At(long offset)
    {
        if (offset < 0 || offset >= Length) return -1;
        Span<byte> one = stackalloc byte[1];
        Copy(offset, one);
        return one[0];
    }

    public abstract void Dispose();
}
