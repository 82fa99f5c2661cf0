using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Commands.Train;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Seq2Seq;

namespace OmniHelix.Cli.Commands.Seq2Seq;

/// <summary><c>omni seq2seq</c>: trains a model to write a sequence about a sequence.</summary>
internal static class Seq2SeqCommand
{
    public static CommandEntry Entry { get; } = new("seq2seq", "Train a model to write a sequence about a sequence.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<Seq2SeqOptions>();
        var start = new RunStart();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni seq2seq --data samples/rna-ssp-archive2 --model models/omnihelix-rna-1m --output runs/writer",
                "omni infer --model runs/writer --input x.fasta --beams 4 --output y.jsonl",
            ],
        };
        binding.AddTo(command);
        start.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, existing) = start.Read(parsed, binding);
            var options = settings.Get<Seq2SeqOptions>() with { Existing = existing };
            string[] words = ["omni", .. parsed.Tokens.Select(t => t.Value)];
            var outcome = RunStart.Run(
                terminal, entry.Name, options.Output, observer => new Seq2SeqWorkflow(options, observer).Run(words, cancellation));
            var splits = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["valid"] = outcome.Valid };
            if (outcome.Test is { } test) splits["test"] = test.ToValues();
            return Task.FromResult(TrainingPrinter.Print(terminal, outcome.Training, outcome.Folder, splits, parsed.GetValue(json)));
        });
        return command;
    }
}
