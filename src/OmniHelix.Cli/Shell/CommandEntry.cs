namespace OmniHelix.Cli.Shell;

/// <summary>
/// One command of the program; <see cref="Create"/> runs only when the command is called, so that the program starts fast.
/// </summary>
/// <param name="Name">As typed.</param>
/// <param name="Description">One sentence for the list of commands.</param>
/// <param name="Create">Builds the command with its flags and examples, without <see cref="Members"/>.</param>
internal sealed record CommandEntry(string Name, string Description, Func<Terminal, CommandEntry, OmniCommand> Create)
{
    /// <summary>The commands inside, such as <c>index</c> of <c>omni genome index</c>.</summary>
    public IReadOnlyList<CommandEntry> Members { get; private init; } = [];

    /// <summary>A command that only holds others.</summary>
    public static CommandEntry Group(string name, string description, params CommandEntry[] members) =>
        new(name, description, (_, group) => new OmniCommand(group.Name, group.Description)) { Members = members };
}
