using System.CommandLine;
using System.CommandLine.Parsing;

namespace OmniHelix.Cli.Shell;

/// <summary>Turns what the parser did not understand into one sentence with the nearest right name.</summary>
internal static class UsageCheck
{
    /// <summary>Throws when the command line cannot be run.</summary>
    /// <exception cref="UsageException">
    /// OH2001 unknown or missing command, OH2002 unknown flag, OH2003 unexpected argument, OH2004 bad, empty or missing value.
    /// </exception>
    public static void Throw(ParseResult parsed)
    {
        // There is no help of what is not known, although asking for help takes errors away.
        var isAboutNothing = parsed.Action is HelpWithExamples && parsed.UnmatchedTokens.Count > 0;
        if (parsed.Errors.Count == 0 && !isAboutNothing)
        {
            RefuseSwallowed(parsed);
            RefuseEmpty(parsed);
            return;
        }
        var command = parsed.CommandResult.Command;
        var place = CommandLine(parsed.CommandResult);
        var commands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        var unknown = Unknown(parsed, commands.Count > 0);
        if (unknown is null)
        {
            if (command.Action is null && commands.Count > 0)
                throw new UsageException("OH2001", $"a command is expected: {string.Join(", ", commands)}", place, SeeHelp(place));
            throw new UsageException("OH2004", FirstSentence(parsed), place, SeeHelp(place));
        }
        if (IsFlag(unknown)) throw UnknownFlag(parsed, unknown);
        if (commands.Count > 0)
        {
            var names = command.Subcommands.SelectMany(c => c.Aliases.Prepend(c.Name));
            throw new UsageException("OH2001", $"unknown command '{unknown}'", place, NearestName.Ask(unknown, names) ?? SeeHelp(place));
        }
        // An argument may have taken the flag, and its value is what is left over.
        RefuseSwallowed(parsed);
        throw new UsageException("OH2003", $"unexpected argument '{unknown}'", place, SeeHelp(place));
    }

    // Where a command is expected, a wrong one makes its flags unknown: the word is the mistake, not what follows it.
    private static string? Unknown(ParseResult parsed, bool commandExpected)
    {
        var tokens = parsed.UnmatchedTokens;
        return tokens.FirstOrDefault(token => IsFlag(token) != commandExpected) ?? (tokens is [var first, ..] ? first : null);
    }

    // Arguments of which there may be several take every word that is no known flag, and a mistyped one would be a file or a region.
    // What begins with a dash all the same stands behind --.
    private static void RefuseSwallowed(ParseResult parsed)
    {
        HashSet<Token> arguments =
            [.. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens)];
        foreach (var token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
            if (arguments.Contains(token) && IsFlag(token.Value)) throw UnknownFlag(parsed, token.Value);
    }

    private static UsageException UnknownFlag(ParseResult parsed, string word)
    {
        var flag = word.Split('=', ':')[0];
        var place = CommandLine(parsed.CommandResult);
        var isBeforeCommand = parsed.Tokens.TakeWhile(token => token.Type != TokenType.Command).Any(token => token.Value == word);
        if (isBeforeCommand && parsed.CommandResult.Command is not RootCommand)
            return new("OH2002", $"the flag '{flag}' stands before its command", place, $"Write it behind: {place} {flag} …");
        return new("OH2002", $"unknown flag '{flag}'", place, NearestName.Ask(flag, Flags(parsed)) ?? SeeHelp(place));
    }

    // An empty word is mostly a variable of the shell that is not set, and no command would know what to do with it.
    private static void RefuseEmpty(ParseResult parsed)
    {
        var allowed = (parsed.CommandResult.Command as OmniCommand)?.MayBeEmpty;
        foreach (var result in parsed.CommandResult.Children)
        {
            if (!result.Tokens.Any(t => t.Value.Length == 0)) continue;
            var name = result switch
            {
                OptionResult { IdentifierToken: var token, Option: var option } =>
                    allowed?.Contains(option) == true ? null : token?.Value ?? option.Name,
                ArgumentResult argument => argument.Argument.Name,
                _ => null,
            };
            if (name is null) continue;
            throw new UsageException(
                "OH2004", $"the value of {name} is empty", CommandLine(parsed.CommandResult), "Is a variable of the shell not set?");
        }
    }

    private static bool IsFlag(string token) => token.Length > 1 && token[0] == '-';

    private static IEnumerable<string> Flags(ParseResult parsed) =>
        from result in Upwards(parsed.CommandResult)
        from option in result.Command.Options
        where !option.Hidden && (result == parsed.CommandResult || option.Recursive)
        from name in option.Aliases.Prepend(option.Name)
        select name;

    private static string CommandLine(CommandResult result) =>
        string.Join(' ', Upwards(result).Reverse().Select(r => r.Command is RootCommand ? "omni" : r.Command.Name));

    private static IEnumerable<CommandResult> Upwards(CommandResult result)
    {
        for (var at = result; at is not null; at = at.Parent as CommandResult) yield return at;
    }

    private static string SeeHelp(string place) => $"See '{place} --help'.";

    private static string FirstSentence(ParseResult parsed) => parsed.Errors[0].Message.TrimEnd('.');
}
