using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.Cli.Commands.Train;

/// <summary><c>omni train</c>: fine-tunes a model on a data set, with baselines beside the score and a report.</summary>
internal static class TrainCommand
{
    public static CommandEntry Entry { get; } = new("train", "Fine-tune a model on a data set.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<FineTuneOptions>()
            .Short("--truncate", "long_sequences", "truncate", "Cut the end off longer sequences: --long-sequences truncate.");
        var start = new RunStart();
        var trainer = new TrainerFlag();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni train --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --output runs/archive2",
                "omni train --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --seeds 1,2,3 --output runs/seeds",
                "omni train --data pairs --sequence-field mirna --pair-field site --model models/omnihelix-rna-1m --output runs/targets",
                "omni train --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --freeze-layers all --output runs/head",
                "omni train --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --teacher runs/archive2 --output runs/small",
                "omni train --data samples/promoter-ecoli --model cnn --model-set hidden_size=96 --output runs/cnn",
                "omni train --resume runs/seeds",
                "omni train --config runs/archive2/run.json --output runs/again",
                "omni train --config task.yaml --learning-rate 1e-4",
            ],
        };
        binding.AddTo(command);
        start.AddTo(command);
        trainer.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            trainer.Tell(parsed, terminal);
            var (settings, existing) = start.Read(parsed, binding);
            var options = settings.Get<FineTuneOptions>() with { Existing = existing };
            string[] words = ["omni", .. parsed.Tokens.Select(t => t.Value)];
            var outcome = RunStart.Run(
                terminal, entry.Name, options.Output, observer => new FineTuneWorkflow(options, observer).Run(words, cancellation));
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(outcome.Results));
            else FineTunePrinter.Print(terminal, outcome);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
