using System.CommandLine;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;
using OmniHelix.Inference.Writing;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Cli.Commands.Infer;

/// <summary><c>omni infer</c>: what a fine-tuned model says about sequences.</summary>
internal static class InferCommand
{
    public static CommandEntry Entry { get; } = new("infer", "Predict with a fine-tuned model.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<InferenceSettings>().Add<InferSettings>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni infer --model runs/archive2 --input x.fasta --output y.jsonl",
                "omni infer --model runs/archive2 --input x.fasta.gz --output y.dbn --window-overlap 100",
                "omni infer --model runs/archive2 --sequence GGGAAACUCC,GCGAAAGC",
                "zcat x.jsonl.gz | omni infer --model runs/archive2 --input - | head",
            ],
        };
        schema.AddTo(command);
        command.Options.Add(overwrite);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            return Task.FromResult(
                Run(
                    terminal, configuration.Get<InferenceSettings>(), configuration.Get<InferSettings>(), parsed.GetValue(overwrite),
                    parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(
        Terminal terminal, InferenceSettings settings, InferSettings fields, bool overwrite, bool json, CancellationToken cancellation)
    {
        var path = settings.OutputPath;
        var kind = fields.Kind(path);
        if (json && path is null)
            throw new UsageException(
                "OH2033", "--json needs --output: predictions and summary would both go to standard output", null, "Name an output file.");
        OverwriteCheck.Files(overwrite, path);
        var options = settings.ToOptions() with { Logits = fields.Logits, HiddenStates = fields.HiddenStates };
        using var input = settings.OpenInput();
        using var model = PretrainedModel.Open(settings.ModelPath, options);
        var inference = new SequenceInference(model, options);
        var summary = new InferenceSummary();
        if (path is null) Write(terminal.Output, null);
        else
        {
            using var line = new ProgressLine(terminal, TimeProvider.System);
            var display = line.Of(ProgressWords.Predicted);
            CompressedOutput.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                Write(writer, display);
            });
        }
        return summary.Print(terminal, inference.Counts, path, json);

        void Write(TextWriter output, IProgress<InferenceProgress>? display)
        {
            var writer = PredictionWriter.Create(kind, output, model, fields.Probabilities, fields.Logits);
            writer.Begin();
            foreach (var prediction in inference.Run(input, display, cancellation))
            {
                summary.Note(prediction.Error);
                writer.Write(prediction);
            }
            writer.End();
        }
    }
}
