using System.CommandLine;
using OmniHelix.Cli.Commands.Tokenizers;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Creation;

namespace OmniHelix.Cli.Compatibility;

/// <summary>
/// <c>kmerise_bio</c> of genomeNLP: <c>omni tokenizer kmers</c>. A <c>tokenizer.json</c> cannot cut into k-mers that overlap, so that the
/// tokenizer is a folder.
/// </summary>
internal static class KmeriseBio
{
    public static CommandEntry Entry { get; } = new("kmerise_bio", "genomeNLP's name of tokenizer kmers.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Option<string[]>("--infile_path", "--infile-path", "-i")
        {
            Description = "FASTA, one file for each label.",
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        var output = Named("out.csv", "Table.", "--outfile_path", "--outfile-path", "--output", "-o");
        var mappings = Named("mappings.json", "K-mers with their ids.", "--mappings", "-m");
        var tokenizer = Named("tokeniser.json", "Folder of the tokenizer.", "--tokeniser_path", "--tokeniser-path", "-t");
        var chunk = new Option<int>("--chunk", "-c") { Description = "Letters of a chunk; 0 takes sequences whole." };
        var length = new Option<int>("--kmer_size", "--kmer-size", "-k") { Description = "Letters of a k-mer.", Required = true };
        var labels = new Option<string[]>("--label", "-l")
        {
            Description = "Labels of the files; default: their names.",
            AllowMultipleArgumentsPerToken = true,
        };
        var forward = new Option<bool>("--no_reverse_complement", "--no-reverse-complement")
        {
            Description = "Leave reverse complements out.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ["omni kmerise_bio -i promoter.fa non_promoter.fa -k 6 -l 1 0 -o kmers.csv -t kmers"],
        };
        foreach (var option in new Option[] { files, output, mappings, tokenizer, chunk, length, labels, forward, overwrite })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var records = new CreationOptions { Chunk = parsed.GetValue(chunk), ReverseComplements = !parsed.GetValue(forward) };
            var options = new KmerOptions { Length = parsed.GetValue(length), Records = records };
            return Task.FromResult(
                new KmerJob(parsed.GetValue(files)!, options, parsed.GetValue(output)!, parsed.GetValue(tokenizer)!)
                {
                    Labels = parsed.GetValue(labels) ?? [],
                    Mappings = parsed.GetValue(mappings),
                    Overwrite = parsed.GetValue(overwrite),
                }.Run(terminal, cancellation));
        });
        return command;
    }

    private static Option<string> Named(string usual, string description, string name, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
    };
}
