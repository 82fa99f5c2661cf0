using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer break-sizes</c>: what cutting sequences into pieces does to what is learned from them.</summary>
internal static class TokenizerBreakSizesCommand
{
    private const string TableFile = "break-sizes.tsv", PageFile = "report.html";

    public static CommandEntry Entry { get; } = new(
        "break-sizes", "Learn a tokenizer for each of several break sizes and compare them.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "FASTA, FASTQ or tables of sequences, plain or compressed; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = $"Folder to write: a tokenizer of each size, {TableFile} and {PageFile}.",
            Required = true,
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the files of the folder." };
        var schema = new SettingsBinding().Add<BreakSizeOptions>().Add<TokenizerTrainOptions>().Add<SequenceInputOptions>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer break-sizes genome.fa --sizes 0,512,4096,32768 --vocab-size 10000 --case upper --output break-sizes",
            ],
        };
        command.Arguments.Add(files);
        command.Add(output, "Output");
        command.Add(overwrite, "Output");
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed);
            var folder = OverwriteCheck.Folder(parsed.GetValue(overwrite), parsed.GetValue(output)!);
            var names = parsed.GetValue(files)!;
            var options = settings.Get<TokenizerTrainOptions>();
            if (options.BreakSize != 0)
                throw new UsageException(
                    "OH2021", "--break-size and the sizes of the experiment exclude each other", "--break-size", "Add it to --sizes.");
            BreakSizeExperiment experiment;
            using (var line = new ProgressLine(terminal, TimeProvider.System))
                experiment = BreakSizeExperiment.Run(
                    settings.Get<SequenceInputOptions>().ReadAll(names), settings.Get<BreakSizeOptions>(), options,
                    line.Of(ProgressWords.TokensBySize(TimeProvider.System)), cancellation);
            AtomicFolder.Add(folder, into => Write(into, string.Join(", ", names.Select(Path.GetFileName)), experiment));
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(experiment.ToJson()));
            else Print(terminal.Summary, experiment);
            foreach (var trial in experiment.Trials.Where(trial => trial.Tokens < options.VocabSize))
                terminal.Error.WriteLine(
                    Text($"! size {trial.Size}: {trial.Tokens:N0} tokens, fewer than the {options.VocabSize:N0} wanted"));
            terminal.Error.WriteLine($"wrote {folder}; page written to {Path.Combine(folder, PageFile)}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Write(string folder, string title, BreakSizeExperiment experiment)
    {
        foreach (var trial in experiment.Trials) trial.Outcome.Write(Path.Combine(folder, Text($"tokens-{trial.Size}.json")));
        AtomicFile.WriteText(Path.Combine(folder, TableFile), experiment.ToTsv());
        BreakSizePage.Compose(title, experiment).Write(Path.Combine(folder, PageFile));
    }

    private static void Print(TextWriter output, BreakSizeExperiment experiment)
    {
        output.WriteLine("break size      tokens      shared          weights    weight of ▁    tokens a letter");
        foreach (var trial in experiment.Trials)
            output.WriteLine(
                Text($"{trial.Size,10}  {trial.Tokens,10:N0}  {100 * trial.SharedFraction,8:0.00} %  ")
                    + Text(
                        $"{Shown(trial.WeightVariance),15}  {Shown(trial.WordMarkWeight),13}  {Shown(trial.HeldOutTokensPerLetter),17}"));
    }

    private static string Shown(double? value) => value is { } number ? Text($"{number:0.0000}") : "–";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
