using System.CommandLine;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Completion;

/// <summary>
/// <c>omni completion</c>: a script after which a shell completes commands, flags and their values. It asks the program itself, so it
/// never falls behind; where nothing fits, the shell completes names of files.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _omni() {
          local word=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
          COMPREPLY=($(compgen -W "$(omni "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o bashdefault -o default -F _omni omni
        """;

    private const string Zsh = """
        #compdef omni
        _omni() {
          local -a words_found
          words_found=("${(@f)$(omni "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- $words_found || _files
        }
        compdef _omni omni
        """;

    private const string Fish = """
        complete -c omni -a '(omni "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
    };

    public static CommandEntry Entry { get; } = new("completion", "Print a script that lets a shell complete commands and flags.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var shell = new Argument<string>("shell") { Description = "The shell that reads the script." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni completion bash > ~/.local/share/bash-completion/completions/omni",
                "omni completion zsh > ~/.zfunc/_omni",
                "omni completion fish > ~/.config/fish/completions/omni.fish",
            ],
        };
        command.Arguments.Add(shell);
        command.SetAction((parsed, _) =>
        {
            terminal.Output.WriteLine(Scripts[parsed.GetValue(shell)!]);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
