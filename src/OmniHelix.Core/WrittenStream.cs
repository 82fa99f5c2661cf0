namespace OmniHelix;

/// <summary>
/// A file, device or pipe that is written: what the system refuses is the error that a user sees, so that nobody takes it for a failure to
/// read what is written, nor the other way round.
/// </summary>
public sealed class WrittenStream : ForwardStream
{
    private readonly string place;

    private WrittenStream(Stream output, string place) : base(output) => this.place = place;

    /// <inheritdoc/>
    public override bool CanRead => Output.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => Output.CanSeek;

    /// <inheritdoc/>
    public override long Position
    {
        get => Output.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Opens or makes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="place">What errors call it; null for its path.</param>
    /// <exception cref="OmniException">OH6002 the place cannot be written; while writing OH6001 and OH6002.</exception>
    public static WrittenStream Open(string path, FileStreamOptions options, string? place = null)
    {
        try
        {
            return new WrittenStream(new FileStream(path, options), place ?? path);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Translate(e, place ?? path);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            Output.Write(buffer);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Translate(e, place);
        }
    }

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write([value]);

    /// <inheritdoc/>
    public override void Flush() => AtomicFile.Do(place, Output.Flush);

    /// <inheritdoc/>
    public override void SetLength(long value) => AtomicFile.Do(place, () => Output.SetLength(value));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        // What is buffered is written first.
        AtomicFile.Do(place, () => Output.Seek(offset, origin));
        return Output.Position;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => AtomicFile.Do(place, () => base.Dispose(disposing));
}
