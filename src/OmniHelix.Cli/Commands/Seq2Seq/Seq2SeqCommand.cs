using System.Globalization;
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
            return Task.FromResult(Print(terminal, outcome, parsed.GetValue(json)));
        });
        return command;
    }

    private static int Print(Terminal terminal, Seq2SeqOutcome outcome, bool json)
    {
        var state = outcome.Training.State;
        var parameters = outcome.Training.TrainedParameters;
        var model = Path.Combine(outcome.Folder, "model");
        var test = outcome.Test?.ToValues();
        if (json)
        {
            var seconds = state.Seconds;
            terminal.Output.WriteLine(OmniCommand.Json(
                new { model, parameters, steps = state.Step, tokens = state.Tokens, seconds, valid = outcome.Valid, test }));
            return ExitCode.Done;
        }
        Figures("valid", outcome.Valid);
        Figures("test", test ?? new Dictionary<string, double>());
        terminal.Summary.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{parameters:N0} parameters, {Plural.Count(state.Step, "step")}, {Plural.Count(state.Tokens, "token", format: "N0")}, "
                + $"{state.Seconds / 60:0.0} min"));
        terminal.Summary.WriteLine($"model   {model}");
        return ExitCode.Done;

        void Figures(string split, IReadOnlyDictionary<string, double> values)
        {
            foreach (var (name, value) in values)
                terminal.Summary.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{split} {name} {value:0.####}"));
        }
    }
}
