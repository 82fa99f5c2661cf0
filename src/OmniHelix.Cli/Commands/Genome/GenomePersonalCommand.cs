using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Workflows.Genomes;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome personal</c>: the genomes of many people in one pass over their variants.</summary>
internal static class GenomePersonalCommand
{
    public static CommandEntry Entry { get; } = new(
        "personal",
        "Write the genomes of many people, both haplotypes, in one pass over each VCF.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<PersonalConsensusOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace genomes that were made from other input." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome personal --reference hs37d5.fa --vcf vcf_files --samples-file people.txt --output consensus",
                "omni genome personal --reference hs37d5.fa --vcf chr20.vcf.gz --contigs 20 --samples HG00096,HG00097 --indels"
                    + " --output consensus",
            ],
        };
        schema.AddTo(command);
        command.Options.Add(overwrite);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var request = schema.Read(parsed).Get<PersonalConsensusOptions>().Request(parsed.GetValue(overwrite));
            return Task.FromResult(Run(terminal, request, parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(Terminal terminal, PersonalConsensusRequest request, bool json, CancellationToken cancellation)
    {
        OverwriteCheck.RequireName(request.Output);
        PersonalReportTable.Check(request.Output);
        var report = Write(terminal, request, cancellation);
        var table = PersonalReportTable.Write(request.Output, report);
        if (json) PersonalPrinter.PrintJson(terminal, report);
        else PersonalPrinter.Print(terminal, report, table);
        PersonalNotes.Haploid(terminal, report.Haploid, request.Haploid);
        PersonalNotes.WithoutRecords(terminal, report.WithoutRecords);
        return report.IsComplete ? ExitCode.Done : ExitCode.SomeRecordsFailed;
    }

    private static PersonalConsensusReport Write(Terminal terminal, PersonalConsensusRequest request, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return PersonalConsensus.Write(request, progress.Of(ProgressWords.Genomes), cancellation);
    }
}
