using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Cli.Compatibility;

/// <summary><c>create_dataset_nlp</c> of genomeNLP: the data set that <c>omni data create</c> makes of a table of texts.</summary>
internal static class CreateDatasetNlp
{
    public static CommandEntry Entry { get; } =
        new("create_dataset_nlp", "genomeNLP's name of data create for a table of texts.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("INFILE") { Description = "Table of texts." };
        var title = new Argument<string>("TITLE") { Description = "Column of the names." };
        var labels = new Argument<string>("LABELS") { Description = "Column of the labels." };
        var content = new Argument<string>("CONTENT") { Description = "Column of the texts." };
        var flags = new GenomeNlpFlags();
        var unused = new Option<string?>("-d") { Description = "Accepted, and without effect, as in genomeNLP." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni create_dataset_nlp texts.csv models/omnihelix-rna-1m title label text -o hf_out"],
        };
        command.Arguments.Add(input);
        flags.AddTo(command, tokeniserIsNeeded: true);
        foreach (var argument in new[] { title, labels, content }) command.Arguments.Add(argument);
        command.Options.Add(unused);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(unused) is not null) terminal.Error.WriteLine("note -d has no effect, as in genomeNLP");
            var columns = new CreationColumns(parsed.GetValue(title)!, parsed.GetValue(content)!, parsed.GetValue(labels)!, ClassIds: true);
            var source = DataSetSource.OfTable(
                parsed.GetValue(input)!,
                new AuditFields { Sequence = columns.Sequence, Labels = [columns.Label] },
                columns.Id);
            var options = flags.Options(parsed) with { UpperCase = false };
            return Task.FromResult(flags.Creation(parsed, columns, options).Run(terminal, source, cancellation));
        });
        return command;
    }
}
