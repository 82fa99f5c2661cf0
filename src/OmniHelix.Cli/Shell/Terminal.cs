using Spectre.Console;

namespace OmniHelix.Cli.Shell;

/// <summary>Results go to <see cref="Output"/> and can be piped; progress, logs and errors go to <see cref="Error"/>.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="outputIsTerminal">A person reads the output: colour is welcome.</param>
/// <param name="errorIsTerminal">A person watches progress: bars may be redrawn in place.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
{
    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>Standard output for bytes; what was written to <see cref="Output"/> comes before.</summary>
    public Stream OpenOutput()
    {
        Output.Flush();
        return new StandardOutput();
    }

    /// <summary>Progress may be redrawn in place.</summary>
    public bool IsInteractive { get; } = errorIsTerminal;

    /// <summary>Coloured tables on <see cref="Output"/>; plain text when piped.</summary>
    public IAnsiConsole OutputConsole() => Rich(Output, outputIsTerminal);

    /// <summary>Bars and colours on <see cref="Error"/>; plain text when piped.</summary>
    public IAnsiConsole ErrorConsole() => Rich(Error, IsInteractive);

    /// <summary>The terminal of this process. <c>NO_COLOR</c> and <c>TERM=dumb</c> are obeyed.</summary>
    public static Terminal OfProcess()
    {
        var plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var output = TextWriter.Synchronized(new StreamWriter(new StandardOutput(), Console.OutputEncoding) { AutoFlush = true });
        return new Terminal(output, Console.Error, !plain && !Console.IsOutputRedirected, !plain && !Console.IsErrorRedirected);
    }

    private static IAnsiConsole Rich(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // Lines that a program reads must not be folded at a guessed width.
        if (!isTerminal) console.Profile.Width = 1000;
        return console;
    }
}
