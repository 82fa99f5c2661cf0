using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Models;

/// <summary><c>omni model</c>: commands on model folders.</summary>
internal static class ModelCommand
{
    public static CommandEntry Entry { get; } = CommandEntry.Group(
        "model", "Show what a model folder holds; merge an adapter.", ModelInspectCommand.Entry, ModelMergeCommand.Entry);
}
