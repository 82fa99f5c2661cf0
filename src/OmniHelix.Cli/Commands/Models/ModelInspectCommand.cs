using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;

namespace OmniHelix.Cli.Commands.Models;

/// <summary><c>omni model inspect</c>: architecture, tasks, tensors and tokenizer of a model.</summary>
internal static class ModelInspectCommand
{
    public static CommandEntry Entry { get; } = new(
        "inspect", "Show family, tasks, tensors, parameters and tokenizer of a model, and what a task would start afresh.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var path = new Argument<string>("PATH") { Description = "Model folder, the folder of a run, or the name of a shipped model." };
        var task = new Option<string>("--task")
        {
            Description = "Say which tensors fine-tuning for this task would start afresh.",
            HelpName = "task",
        };
        var tensors = new Option<bool>("--tensors") { Description = "List every tensor with type and shape." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni model inspect models/omnihelix-rna-1m",
                "omni model inspect models/omnihelix-rna-1m --task token_classification",
                "omni model inspect runs/archive2 --tensors",
                "omni model inspect runs/archive2 --json",
            ],
        };
        command.Arguments.Add(path);
        command.Options.Add(task);
        command.Options.Add(tensors);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var asked = parsed.GetValue(task) is { } name ? TaskType.Parse(name, "--task") : null;
            var model = ModelDescription.Of(parsed.GetValue(path)!, asked);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(model.ToJson()));
            else ModelPrinter.Print(terminal.Output, model, parsed.GetValue(tensors));
            if (model.Problem is { } problem) throw problem;
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
