using System.CommandLine;
using OmniHelix.Cli.Commands.Data;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Cli.Compatibility;

/// <summary>
/// <c>create_dataset_bio</c> and <c>create_dataset_nlp</c> with the flags, columns and files of genomeNLP. <c>omni data create</c> does the work, so what comes from one sequence stays in one split.
/// </summary>
internal static class CreateDatasetCommands
{
    public static CommandEntry Bio { get; } = new CommandEntry("create_dataset_bio", "genomeNLP's name of data create for two FASTA files.", CreateBio).KnownAs("create_dataset_bio");

    public static CommandEntry Nlp { get; } = new CommandEntry("create_dataset_nlp", "genomeNLP's name of data create for a table of texts.", CreateNlp).KnownAs("create_dataset_nlp");

    private static OmniCommand CreateBio(Terminal terminal, CommandEntry entry)
    {
        var first = new Argument<string>("INFILE_1") { Description = "FASTA of the class NEGATIVE." };
        var second = new Argument<string>("INFILE_2") { Description = "FASTA of the class POSITIVE." };
        var flags = new GenomeNlpFlags();
        var forward = new Option<bool>("--no_reverse_complement", "--no-reverse-complement") { Description = "Leave reverse complements out." };
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = ["omni create_dataset_bio non_promoter.fa promoter.fa -o hf_out", "omni create_dataset_bio a.fa b.fa models/omnihelix-rna-1m -c 512 -o hf_out"] };
        command.Arguments.Add(first);
        command.Arguments.Add(second);
        flags.AddTo(command, tokeniserIsNeeded: false);
        command.Options.Add(forward);
        command.SetAction((parsed, cancellation) =>
        {
            var source = DataSetSource.OfClasses([("NEGATIVE", parsed.GetValue(first)!), ("POSITIVE", parsed.GetValue(second)!)]);
            var options = flags.Options(parsed) with { ReverseComplements = !parsed.GetValue(forward) };
            return Task.FromResult(DataCreateCommand.Run(terminal, source, flags.Output(parsed), CreationColumns.GenomeNlp, options, flags.Tokeniser(parsed), json: false, cancellation));
        });
        return command;
    }

    private static OmniCommand CreateNlp(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("INFILE") { Description = "Table of texts." };
        var title = new Argument<string>("TITLE") { Description = "Column of the names." };
        var labels = new Argument<string>("LABELS") { Description = "Column of the labels." };
        var content = new Argument<string>("CONTENT") { Description = "Column of the texts." };
        var flags = new GenomeNlpFlags();
        var unused = new Option<string?>("-d") { Description = "Accepted, and without effect, as in genomeNLP." };
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = ["omni create_dataset_nlp texts.csv models/omnihelix-rna-1m title label text -o hf_out"] };
        command.Arguments.Add(input);
        flags.AddTo(command, tokeniserIsNeeded: true);
        foreach (var argument in new[] { title, labels, content }) command.Arguments.Add(argument);
        command.Options.Add(unused);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(unused) is not null) terminal.Error.WriteLine("note -d has no effect, as in genomeNLP");
            var columns = new CreationColumns(parsed.GetValue(title)!, parsed.GetValue(content)!, parsed.GetValue(labels)!, ClassIds: true);
            var source = DataSetSource.OfTable(parsed.GetValue(input)!, new AuditFields { Sequence = columns.Sequence, Labels = [columns.Label] }, columns.Id);
            return Task.FromResult(DataCreateCommand.Run(terminal, source, flags.Output(parsed), columns, flags.Options(parsed) with { UpperCase = false }, flags.Tokeniser(parsed), json: false, cancellation));
        });
        return command;
    }
}
