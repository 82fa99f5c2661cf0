using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary><c>omni rna fold</c>: the structure of least energy of each record, and its ensemble.</summary>
internal static class RnaFoldCommand
{
    public static CommandEntry Entry { get; } = new("fold", "Fold sequences by free energy (Turner 2004).", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<FoldOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the files that are written." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni rna fold --sequence GGGAAACGCUUCGGCGUUUCCC",
                "omni rna fold --input x.fasta --output x.dbn",
                "omni rna fold --input x.fasta.gz --ensemble --output x.csv --probabilities pairs.tsv",
                "omni rna fold --input x.fasta --output x.jsonl --report x.html",
                "omni rna fold --sequence GGGAAACGCUUCGGCGUUUCCC --subopt 5",
                "omni rna fold --input x.fasta --samples 1000 --seed 7 --output x.parquet",
                "omni rna fold --input genome.fasta --local --span 150 --output local.parquet",
                "omni rna fold --sequence \"UGCGCUAAAGCCCUAUGCAGGAAA&GGCUUUAGCGCGCCAU\" --ensemble",
                "omni rna fold --input circles.fasta --circular --output x.dbn",
                "omni rna fold --sequence GGGAAACCCAAAGGG --constraint \"...xxx.........\"",
                "omni rna fold --input probed.jsonl --reactivity-field shape --output probed.dbn",
                "zcat x.fasta.gz | omni rna fold --input - --temperature 25 | head",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = FoldConfiguration.Resolve(binding.Read(parsed).Get<FoldOptions>());
            string?[] files = [configuration.Output, configuration.Options.Probabilities, configuration.Options.Report];
            var printer = new RnaPrinter(terminal, parsed.GetValue(json), files);
            OverwriteCheck.Files(parsed.GetValue(overwrite), files);
            return Task.FromResult(printer.Print(progress =>
                new FoldWorkflow(configuration).Run(terminal.Output, progress, cancellation)));
        });
        return command;
    }
}
