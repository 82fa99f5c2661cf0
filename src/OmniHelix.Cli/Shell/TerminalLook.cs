namespace OmniHelix.Cli.Shell;

/// <summary>What a terminal can show.</summary>
/// <param name="Width">Its columns now: a window may change.</param>
/// <param name="Colours">False where <c>NO_COLOR</c> is set.</param>
internal sealed record TerminalLook(Func<int> Width, bool Colours)
{
    /// <summary>The console of this process.</summary>
    public static TerminalLook OfProcess() =>
        new(() => Console.WindowWidth, string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
}
