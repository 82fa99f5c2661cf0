using System.Text.RegularExpressions;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>The commands that the help of the program lists.</summary>
internal static partial class Helps
{
    /// <summary>Words of every command, with an empty text for the program itself: <c>data</c>, <c>data audit</c>, …</summary>
    public static IReadOnlyList<string> Commands { get; } = [.. Of("")];

    /// <summary>Names in the list of commands of a help text, each with its aliases.</summary>
    public static IEnumerable<string[]> NamesIn(string help) =>
        help.Split('\n').SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.Length > 0)
            .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            .Select(line => CommandNames().Match(line).Value.Split(',', StringSplitOptions.TrimEntries));

    private static IEnumerable<string> Of(string command)
    {
        yield return command;
        var help = OmniProgram.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
        foreach (var names in NamesIn(help))
            foreach (var inner in Of($"{command} {names[^1]}".Trim())) yield return inner;
    }

    [GeneratedRegex("(?<=^  )[a-z0-9_-]+(, [a-z0-9_-]+)*")]
    private static partial Regex CommandNames();
}
