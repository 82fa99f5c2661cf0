using Spectre.Console;

namespace OmniHelix.Cli.Shell;

/// <summary>Results go to <see cref="Output"/> and can be piped; progress, logs and errors go to <see cref="Error"/>.</summary>
internal sealed class Terminal
{
    private readonly TextWriter output;
    private readonly bool outputIsTerminal;
    private readonly bool errorIsTerminal;
    private readonly TerminalLook look;

    /// <summary>Streams, and whether a person reads them.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="outputIsTerminal">A person reads the output.</param>
    /// <param name="errorIsTerminal">A person watches progress: it may be redrawn in place.</param>
    /// <param name="look">Width and colours; null for those of this process.</param>
    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal, TerminalLook? look = null)
    {
        this.output = output;
        this.outputIsTerminal = outputIsTerminal;
        this.look = look ?? TerminalLook.OfProcess();
        this.errorIsTerminal = errorIsTerminal;
        Transient = new TransientLines(error, this.look.Width);
        Failures = errorIsTerminal ? new ProseWriter(error, Transient, this.look) : error;
        Output = outputIsTerminal ? new ResultWriter(output, Transient) : output;
        Summary = outputIsTerminal ? new ProseWriter(output, Transient, this.look) : output;
    }

    /// <summary>Results that programs read.</summary>
    public TextWriter Output { get; }

    /// <summary>Results in sentences and tables, which people read: the same stream, folded at words on a terminal.</summary>
    public TextWriter Summary { get; }

    /// <summary>What is said about the work; nobody hears it when <see cref="IsQuiet"/>.</summary>
    public TextWriter Error => IsQuiet ? TextWriter.Null : Failures;

    /// <summary>What ends a command: the same stream, always heard.</summary>
    public TextWriter Failures { get; }

    /// <summary>Results and failures only.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>How far the work is, at the bottom of the screen; only used when <see cref="IsInteractive"/>.</summary>
    public TransientLines Transient { get; }

    /// <summary>Progress may be redrawn in place.</summary>
    public bool IsInteractive => errorIsTerminal && !IsQuiet;

    /// <summary>Columns that a line of <see cref="Summary"/> has; none are counted in a file.</summary>
    public int SummaryWidth => outputIsTerminal ? look.Width() : int.MaxValue;

    /// <summary>Writes a line of <see cref="Summary"/> that stands out among its neighbours.</summary>
    public void WriteStrong(string line)
    {
        if (Summary is ProseWriter prose) prose.WriteStrong(line);
        else Summary.WriteLine(line);
    }

    /// <summary>Standard output for bytes; what was written to <see cref="Output"/> comes before.</summary>
    public Stream OpenOutput()
    {
        if (IsInteractive) Transient.Clear();
        Output.Flush();
        return outputIsTerminal ? new HarmlessBytes(StandardStream.ToOutput()) : StandardStream.ToOutput();
    }

    /// <summary>Coloured tables on <see cref="Output"/>; plain text when piped.</summary>
    public IAnsiConsole OutputConsole() =>
        Rich(outputIsTerminal ? new TerminalWriter(output, Transient) : output, outputIsTerminal, look.Colours);

    /// <summary>The terminal of this process. <c>NO_COLOR</c> and <c>TERM=dumb</c> are obeyed.</summary>
    public static Terminal OfProcess()
    {
        var plain = Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var output = TextWriter.Synchronized(new StreamWriter(StandardStream.ToOutput(), Console.OutputEncoding) { AutoFlush = true });
        var error = TextWriter.Synchronized(new StreamWriter(StandardStream.ToError(), Console.OutputEncoding) { AutoFlush = true });
        return new Terminal(output, error, !plain && !Console.IsOutputRedirected, !plain && !Console.IsErrorRedirected);
    }

    private static IAnsiConsole Rich(TextWriter writer, bool isTerminal, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal && colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // Lines that a program reads must not be folded at a guessed width.
        if (!isTerminal) console.Profile.Width = 1000;
        return console;
    }
}
