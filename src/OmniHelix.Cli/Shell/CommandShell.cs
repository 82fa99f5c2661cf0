using System.CommandLine;
using System.Runtime.InteropServices;

namespace OmniHelix.Cli.Shell;

/// <summary>Runs one command line: parsing, cancellation, errors as one sentence, exit codes.</summary>
internal static class CommandShell
{
    /// <summary>Runs the program and returns its exit code; never throws for what a user can cause.</summary>
    /// <param name="catalog">The commands.</param>
    /// <param name="args">The words of the command line.</param>
    /// <param name="terminal">Where it speaks.</param>
    /// <param name="around">Begins what lasts as long as a command, which Ctrl-C stops; null for nothing.</param>
    public static async Task<int> RunAsync(
        CommandCatalog catalog, IReadOnlyList<string> args, Terminal terminal, Func<CancellationToken, IDisposable>? around = null)
    {
        var parsed = catalog.Parse(args, terminal);
        if (args.Count == 0)
        {
            ShowHelp(catalog, terminal);
            return ExitCode.WrongUsage;
        }
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopCleanly);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopCleanly);
        var verbose = parsed.GetValue<bool>(CommandCatalog.Verbose);
        try
        {
            UsageCheck.Throw(parsed);
            OverwriteCheck.Inputs(parsed);
            terminal.IsQuiet = parsed.GetValue<bool>(CommandCatalog.Quiet);
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            using var meanwhile = around?.Invoke(cancellation.Token);
            return await parsed.InvokeAsync(configuration, cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.Failures.WriteLine("cancelled");
            return ExitCode.Cancelled;
        }
        catch (OutputClosedException)
        {
            // Nothing is wrong: whoever wanted the first lines has them.
            return ExitCode.OutputClosed;
        }
        catch (OmniException e)
        {
            terminal.Failures.WriteLine($"error {e.Describe()}");
            if (verbose) terminal.Failures.WriteLine(e);
            return e is UsageException ? ExitCode.WrongUsage : ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Writing is done through AtomicFile and StandardStream, which translate; the system's message names the file.
            terminal.Failures.WriteLine($"error OH1008: reading failed: {e.Message}");
            if (verbose) terminal.Failures.WriteLine(e);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            terminal.Failures.WriteLine($"error OH2900: defect in omni: {e.GetType().Name}: {e.Message}");
            terminal.Failures.WriteLine(verbose ? e.ToString() : "  Run again with --verbose and report what it prints.");
            return ExitCode.Failed;
        }

        void StopCleanly(PosixSignalContext signal)
        {
            // The second signal is left to the system, which ends the process at once.
            if (cancellation.IsCancellationRequested) return;
            signal.Cancel = true;
            terminal.Failures.WriteLine("stopping; once more to stop at once");
            cancellation.Cancel();
        }
    }

    private static void ShowHelp(CommandCatalog catalog, Terminal terminal) =>
        catalog.Parse(["--help"], terminal).Invoke(new InvocationConfiguration { Output = terminal.Error });
}
