using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer encode</c>: sequences as tokens and their numbers.</summary>
internal static class TokenizerEncodeCommand
{
    private const int MostLetters = 10, MostShared = 5;

    public static CommandEntry Entry { get; } = new(
        "encode", "Write the tokens of sequences, their ids, and the letters they cover.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "FASTA, FASTQ or a table of sequences, plain or compressed; - is standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var sequence = new Option<string?>("--sequence") { Description = "A sequence, or several separated by commas, in place of FILE." };
        var tokenizer = new Option<string>("--tokenizer")
        {
            Description = "A tokenizer.json, the folder of a tokenizer or model, or the name of a shipped model.",
            Required = true,
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "File to write, its ending tells the form: .jsonl, .csv, .parquet; JSON lines on standard output without one.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output." };
        var schema = new SettingsBinding().Add<EncodeOptions>().Add<SequenceInputOptions>();
        var json = new Option<bool>("--json") { Description = "Write the counts as JSON to standard output; rows need --output then." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer encode --sequence ACGUACGU --tokenizer models/omnihelix-rna-1m",
                "omni tokenizer encode genes.fa.gz --tokenizer tokens.json --output genes.parquet",
                "omni tokenizer encode genes.fa --tokenizer tokens.json --max-length 512 --stride 64 --masks --output genes.jsonl",
            ],
        };
        command.Arguments.Add(file);
        command.Add(sequence, "Input");
        command.Add(tokenizer, "Encoding");
        command.Add(output, "Output");
        command.Add(overwrite, "Output");
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed);
            var path = parsed.GetValue(output) is "-" ? null : parsed.GetValue(output);
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            if (parsed.GetValue(json) && path is null)
                throw new UsageException(
                    "OH2021", "--json and rows on standard output exclude each other", null, "Name a file with --output.");
            var options = settings.Get<EncodeOptions>();
            var read = ModelTokenizer.OpenAlone(parsed.GetValue(tokenizer)!);
            using var input = Open(
                parsed.GetValue(file), parsed.GetValue(sequence), settings.Get<SequenceInputOptions>(), options.PairField);
            var counts = Write(terminal, new EncodeWorkflow(read, options), input, path, cancellation);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(counts.ToJson()));
            else Print(terminal.Error, counts, read);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static InferenceInput Open(string? file, string? sequence, SequenceInputOptions options, string? pairField) =>
        (file, sequence) switch
        {
            ({ } path, null) => options.Open(path, pairField),
            (null, { } text) when pairField is null && options == new SequenceInputOptions() => InferenceInput.FromText(text),
            (null, _) => throw new UsageException(
                "OH2021", "the form and the columns of FILE are named, but there is none", "--sequence", "Leave them out."),
            _ => throw new UsageException(
                "OH2030", "exactly one of FILE and --sequence is needed", null, "Name a file, - for standard input, or write a sequence."),
        };

    private static EncodeCounts Write(
        Terminal terminal, EncodeWorkflow workflow, InferenceInput input, string? path, CancellationToken cancellation)
    {
        using var progress = CommandOutput.Progress(terminal, path, "records");
        if (path is not null)
        {
            using var table = Table.Create(path, workflow.Columns);
            return Fill(table);
        }
        EncodeCounts? counts = null;
        CommandOutput.ToStandardOutput(terminal, stream =>
        {
            using var lines = Table.Create(stream, "standard output", DataFileKinds.JsonLines, workflow.Columns);
            counts = Fill(lines);
        });
        return counts!;

        EncodeCounts Fill(TableWriter writer)
        {
            var result = workflow.Run(input.Examples, writer, progress, cancellation);
            writer.Complete();
            return result;
        }
    }

    private static void Print(TextWriter error, EncodeCounts counts, OmniTokenizer tokenizer)
    {
        error.WriteLine(
            Text($"{Plural.Count(counts.Records, "record", format: "N0")}, {counts.Letters:N0} letters, ")
                + Text($"{Plural.Count(counts.Tokens, "token", format: "N0")}: {counts.TokensPerLetter:0.000} tokens a letter"));
        if (counts.UnknownTokens > 0)
            error.WriteLine(
                $"! {Plural.Count(counts.UnknownTokens, "token", format: "N0")}"
                    + Text($" ({counts.UnknownShare:0.0 %}) unknown to the vocabulary: {Letters(counts.UnknownLetters)}"));
        if (counts.LostLetters.Values.Sum() is > 0 and var lost)
            error.WriteLine(
                $"! {Plural.Count(lost, "letter", format: "N0")}"
                    + Text($" ({(double)lost / counts.Letters:0.0 %}) under no token: {Letters(counts.LostLetters)}"));
        foreach (var shared in tokenizer.SharedIds.Take(MostShared))
            error.WriteLine($"! tokens of one id: {TokenizerPrinter.Described(shared)}");
        if (counts.Cut > 0) error.WriteLine(Text($"! {counts.Cut:N0} of {counts.Records:N0} records are cut into several rows"));
        if (counts.OverLimit > 0)
            error.WriteLine(
                Text($"! {counts.OverLimit:N0} records have more than the {tokenizer.MaxLength:N0} tokens that the tokenizer is for"));
    }

    private static string Letters(IReadOnlyDictionary<char, long> letters)
    {
        var frequent = letters.OrderByDescending(letter => letter.Value).ToList();
        var shown = string.Join(", ", frequent.Take(MostLetters).Select(letter => Text($"{letter.Key} {letter.Value:N0}")));
        return frequent.Count > MostLetters ? $"{shown} …" : shown;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
