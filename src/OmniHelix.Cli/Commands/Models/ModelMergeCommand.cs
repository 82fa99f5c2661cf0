using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Models;

namespace OmniHelix.Cli.Commands.Models;

/// <summary><c>omni model merge</c>: an adapter and its model become one model.</summary>
internal static class ModelMergeCommand
{
    public static CommandEntry Entry { get; } = new(
        "merge", "Put an adapter into the weights of its model, and write a model that needs neither.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var path = new Argument<string>("ADAPTER") { Description = "Folder of the adapter, or of a run that trained one." };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder of the model; must not be there.",
            HelpName = "folder",
            Required = true,
        };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni model merge runs/archive2-lora --output models/archive2"],
        };
        command.Arguments.Add(path);
        command.Options.Add(output);
        command.SetAction((parsed, _) =>
        {
            var target = parsed.GetValue(output)!;
            if (Path.Exists(target))
                throw new UsageException("OH3521", "the output is there already", target, "Name a folder that is not there.");
            using var model = OmniModel.FromPretrained(parsed.GetValue(path)!, trainable: true);
            if (model.Adapter is not { } adapter)
                throw new UsageException(
                    "OH3520", "the model has no adapter: it is whole, or was merged before", parsed.GetValue(path)!,
                    "Name a folder with adapter_config.json, or a run of omni train --lora.");
            adapter.Merge();
            AtomicFolder.Write(target, model.SavePretrained);
            var layers = Plural.Count(adapter.Layers.Count, "layer");
            terminal.Output.WriteLine($"wrote {target}: {adapter.Config.BaseModel} with the adapter in {layers}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
