using System.Globalization;

namespace OmniHelix.TestKit;

/// <summary>The built program on a pseudo-terminal, as a person sees it.</summary>
/// <param name="ExitCode">Of the program.</param>
/// <param name="Lines">All lines of the screen at the end, scrolled ones included.</param>
public sealed record WatchedProgram(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>Runs <c>omni</c> with these words on a terminal of so many columns.</summary>
    public static WatchedProgram Run(int columns, params IEnumerable<string> words)
    {
        var program = string.Join(' ', words.Prepend(OmniProgram.Library).Select(word => $"'{word}'"));
        var size = string.Create(CultureInfo.InvariantCulture, $"stty cols {columns} rows 50");
        var run = OmniProgram.Run("script", ["--quiet", "--return", "--command", $"{size}; exec dotnet {program}", "/dev/null"]);
        using var screen = new TerminalScreen(columns);
        screen.Write(run.Output);
        return new WatchedProgram(run.ExitCode, screen.Lines);
    }
}
