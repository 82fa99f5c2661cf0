using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Evaluating;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Evaluate;

/// <summary><c>omni evaluate</c>: all metrics of a fine-tuned model on labelled data, with intervals, predictions and a report.</summary>
internal static class EvaluateCommand
{
    public static CommandEntry Entry { get; } = new("evaluate", "Score a fine-tuned model on labelled data.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<EvaluateOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the former evaluation in the output folder." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni evaluate --model runs/archive2 --data samples/rna-ssp-archive2 --output runs/archive2-test --figures",
                "omni evaluate --model runs/archive2 --data other.jsonl --metrics f1_macro,mcc --window-overlap 64",
                "omni evaluate --model runs/cnn --ensemble runs/bpnet --combine vote --data samples/promoter-ecoli",
                "omni evaluate --model runs/targets --data pairs.csv --sequence-field mirna --pair-field site --label-field bound --json",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var options = binding.Read(parsed).Get<EvaluateOptions>() with
            {
                Existing = parsed.GetValue(overwrite) ? ExistingRun.Overwrite : ExistingRun.Refuse,
            };
            if (options.Output is { } folder) OverwriteCheck.RequireName(folder);
            string[] words = ["omni", .. parsed.Tokens.Select(t => t.Value)];
            var outcome = RunDisplay.Run(
                terminal, TimeProvider.System, observer => new EvaluateWorkflow(options, observer).Run(words, cancellation));
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(outcome.Results));
            else EvaluationPrinter.Print(terminal.Output, outcome);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
