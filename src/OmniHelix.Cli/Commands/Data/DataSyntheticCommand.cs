using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Synthetic;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data synthetic</c>, known as <c>generate_synthetic</c>: sequences like real ones that mean nothing.</summary>
internal static class DataSyntheticCommand
{
    public static CommandEntry Entry { get; } = new("synthetic", "Make synthetic sequences from real ones: drawn words, reordered blocks, exact k-let shuffles.", Create);

    /// <summary>The name and output of genomeNLP.</summary>
    public static CommandEntry Known { get; } = Entry.KnownAs("generate_synthetic");

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var known = entry.IsHidden;
        var input = new Argument<string>("FILE") { Description = "FASTA, FASTQ or a table." };
        var output = new Option<string>("--output", "-o", "--outfile_path", "--outfile-path") { Description = "FASTA or table to write.", Required = !known, DefaultValueFactory = known ? _ => "out.fa" : null };
        var schema = new SettingsBinding().Add<SyntheticSettings>().Alias("--block", "-b").Alias("--block", "--block_size").Alias("--method", "-c").Alias("--method", "--control_dist");
        var reverse = new Option<bool>("--reverse-complements", "--do_reverse_complement") { Description = "Write the reverse complements of the real and of the synthetic sequences too." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = known
                ? ["omni generate_synthetic promoter.fa -b 2 -c frequency -o null.fa"]
                :
                [
                    "omni data synthetic promoter.fa --output null.fa",
                    "omni data synthetic promoter.fa --output null.fa --method shuffle --block 2 --seed 7",
                    "omni data synthetic promoter.fa --output null.csv --method distribution --distribution words.tsv --length 200",
                ],
        };
        command.Arguments.Add(input);
        command.Options.Add(output);
        schema.AddTo(command);
        command.Options.Add(reverse);
        command.Options.Add(overwrite);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(output)!;
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            SyntheticResult result;
            using (var display = new CountDisplay(terminal, TimeProvider.System))
                result = SyntheticFile.Write(parsed.GetValue(input)!, path, schema.Read(parsed).Get<SyntheticSettings>().ToOptions(), parsed.GetValue(reverse), display, cancellation);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(result));
            else terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Sequences} sequences read, {result.Written} records written{(result.Alphabet is null ? "" : $", letters {result.Alphabet}")}"));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
