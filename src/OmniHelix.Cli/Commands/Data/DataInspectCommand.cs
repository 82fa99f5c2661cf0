using System.CommandLine;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Inspection;
using OmniHelix.Data.Records;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data inspect</c>: what a data set holds.</summary>
internal static class DataInspectCommand
{
    public static CommandEntry Entry { get; } = new(
        "inspect",
        "Show columns, label map, lengths, letters, labels and repetitions of a data set.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var path = new Argument<string>("PATH")
        {
            Description = "Data set folder, or a file: FASTA, FASTQ, CSV, TSV, JSON, JSONL, Parquet or Arrow; - is standard input.",
        };
        var standard = new StandardInput("--format");
        var sequence = new Option<string>("--sequence-field")
        {
            Description = "Column of the sequence [default: sequence, seq, text, dna, rna or feature].",
        };
        var labels = new Option<string[]>("--label-field")
        {
            Description = "Columns of the label, separated by commas [default: label, labels, target or y].",
        };
        var pages = new DataPages();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data inspect samples/promoter-ecoli",
                "omni data inspect reads.fastq.gz",
                "omni data inspect - --input-format fasta",
                "omni data inspect samples/promoter-ecoli --report promoters.html",
                "omni data inspect train.parquet --label-field expression --json",
            ],
        };
        command.Arguments.Add(path);
        standard.AddTo(command);
        foreach (var option in new Option[] { sequence, labels }) command.Add(option, "Columns");
        pages.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var (field, targets) = (parsed.GetValue(sequence), (parsed.GetValue(labels) ?? []).SelectMany(l => l.Split(',')).ToArray());
            var options = field is null && targets.Length == 0 ? null : new RecordOptions { SequenceField = field, LabelFields = targets };
            var page = pages.Read(parsed, [parsed.GetValue(path)!]);
            return Task.FromResult(standard.Run(parsed, [parsed.GetValue(path)!], files =>
            {
                var inspection = Inspect(terminal, files[0], options);
                if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(inspection.ToJson()));
                else terminal.Summary.Write(inspection.ToText());
                page?.Write(terminal, InspectionPage.Compose(page.Title, inspection));
                return ExitCode.Done;
            }));
        });
        return command;
    }

    private static DataInspection Inspect(Terminal terminal, string path, RecordOptions? options)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return DataInspection.Of(path, options, progress.Of(ProgressWords.Records), progress.Of(ProgressWords.Compared));
    }
}
