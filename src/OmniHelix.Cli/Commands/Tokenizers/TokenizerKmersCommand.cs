using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer kmers</c>: a table of sequences with their k-mers, and the tokenizer that makes them.</summary>
internal static class TokenizerKmersCommand
{
    public static CommandEntry Entry { get; } = new(
        "kmers", "Make a table of sequences with their k-mers, and the tokenizer that cuts sequences into them.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "FASTA, FASTQ or tables of sequences, one for each label.",
            Arity = ArgumentArity.OneOrMore,
        };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Labels of the files, separated by commas; default: their names.",
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Table to write: CSV, TSV, JSON, JSONL, Parquet or Arrow.",
            Required = true,
        };
        var tokenizer = new Option<string>("--tokenizer")
        {
            Description = "Folder to write the tokenizer to; default: the name of the table without its ending.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace table and tokenizer." };
        var schema = new SettingsBinding().Add<TokenizerKmersOptions>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer kmers non_promoter.fa promoter.fa --kmer 6 --labels 0,1 --output kmers.csv",
                "omni tokenizer kmers genome.fa --kmer 8 --stride 4 --chunk 512 --output kmers.parquet --tokenizer kmer8",
            ],
        };
        command.Arguments.Add(files);
        foreach (var option in new Option[] { output, tokenizer, overwrite }) command.Add(option, "Output");
        schema.AddTo(command);
        command.Add(labels, "Records");
        command.SetAction((parsed, cancellation) =>
        {
            var table = parsed.GetValue(output)!;
            var folder = parsed.GetValue(tokenizer) ?? Path.ChangeExtension(table, null);
            var options = schema.Read(parsed).Get<TokenizerKmersOptions>().ToOptions();
            return Task.FromResult(new KmerJob(parsed.GetValue(files)!, options, table, folder)
            {
                Labels = [.. (parsed.GetValue(labels) ?? []).SelectMany(label => label.Split(','))],
                Overwrite = parsed.GetValue(overwrite),
            }.Run(terminal, cancellation));
        });
        return command;
    }
}
