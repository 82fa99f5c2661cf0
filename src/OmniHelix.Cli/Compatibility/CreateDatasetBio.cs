using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;

namespace OmniHelix.Cli.Compatibility;

/// <summary>
/// <c>create_dataset_bio</c> of genomeNLP: the data set that <c>omni data create</c> makes, with the flags, columns and files of that
/// program; what comes from one sequence stays in one split.
/// </summary>
internal static class CreateDatasetBio
{
    public static CommandEntry Entry { get; } =
        new("create_dataset_bio", "genomeNLP's name of data create for two FASTA files.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var first = new Argument<string>("INFILE_1") { Description = "FASTA of the class NEGATIVE." };
        var second = new Argument<string>("INFILE_2") { Description = "FASTA of the class POSITIVE." };
        var flags = new GenomeNlpFlags();
        var forward = new Option<bool>("--no_reverse_complement", "--no-reverse-complement")
        {
            Description = "Leave reverse complements out.",
        };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni create_dataset_bio non_promoter.fa promoter.fa -o hf_out",
                "omni create_dataset_bio a.fa b.fa models/omnihelix-rna-1m -c 512 -o hf_out",
            ],
        };
        command.Arguments.Add(first);
        command.Arguments.Add(second);
        flags.AddTo(command, tokeniserIsNeeded: false);
        command.Options.Add(forward);
        command.SetAction((parsed, cancellation) =>
        {
            var source = DataSetSource.OfClasses([("NEGATIVE", parsed.GetValue(first)!), ("POSITIVE", parsed.GetValue(second)!)]);
            var options = flags.Options(parsed) with { ReverseComplements = !parsed.GetValue(forward) };
            return Task.FromResult(flags.Creation(parsed, CreationColumns.GenomeNlp, options).Run(terminal, source, cancellation));
        });
        return command;
    }
}
