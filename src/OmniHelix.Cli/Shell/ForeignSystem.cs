namespace OmniHelix.Cli.Shell;

/// <summary>
/// What users of another program type: data that <see cref="CommandCatalog"/> joins with the commands of this one, which know nothing
/// of it.
/// </summary>
/// <param name="Name">What it is called.</param>
internal sealed record ForeignSystem(string Name)
{
    /// <summary>Its names of our commands.</summary>
    public IReadOnlyList<ForeignCommand> Commands { get; init; } = [];

    /// <summary>Its names of our flags.</summary>
    public IReadOnlyList<ForeignFlags> Flags { get; init; } = [];

    /// <summary>Its commands of which none of ours has the arguments.</summary>
    public IReadOnlyList<ForeignEntry> Entries { get; init; } = [];
}

/// <summary>Another program's command with arguments of its own.</summary>
/// <param name="Entry">The command.</param>
/// <param name="Command">Our command that does the same, such as <c>data create</c>.</param>
internal sealed record ForeignEntry(CommandEntry Entry, string Command);

/// <summary>Another program's name of a command.</summary>
/// <param name="Name">As its users type it.</param>
/// <param name="Command">Our command, such as <c>data synthetic</c>.</param>
internal sealed record ForeignCommand(string Name, string Command)
{
    /// <summary>
    /// Another name of our command, in the group that has it and in its help; otherwise it is a command of its own behind <c>omni</c>.
    /// </summary>
    public bool IsAlias { get; init; }

    /// <summary>A whole command line under this name.</summary>
    public string? Example { get; init; }

    /// <summary>What the other program does without a flag.</summary>
    public IReadOnlyList<ForeignDefault> Defaults { get; init; } = [];
}

/// <summary>A value that a flag has under another program's name of a command.</summary>
/// <param name="Flag">Our name of the flag.</param>
/// <param name="Value">As typed.</param>
/// <param name="Unless">A flag that makes this one superfluous; null for none.</param>
internal sealed record ForeignDefault(string Flag, string Value, string? Unless = null);

/// <summary>Another program's names of the flags of a command.</summary>
/// <param name="Command">Our command, such as <c>data synthetic</c>.</param>
/// <param name="Names">Our name of each flag with theirs, separated by spaces.</param>
internal sealed record ForeignFlags(string Command, params IReadOnlyList<IReadOnlyDictionary<string, string>> Names)
{
    /// <summary>Whose flags they are, which the help says behind what the command does: <c>bcftools norm</c>; null says nothing.</summary>
    public string? Of { get; init; }

    /// <summary>A whole command line with their names.</summary>
    public string? Example { get; init; }
}
