using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer train</c>: tokens learned from sequences.</summary>
internal static class TokenizerTrainCommand
{
    public static CommandEntry Entry { get; } = new("train", "Learn a tokenizer from sequences of any length.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "FASTA, FASTQ or tables of sequences, plain or compressed; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The tokenizer: a file that ends in .json, or a folder.",
            Required = true,
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace output and page." };
        var page = new TokenizerPageFlag();
        var schema = new SettingsBinding().Add<TokenizerTrainOptions>().Add<SequenceInputOptions>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer train genome.fa.gz --output tokens.json",
                "omni tokenizer train promoters.fa others.fa --vocab-size 8000 --both-strands --output tokens.json",
                "omni tokenizer train genome.fa --model bpe --vocab-size 4096 --break-size 512 --case upper --output bpe-4096",
            ],
        };
        command.Arguments.Add(files);
        command.Add(output, "Output");
        page.AddTo(command);
        command.Add(overwrite, "Output");
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed);
            var path = parsed.GetValue(output)!;
            var job = new TrainJob(terminal, settings.Get<TokenizerTrainOptions>(), path);
            job.Check(parsed.GetValue(overwrite));
            page.Check(parsed, parsed.GetValue(overwrite));
            var outcome = job.Run(settings.Get<SequenceInputOptions>(), parsed.GetValue(files)!, cancellation);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(outcome.ToJson()));
            else TrainPrinter.Print(terminal.Summary, outcome);
            TrainPrinter.Notes(terminal.Error, outcome);
            terminal.Error.WriteLine($"wrote {path}");
            page.Write(parsed, terminal, TokenizerInspection.Of(path, outcome.Trained.Tokenizer));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
