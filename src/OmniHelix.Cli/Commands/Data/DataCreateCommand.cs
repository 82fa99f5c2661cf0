using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data create</c>: a split data set from sequences, intervals or a table.</summary>
internal static class DataCreateCommand
{
    public static CommandEntry Entry { get; } = new(
        "create",
        "Make a data set from FASTA by class, intervals of a genome, or a table.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var classes = Pairs("--class", "Class and its file of sequences: NAME=FILE; once for each class, or each file of one.");
        var intervals = Pairs(
            "--intervals",
            "BED, or a table with contig, start, end (strand, label): NAME=FILE, or FILE with a label column. Needs --reference.");
        var reference = new Option<string>("--reference") { Description = "Genome of the intervals, FASTA." };
        var table = new Option<string>("--table") { Description = "Table with sequences and labels." };
        var tokenizer = new Option<string>("--tokenizer") { Description = "Model or tokenizer folder; adds token ids." };
        var output = new OutputFolder();
        var schema = new SettingsBinding().Add<DataCreateOptions>().Add<DataSplitOptions>().Add<RecordFields>().Add<SimilarityOptions>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data create --class promoter=promoter.fa --class other=non_promoter.fa --reverse-complements --output promoters",
                "omni data create --class enhancer=enhancers.fa --negatives shuffle --chunk 512 --method similarity --output enhancers"
                    + " --format csv,parquet",
                "omni data create --intervals peak=peaks.bed --intervals background=background.bed --reference hg38.fa --method chromosome"
                    + " --test-chromosomes chr8 --output peaks",
                "omni data create --table reads.csv --label-field species --output species",
            ],
        };
        foreach (var option in new Option[] { classes, intervals, reference, table, tokenizer }) command.Add(option, "Sources");
        output.AddTo(command);
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            var split = configuration.Get<DataSplitOptions>().ToOptions(configuration.Get<SimilarityOptions>().ToOptions(examples: 3));
            var fields = configuration.Get<RecordFields>();
            var to = output.Read(parsed);
            using var genome = parsed.GetValue(reference) is { } fasta ? ReferenceGenome.Open(fasta, cancellation: cancellation) : null;
            var source = Source(parsed.GetValue(classes) ?? [], parsed.GetValue(intervals) ?? [], genome, parsed.GetValue(table), fields);
            var ids = parsed.GetValue(tokenizer) is { } folder ? OmniTokenizer.FromPretrained(folder) : null;
            var job = new CreationJob(to, CreationColumns.Usual, configuration.Get<DataCreateOptions>().ToOptions(split))
            {
                Tokenizer = ids,
                Json = parsed.GetValue(json),
            };
            return Task.FromResult(job.Run(terminal, source, cancellation));
        });
        return command;
    }

    private static DataSetSource Source(string[] classes, string[] intervals, ReferenceGenome? genome, string? table, RecordFields fields)
    {
        var given = new[] { classes.Length > 0, intervals.Length > 0, table is not null }.Count(g => g);
        if (given != 1) throw Wrong("exactly one of --class, --intervals and --table is needed");
        if (table is null && (fields.SequenceField is not null || fields.LabelField.Count + fields.Group.Count > 0))
            throw Wrong("columns are only named for --table");
        if (intervals.Length > 0 && genome is null) throw Wrong("intervals need --reference, the genome they are cut from");
        if (intervals.Length == 0 && genome is not null) throw Wrong("--reference is only for --intervals");
        if (classes.Length > 0) return DataSetSource.OfClasses([.. classes.Select(Class)]);
        if (intervals.Length > 0) return IntervalSource.Open([.. intervals.Select(Split)], genome!);
        return DataSetSource.OfTable(table!, fields.ToFields());
    }

    private static (string Name, string File) Class(string pair) => Split(pair) is (not null and var name, var file)
        ? (name, file)
        : throw new UsageException("OH1650", $"expected NAME=FILE, found '{pair}'", "--class");

    private static (string? Name, string File) Split(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (pair[..at], pair[(at + 1)..]) : (null, pair);

    private static UsageException Wrong(string what) => new("OH1650", what);

    private static Option<string[]> Pairs(string name, string description) =>
        new(name) { Description = description };
}
