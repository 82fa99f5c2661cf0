using System.CommandLine;
using OmniHelix.Cli.Commands.Tokenizers;
using OmniHelix.Cli.Shell;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Compatibility;

/// <summary>
/// <c>tokenise_bio</c> of genomeNLP: the Unigram tokens that <c>omni tokenizer train</c> learns, or a tokenizer that is there, and what it
/// makes of an example.
/// </summary>
internal static class TokeniseBio
{
    private static readonly TokenizerTrainOptions Usual = new();

    public static CommandEntry Entry { get; } = new("tokenise_bio", "genomeNLP's name of tokenizer train, for empirical tokens.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var files = new Option<string[]>("--infile_paths", "--infile-paths", "-i")
        {
            Description = "FASTA files to learn from, plain or compressed.",
            AllowMultipleArgumentsPerToken = true,
        };
        var tokeniser = new Option<string?>("--tokeniser_path", "--tokeniser-path", "--output", "-t")
        {
            Description = "The tokenizer: written with -i, read without.",
        };
        var size = new Option<int>("--vocab_size", "--vocab-size", "-v")
        {
            Description = "Tokens wanted, special tokens included.",
            DefaultValueFactory = _ => Usual.VocabSize,
        };
        var pieces = new Option<int>("--break_size", "--break-size", "-b") { Description = "Letters of a piece; 0 takes sequences whole." };
        var letters = new Option<string?>("--case", "-c") { Description = "upper or lower; letters stay otherwise." };
        var specials = new Option<string[]>("--special_tokens", "--special-tokens", "-s")
        {
            Description = "The first tokens.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. Usual.SpecialTokens],
        };
        var example = new Option<string?>("--example_seq", "--example-seq", "-e") { Description = "A sequence to encode." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the tokenizer." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenise_bio -i promoter.fa non_promoter.fa -t tokens.json",
                "omni tokenise_bio -t tokens.json -e AACCGGTT",
            ],
        };
        foreach (var option in new Option[] { files, tokeniser, size, pieces, letters, specials, example, overwrite })
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(tokeniser);
            var inputs = parsed.GetValue(files) ?? [];
            if (path is null)
                throw new UsageException(
                    "OH2020", inputs.Length == 0 ? "neither -i nor -t is given" : "-t is missing, so what is learned would be lost", null,
                    "Name the tokenizer with -t.");
            if (inputs.Length == 0 && parsed.GetValue(example) is null)
                throw new UsageException(
                    "OH2020", "neither -i nor -e is given, so there is nothing to do", path,
                    "Name files to learn from, or a sequence to encode.");
            if (inputs.Length > 0)
            {
                var options = Usual with
                {
                    VocabSize = parsed.GetValue(size),
                    BreakSize = parsed.GetValue(pieces),
                    Case = CaseOf(parsed.GetValue(letters), terminal),
                    SpecialTokens = parsed.GetValue(specials)!,
                };
                var job = new TrainJob(terminal, options, path);
                job.Check(parsed.GetValue(overwrite));
                var outcome = job.Run(new SequenceInputOptions(), inputs, cancellation);
                TrainPrinter.Print(terminal.Summary, outcome);
                TrainPrinter.Notes(terminal.Error, outcome);
            }
            else if (new Option[] { size, pieces, letters, specials }.Any(option => parsed.GetResult(option) is { Implicit: false }))
                terminal.Error.WriteLine("note -v, -b, -c and -s are for learning, and have no effect without -i");
            if (parsed.GetValue(example) is { } sequence) Show(terminal, OmniTokenizer.FromPretrained(path), sequence);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static LetterCase? CaseOf(string? word, Terminal terminal)
    {
        switch (word)
        {
            case "upper": return LetterCase.Upper;
            case "lower": return LetterCase.Lower;
            case not null: terminal.Error.WriteLine($"note -c {word} is neither upper nor lower, and letters stay, as in genomeNLP"); break;
        }
        return null;
    }

    // In the words of the original, which scripts look for.
    private static void Show(Terminal terminal, OmniTokenizer tokenizer, string sequence)
    {
        var ids = tokenizer.Tokenize(sequence).Ids;
        terminal.Output.WriteLine($"Sample input sequence: {sequence}");
        terminal.Output.WriteLine($"Sample tokenised: [{string.Join(", ", ids)}]");
        foreach (var id in ids)
            terminal.Output.WriteLine(FormattableString.Invariant($"Token::k-mer map: {id} \t:: {tokenizer.Decode([id])}"));
    }
}
