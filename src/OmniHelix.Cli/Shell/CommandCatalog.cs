using System.CommandLine;
using System.CommandLine.Help;

namespace OmniHelix.Cli.Shell;

/// <summary>The commands of the program.</summary>
/// <param name="entries">In the order of the help.</param>
/// <param name="systems">Other programs whose names are understood.</param>
internal sealed class CommandCatalog(IReadOnlyList<CommandEntry> entries, IReadOnlyList<ForeignSystem> systems)
{
    private const string Description =
        "Workbench for genomic foundation models: train, evaluate, predict and explain, offline and without code from models.";

    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    private readonly ForeignNames foreign = new(systems);

    /// <summary>Shows the cause of failures in full.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show stack traces of failures.", Recursive = true };

    /// <summary>The commands in the order of the help.</summary>
    public IReadOnlyList<CommandEntry> Entries => entries;

    /// <summary>Understands a command line; what is wrong with it stands in the result.</summary>
    public ParseResult Parse(IReadOnlyList<string> args, Terminal terminal)
    {
        var root = Build(args, terminal);
        var parsed = root.Parse(args, Parsing);
        var more = foreign.DefaultsOf(parsed);
        return more.Count == 0 ? parsed : root.Parse([.. args, .. more], Parsing);
    }

    /// <summary>The root command; only the command that <paramref name="args"/> call gets its flags.</summary>
    private RootCommand Build(IReadOnlyList<string> args, Terminal terminal)
    {
        var called = args.FirstOrDefault(a => !a.StartsWith('-'));
        var root = new RootCommand(Description);
        foreach (var entry in entries)
        {
            var aliases = foreign.ListedNamesOf(entry.Name);
            var isCalled = called is not null && (called == entry.Name || aliases.Contains(called));
            var command = isCalled ? foreign.AddTo(entry.Create(terminal, entry), entry.Name) : new Command(entry.Name, entry.Description);
            foreach (var alias in aliases) command.Aliases.Add(alias);
            // The help of a hidden command would be empty.
            command.Hidden = entry.IsHidden && !isCalled;
            root.Subcommands.Add(command);
        }
        foreach (var name in foreign.HiddenNames)
            root.Subcommands.Add(name.Name == called
                ? foreign.Create(name, EntryOf(name.Command), terminal)
                : new Command(name.Name) { Hidden = true });
        root.Options.Add(Verbose);
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help }) option.Action = new HelpWithExamples(help);
            if (option is VersionOption) option.Action = new PrintVersion();
        }
        return root;
    }

    // A path such as "data synthetic".
    private CommandEntry EntryOf(string path)
    {
        var words = path.Split(' ');
        return words.Skip(1).Aggregate(entries.First(e => e.Name == words[0]), (group, word) => group.Members.First(m => m.Name == word));
    }
}
