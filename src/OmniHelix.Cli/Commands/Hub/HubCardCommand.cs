using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub;
using OmniHelix.Inference.Verification;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub card</c>: keeps what a model makes of a few sequences beside it.</summary>
internal static class HubCardCommand
{
    public static CommandEntry Entry { get; } = new(
        "card", "Keep a few sequences with a model's outputs beside it, for omni hub verify on other machines and days.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var model = HubFlags.Folder();
        var sequences = new Option<string[]>("--sequence")
        {
            Description = "A sequence; several times for several. Random ones of the letters that the model reads when none is given.",
            HelpName = "sequence",
        };
        var card = HubFlags.Card($"Where to write it; {ReferenceCard.FileName} in the folder of the model when it is not said.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a card that is there." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni hub card runs/archive2", "omni hub card models/archive2 --card archive2.json --sequence GGGAAACCC"],
        };
        command.Arguments.Add(model);
        command.Options.Add(sequences);
        command.Options.Add(card);
        command.Options.Add(overwrite);
        command.SetAction((parsed, _) =>
        {
            var folder = ModelNames.FolderOf(parsed.GetValue(model)!);
            var path = parsed.GetValue(card) ?? Path.Combine(folder, ReferenceCard.FileName);
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            var made = ReferenceCard.Compute(folder, parsed.GetValue(sequences) is { Length: > 0 } said ? said : null);
            made.Write(path);
            terminal.Output.WriteLine(path);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
