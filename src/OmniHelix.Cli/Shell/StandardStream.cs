namespace OmniHelix.Cli.Shell;

/// <summary>Standard output or standard error of this process, as bytes that go forward only.</summary>
/// <param name="stream">The stream of the system.</param>
/// <param name="failed">Is told why bytes could not be written, and throws what a user sees, or goes on without them.</param>
internal sealed class StandardStream(Stream stream, Action<Exception> failed) : ForwardStream(stream)
{
    /// <summary>Standard output: a result that cannot be written is an error.</summary>
    /// <exception cref="OmniException">While writing OH6001, OH6002.</exception>
    /// <exception cref="OutputClosedException">While writing: nobody reads it any more.</exception>
    public static StandardStream ToOutput() => new(OutputPipe.Open(), e => throw AtomicFile.Translate(e, "standard output"));

    /// <summary>Standard error: a message that nobody can be told does not stop the work.</summary>
    public static StandardStream ToError() => new(Console.OpenStandardError(), _ => { });

    /// <summary>Writes bytes.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            Output.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failed(e);
        }
    }
}
