using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Indexing;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome index</c>: the files that random access needs, beside their data.</summary>
internal static class GenomeIndexCommand
{
    public static CommandEntry Entry { get; } = new("index", "Make the indexes that random access needs (.fai, .gzi, .tbi, .csi).", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "FASTA and FASTQ, plain or BGZF; VCF, BCF, BED, GTF and GFF3 in BGZF, sorted.",
            Arity = ArgumentArity.OneOrMore,
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace indexes that are there." };
        var csi = new Option<bool>("--csi") { Description = "Make .csi instead of .tbi: for contigs over 512 Mb." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni genome index hs37d5.fa", "omni genome index --overwrite hs37d5.fa.gz calls.vcf.gz"],
        };
        command.Arguments.Add(files);
        command.Options.Add(overwrite);
        command.Options.Add(csi);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(terminal, parsed.GetValue(files)!, parsed.GetValue(overwrite), parsed.GetValue(csi), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string[] files, bool overwrite, bool csi, bool json, CancellationToken cancellation)
    {
        var indexing = new FileIndexing(KnownFiles.Kinds, overwrite, csi);
        List<WrittenIndex> written = [];
        foreach (var file in files)
        {
            using var progress = new ProgressLine(terminal, TimeProvider.System);
            written.AddRange(indexing.Index(file, progress.Of(ProgressWords.BytesOf(file)), cancellation));
        }
        if (json) terminal.Output.WriteLine(OmniCommand.Json(new { written, indexing.Notes }));
        else
        {
            foreach (var index in written)
                terminal.Output.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{index.Path}\t{index.Entries}\t{Plural.Of(index.Entries, index.Of)}"));
            foreach (var note in indexing.Notes) terminal.Error.WriteLine($"note {note}");
        }
        return ExitCode.Done;
    }
}
