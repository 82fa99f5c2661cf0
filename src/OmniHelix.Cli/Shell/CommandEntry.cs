namespace OmniHelix.Cli.Shell;

/// <summary>One command of the program; <see cref="Create"/> runs only when the command is called, so that the program starts fast.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Description">One sentence for the list of commands.</param>
/// <param name="Create">Builds the command with its flags and examples.</param>
/// <param name="Aliases">Names under which users of other systems know it.</param>
internal sealed record CommandEntry(string Name, string Description, Func<Terminal, CommandEntry, OmniCommand> Create, params string[] Aliases)
{
    /// <summary>True for another system's name of a command that has its place elsewhere: it works, but the help does not list it.</summary>
    public bool IsHidden { get; private init; }

    /// <summary>A command that only holds others: <c>omni genome index</c>.</summary>
    public static CommandEntry Group(string name, string description, params CommandEntry[] members) => new(name, description, (terminal, group) =>
    {
        var built = members.Select(member => (member.Aliases, Command: member.Create(terminal, member))).ToList();
        var command = new OmniCommand(group.Name, group.Description) { Examples = [.. built.Select(b => b.Command.Examples[0])] };
        foreach (var (aliases, member) in built)
        {
            foreach (var alias in aliases) member.Aliases.Add(alias);
            command.Subcommands.Add(member);
        }
        return command;
    });

    /// <summary>The same command under another system's name at the root.</summary>
    public CommandEntry KnownAs(string name) => this with { Name = name, Aliases = [], IsHidden = true };

    /// <summary>True for the name and every alias.</summary>
    public bool IsCalled(string token) => token == Name || Aliases.Contains(token, StringComparer.Ordinal);
}
