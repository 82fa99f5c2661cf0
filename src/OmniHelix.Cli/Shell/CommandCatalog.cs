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

    /// <summary>The flag that shows the cause of failures in full.</summary>
    public const string Verbose = "--verbose";

    /// <summary>The flag of those who want results and failures only.</summary>
    public const string Quiet = "--quiet";

    private const string HelpWord = "help", Help = "--help";

    /// <summary>The commands in the order of the help.</summary>
    public IReadOnlyList<CommandEntry> Entries => entries;

    /// <summary>Understands a command line; what is wrong with it stands in the result.</summary>
    public ParseResult Parse(IReadOnlyList<string> args, Terminal terminal)
    {
        // As of git and dotnet: omni help train.
        if (args is [HelpWord, ..]) args = [.. args.Skip(1), Help];
        // The parser would take the next word for the value.
        args = [.. args.SelectMany(word => word is ['-', '-', .. var flag, '='] ? [$"--{flag}", ""] : new[] { word })];
        var root = Build(args, terminal);
        var parsed = root.Parse(args, Parsing);
        var more = foreign.DefaultsOf(parsed);
        return more.Count == 0 ? parsed : root.Parse([.. args, .. more], Parsing);
    }

    /// <summary>The root command; only what <paramref name="args"/> call gets its flags.</summary>
    private RootCommand Build(IReadOnlyList<string> args, Terminal terminal)
    {
        var words = WordsOf(args);
        var root = new RootCommand(Description);
        foreach (var entry in entries) Add(entry, isHidden: false);
        foreach (var foreigner in systems.SelectMany(s => s.Entries)) Add(foreigner.Entry, isHidden: true);
        foreach (var name in foreign.CommandNames)
            root.Subcommands.Add(words is [var called, ..] && name.Name == called
                ? foreign.Create(name, EntryOf(name.Command), terminal)
                : new Command(name.Name) { Hidden = true });
        AddEverywhere(Quiet, "-q", "Show results and failures only: no progress, no notes.");
        AddEverywhere(Verbose, "-v", "Show stack traces of failures.");
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help }) option.Action = new HelpWithExamples(help, foreign.Lines(), terminal);
            if (option is VersionOption) option.Action = new PrintVersion();
        }
        return root;

        // A letter that the called command has itself means there what it means there.
        void AddEverywhere(string flag, string letter, string description)
        {
            var option = new Option<bool>(flag) { Description = description, Recursive = true };
            if (!AllOptions(root).Any(o => o.Aliases.Contains(letter))) option.Aliases.Add(letter);
            root.Options.Add(option);
        }

        // Other names, and commands of other programs, are listed under their own heading; the help of a hidden command would be empty.
        void Add(CommandEntry entry, bool isHidden)
        {
            var isCalled = IsCalled(entry, entry.Name, words);
            var command = isCalled ? WithNames(Called(entry, entry.Name, words[1..], terminal), entry.Name) : Named(entry);
            command.Hidden = isHidden && !isCalled;
            root.Subcommands.Add(command);
            if (isCalled) return;
            foreach (var alias in foreign.AliasesOf(entry.Name)) root.Subcommands.Add(new Command(alias) { Hidden = true });
        }
    }

    /// <summary>A command with its flags; of its members the called one has them too, and where none is called, all.</summary>
    /// <param name="entry">The command.</param>
    /// <param name="path">Its place, such as <c>data synthetic</c>.</param>
    /// <param name="words">What follows its name.</param>
    /// <param name="terminal">Where it writes.</param>
    private OmniCommand Called(CommandEntry entry, string path, string[] words, Terminal terminal)
    {
        var command = foreign.AddTo(entry.Create(terminal, entry), path);
        var oneIsCalled = entry.Members.Any(member => IsCalled(member, PathOf(member), words));
        foreach (var member in entry.Members)
        {
            var inner = PathOf(member);
            if (oneIsCalled && !IsCalled(member, inner, words))
            {
                command.Subcommands.Add(WithNames(Named(member), inner));
                continue;
            }
            var built = Called(member, inner, words is [_, .. var rest] ? rest : [], terminal);
            command.Examples = [.. command.Examples, built.Examples[0]];
            command.Subcommands.Add(WithNames(built, inner));
        }
        return command;

        string PathOf(CommandEntry member) => $"{path} {member.Name}";
    }

    // A shell that completes a line hands it over as one word behind a directive.
    private static string[] WordsOf(IReadOnlyList<string> args)
    {
        IEnumerable<string> line = args is [['[', ..], var typed] ? typed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1) : args;
        return [.. line.Where(a => !a.StartsWith('-'))];
    }

    private static IEnumerable<Option> AllOptions(Command command) => command.Options.Concat(command.Subcommands.SelectMany(AllOptions));

    private bool IsCalled(CommandEntry entry, string path, string[] words) =>
        words is [var called, ..] && (called == entry.Name || foreign.AliasesOf(path).Contains(called));

    private static Command Named(CommandEntry entry) => new(entry.Name, entry.Description);

    private Command WithNames(Command command, string path)
    {
        foreach (var name in foreign.AliasesOf(path)) command.Aliases.Add(name);
        return command;
    }

    // A path such as "data synthetic".
    private CommandEntry EntryOf(string path)
    {
        var words = path.Split(' ');
        return words.Skip(1).Aggregate(entries.First(e => e.Name == words[0]), (group, word) => group.Members.First(m => m.Name == word));
    }
}
