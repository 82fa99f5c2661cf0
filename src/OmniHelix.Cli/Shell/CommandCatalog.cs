using System.CommandLine;
using System.CommandLine.Help;

namespace OmniHelix.Cli.Shell;

/// <summary>The commands of the program.</summary>
/// <param name="entries">In the order of the help.</param>
internal sealed class CommandCatalog(IReadOnlyList<CommandEntry> entries)
{
    /// <summary>Shows the cause of failures in full.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show stack traces of failures.", Recursive = true };

    /// <summary>The root command; only the command that <paramref name="args"/> call gets its flags.</summary>
    public RootCommand Build(IReadOnlyList<string> args, Terminal terminal)
    {
        var called = args.FirstOrDefault(a => !a.StartsWith('-'));
        var root = new RootCommand("Workbench for genomic foundation models: train, evaluate, predict and explain, offline and without code from models.");
        foreach (var entry in entries)
        {
            Command command = called is not null && entry.IsCalled(called)
                ? entry.Create(terminal, entry)
                : new Command(entry.Name, entry.Description);
            foreach (var alias in entry.Aliases) command.Aliases.Add(alias);
            // The help of a hidden command would be empty.
            command.Hidden = entry.IsHidden && command is not OmniCommand;
            root.Subcommands.Add(command);
        }
        root.Options.Add(Verbose);
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help }) option.Action = new HelpWithExamples(help);
            if (option is VersionOption) option.Action = new PrintVersion();
        }
        return root;
    }
}
