using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Cli.Shell;

/// <summary>
/// Standard output where it is a pipe. The console stream of the class library goes on in silence when nobody reads any more; this one ends
/// the work.
/// </summary>
internal sealed class OutputPipe : ForwardStream
{
    // Numbers of errors on Linux and macOS.
    private const int ReaderGone = 32;

    // Pipes take so many bytes as a whole or not at all, so that what they had no room for can be given once more.
    private static readonly int AtOnce = OperatingSystem.IsLinux() ? 4096 : 512;

    private const int Handle = 1;

    private readonly Stream console;

    private OutputPipe(FileStream pipe, Stream console) : base(pipe) => this.console = console;

    /// <summary>Standard output: a pipe as such, and the console stream for files, terminals and other systems.</summary>
    public static Stream Open()
    {
        var console = Console.OpenStandardOutput();
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return console;
        var pipe = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? console : new OutputPipe(pipe, console);
    }

    /// <summary>Writes bytes.</summary>
    /// <exception cref="OutputClosedException">Nobody reads them.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (; buffer.Length > AtOnce; buffer = buffer[AtOnce..]) WritePart(buffer[..AtOnce]);
        WritePart(buffer);
    }

    private void WritePart(ReadOnlySpan<byte> part)
    {
        try
        {
            Output.Write(part);
        }
        catch (IOException e) when (e.HResult == ReaderGone)
        {
            throw new OutputClosedException(e);
        }
        catch (IOException)
        {
            // A pipe that does not wait may be full: the console stream waits until it is not, and says what else is wrong.
            console.Write(part);
        }
    }
}

/// <summary>Whoever read standard output has closed it, such as <c>head</c>: the work has no purpose any more.</summary>
internal sealed class OutputClosedException(Exception cause) : Exception("Nobody reads standard output.", cause);
