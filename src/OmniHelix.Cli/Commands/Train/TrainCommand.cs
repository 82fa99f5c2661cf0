using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Train;

/// <summary><c>omni train</c>: fine-tunes a model on a data set, with baselines beside the score and a report.</summary>
internal static class TrainCommand
{
    public static CommandEntry Entry { get; } = new("train", "Fine-tune a model on a data set.", Create, "autotrain");

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<TrainSettings>().Add<LoopSettings>()
            .Alias("--data", "--dataset").Alias("--data", "-d").Alias("--model", "-m").Alias("--output", "--output-dir").Alias("--epochs", "--num-epochs");
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in the output folder." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Delete the former run in the output folder." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni train --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --output runs/archive2",
                "omni train --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --seeds 1,2,3 --output runs/archive2 --resume",
                "omni train --config task.yaml --learning-rate 1e-4",
            ],
        };
        schema.AddTo(command);
        foreach (var option in new Option[] { resume, overwrite, json }) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            var options = configuration.Get<TrainSettings>().ToOptions(configuration.Get<LoopSettings>(), RunStart.Existing(parsed.GetValue(resume), parsed.GetValue(overwrite)));
            var arguments = parsed.Tokens.Select(t => t.Value).ToList();
            return Task.FromResult(Run(terminal, options, () => RunStart.Manifest("train", arguments, configuration, [options.Data], options.Model), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    /// <summary>Trains, writes the report and prints the scores.</summary>
    internal static int Run(Terminal terminal, FineTuneOptions options, Func<RunManifest> manifest, bool json, CancellationToken cancellation)
    {
        var outcome = RunDisplay.Run(terminal, TimeProvider.System, observer => new FineTuneWorkflow(options, observer).Run(manifest, cancellation));
        var report = Path.Combine(outcome.Folder, "report.html");
        FineTuneReport.Write(report, outcome);
        if (json) terminal.Output.WriteLine(OmniCommand.Json(outcome.Results));
        else FineTunePrinter.Print(terminal, outcome, report);
        return ExitCode.Done;
    }
}
