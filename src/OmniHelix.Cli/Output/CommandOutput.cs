using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Cli.Output;

/// <summary>Where a command writes its result: standard output, or a file that appears whole or not at all.</summary>
internal static class CommandOutput
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes bytes; a file whose name ends in <c>.gz</c> or <c>.bgz</c> becomes BGZF.</summary>
    /// <param name="terminal">Its output is used without a file.</param>
    /// <param name="path">The file; null or <c>-</c> for standard output.</param>
    /// <param name="fill">Writes the bytes.</param>
    /// <exception cref="OmniException">OH6001, OH6002: they cannot be written.</exception>
    public static void Write(Terminal terminal, string? path, Action<Stream> fill)
    {
        if (path is null or "-") ToStandardOutput(terminal, fill);
        else CompressedOutput.Write(path, fill);
    }

    /// <summary>Writes lines.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteText(Terminal terminal, string? path, Action<TextWriter> fill) => Write(terminal, path, stream =>
    {
        using var writer = new StreamWriter(stream, bufferSize: BufferSize, leaveOpen: true) { NewLine = "\n" };
        fill(writer);
    });

    /// <summary>Writes bytes to standard output.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: they cannot be written.</exception>
    public static void ToStandardOutput(Terminal terminal, Action<Stream> fill)
    {
        using var output = new BufferedStream(terminal.OpenOutput(), BufferSize);
        fill(output);
    }

    /// <summary>Tells how far a run is, unless its result goes to the same screen.</summary>
    /// <param name="terminal">Its error stream is written to.</param>
    /// <param name="path">The file; null or <c>-</c> for standard output.</param>
    /// <param name="things">What is counted, in the plural.</param>
    public static CountedProgress? Progress(Terminal terminal, string? path, string things) =>
        path is null or "-" && !Console.IsOutputRedirected ? null : new CountedProgress(terminal, things);
}
