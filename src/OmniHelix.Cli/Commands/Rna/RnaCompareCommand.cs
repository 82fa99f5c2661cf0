using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary><c>omni rna compare</c>: predicted structures against true ones.</summary>
internal static class RnaCompareCommand
{
    public static CommandEntry Entry { get; } = new("compare", "Score predicted structures against true ones.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<CompareOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni rna compare --reference true.dbn --prediction predicted.dbn",
                "omni rna compare --reference test.jsonl --prediction predicted.csv --slip 1 --output scores.csv",
                "omni rna compare --reference both.csv --reference-field true --prediction-field predicted --distances --json",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var workflow = new CompareWorkflow(binding.Read(parsed).Get<CompareOptions>());
            OverwriteCheck.Files(parsed.GetValue(overwrite), workflow.Output);
            var comparison = workflow.Run(cancellation);
            ComparisonPrinter.Print(terminal, comparison, parsed.GetValue(json));
            if (workflow.Output is { } path) terminal.Error.WriteLine($"wrote {path}");
            return Task.FromResult(comparison.Failed > 0 ? ExitCode.SomeRecordsFailed : ExitCode.Done);
        });
        return command;
    }
}
