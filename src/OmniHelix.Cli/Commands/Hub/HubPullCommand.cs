using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Downloads;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub pull</c>: downloads a model, or what its branch has got since.</summary>
internal static class HubPullCommand
{
    public static CommandEntry Entry { get; } = new(
        "pull", "Download a model into the cache, or what its branch has got since; prints the folder.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var model = HubFlags.Model();
        var revision = HubFlags.Revision();
        var pickle = new Option<bool>("--allow-pickle")
        {
            Description = "Also weights that are pickles, when there are no others; nothing of them is executed here.",
        };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni hub pull yangheng/OmniGenome-52M",
                "omni hub pull multimolecule/rnafm --revision main",
                "omni hub pull yangheng/OmniGenome-52M --allow-pickle",
            ],
        };
        command.Arguments.Add(model);
        command.Options.Add(revision);
        command.Options.Add(pickle);
        command.SetAction(async (parsed, _) =>
        {
            var reference = HubReference.Parse(parsed.GetValue(model)!, parsed.GetValue(revision));
            var client = new HubClient(HubSettings.FromEnvironment());
            terminal.Output.WriteLine(await client.PullAsync(reference, parsed.GetValue(pickle)).ConfigureAwait(false));
            return ExitCode.Done;
        });
        return command;
    }
}
