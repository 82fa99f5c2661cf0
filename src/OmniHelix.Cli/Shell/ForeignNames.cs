using System.CommandLine;

namespace OmniHelix.Cli.Shell;

/// <summary>Joins what users of other programs type with the commands of this one.</summary>
/// <param name="systems">The other programs.</param>
internal sealed class ForeignNames(IReadOnlyList<ForeignSystem> systems)
{
    private const string ConfigurationFlag = "--config";
    private const int NamesOfALine = 6;

    /// <summary>Other names of a command.</summary>
    public IReadOnlyList<string> AliasesOf(string command) =>
        [.. systems.SelectMany(s => s.Commands).Where(c => c.IsAlias && c.Command == command).Select(c => c.Name)];

    /// <summary>Names that are commands of their own, with defaults that ours lacks.</summary>
    public IEnumerable<ForeignCommand> CommandNames => systems.SelectMany(s => s.Commands).Where(c => !c.IsAlias);

    /// <summary>Our command under another program's name, with its defaults.</summary>
    public OmniCommand Create(ForeignCommand name, CommandEntry entry, Terminal terminal)
    {
        var command = AddTo(entry.Create(terminal, entry with { Name = name.Name }), name.Command);
        if (name.Example is { } example) command.Examples = [example];
        foreach (var known in name.Defaults)
        {
            var option = (Option<string>)OptionOf(command, known.Flag);
            option.Required = false;
            option.DefaultValueFactory = _ => known.Value;
        }
        return command;
    }

    /// <summary>Gives a command what other programs call its flags, with examples.</summary>
    /// <param name="command">As built.</param>
    /// <param name="path">Its place, such as <c>data synthetic</c>.</param>
    public OmniCommand AddTo(OmniCommand command, string path)
    {
        foreach (var flags in systems.SelectMany(s => s.Flags).Where(f => f.Command == path)) Add(flags, command);
        var aliases = systems.SelectMany(s => s.Commands).Where(c => c.IsAlias && c.Command == path);
        command.Examples = [.. command.Examples, .. aliases.Select(c => c.Example).OfType<string>()];
        return command;
    }

    /// <summary>
    /// What another program does without the flags that a command line lacks, as words to add to it: settings know no defaults but their
    /// own. A configuration file, over which flags would win, has to say all by itself.
    /// </summary>
    public IReadOnlyList<string> DefaultsOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (CommandNames.FirstOrDefault(n => n.Name == command.Name) is not { } name || IsGiven(ConfigurationFlag)) return [];
        var missing = name.Defaults.Where(d => !IsGiven(d.Flag) && (d.Unless is null || !IsGiven(d.Unless)));
        return [.. missing.SelectMany(d => new[] { d.Flag, d.Value })];

        bool IsGiven(string flag) => parsed.GetResult(OptionOf(command, flag)) is { Implicit: false };
    }

    /// <summary>
    /// What is understood of each program: its names of commands with ours, then the commands whose flags may have its names.
    /// </summary>
    public IReadOnlyList<string> Lines()
    {
        var width = systems.Max(s => s.Name.Length);
        return [.. systems.SelectMany(s => Words(s).Select((line, i) => $"{(i == 0 ? s.Name : "").PadRight(width)}  {line}"))];
    }

    private static IEnumerable<string> Words(ForeignSystem system)
    {
        var names = system.Commands.Select(c => (Name: c.IsAlias ? Beside(c) : c.Name, c.Command))
            .Concat(system.Entries.Select(e => (e.Entry.Name, e.Command)));
        foreach (var command in names.GroupBy(n => n.Command, n => n.Name))
            yield return $"{string.Join(", ", command)} for {command.Key}";
        foreach (var group in system.Flags.Select(f => f.Command.Split(' ')).GroupBy(path => path.Length > 1 ? path[0] : ""))
            foreach (var line in Folded(group.Select(path => path[^1])))
                yield return $"its flags in {(group.Key.Length > 0 ? group.Key + " " : "")}{line}";
    }

    // An alias stands where our command stands.
    private static string Beside(ForeignCommand alias) => alias.Command[..(alias.Command.LastIndexOf(' ') + 1)] + alias.Name;

    private static IEnumerable<string> Folded(IEnumerable<string> names) =>
        names.Chunk(NamesOfALine).Select(part => string.Join(", ", part));

    private static void Add(ForeignFlags flags, OmniCommand command)
    {
        foreach (var names in flags.Names)
        {
            foreach (var (flag, theirs) in names)
                foreach (var name in theirs.Split(' '))
                {
                    // What users of the other program type means what it means there.
                    foreach (var option in command.Options) option.Aliases.Remove(name);
                    OptionOf(command, flag).Aliases.Add(name);
                }
        }
        if (flags.Of is { } whose) command.Description = $"{command.Description!.TrimEnd('.')} (flags of {whose}).";
        if (flags.Example is { } example) command.Examples = [.. command.Examples, example];
    }

    private static Option OptionOf(Command command, string flag) => command.Options.First(o => o.Name == flag);
}
