using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Output;

/// <summary>How many things a command has written, on a line of its own until it is disposed.</summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="things">In the plural.</param>
internal sealed class CountedProgress(Terminal terminal, string things) : IProgress<long>, IDisposable
{
    private readonly ProgressLine line = new(terminal, TimeProvider.System);
    private readonly ProgressWords<long> words = ProgressWords.Count(things);

    public void Report(long value) => line.Of(words).Report(value);

    public void Dispose() => line.Dispose();
}
