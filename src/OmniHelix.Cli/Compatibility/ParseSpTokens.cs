using System.CommandLine;
using OmniHelix.Cli.Shell;
using OmniHelix.Reports;
using OmniHelix.Tokenizers;

namespace OmniHelix.Cli.Compatibility;

/// <summary>
/// <c>parse_sp_tokens</c> of genomeNLP: the lengths of tokens as a histogram, <c>kmer_length_histogram</c> as PDF, PNG and SVG in a folder.
/// </summary>
internal static class ParseSpTokens
{
    private const string FileName = "kmer_length_histogram", WordMark = "▁";
    private const int Bins = 10;

    public static CommandEntry Entry { get; } =
        new("parse_sp_tokens", "genomeNLP's histogram of token lengths; tokenizer inspect tells more.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var tokeniser = new Argument<string>("TOKENISER") { Description = "A tokenizer.json, or the folder of a tokenizer." };
        var specials = new Option<string[]>("--special_tokens", "--special-tokens", "-s")
        {
            Description = "Tokens that do not count, which the tokenizer must have.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. TokenizerTrainingOptions.UsualSpecialTokens],
        };
        var output = new Option<string>("--outfile_path", "--outfile-path", "--output", "-o")
        {
            Description = "Folder of the drawings.",
            DefaultValueFactory = _ => ".",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the drawings." };
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = ["omni parse_sp_tokens tokens.json -o plots"] };
        command.Arguments.Add(tokeniser);
        foreach (var option in new Option[] { specials, output, overwrite }) command.Options.Add(option);
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetValue(tokeniser)!;
            var folder = parsed.GetValue(output)!;
            var stem = Path.Combine(folder, FileName);
            OverwriteCheck.Files(parsed.GetValue(overwrite), stem + ".svg", stem + ".png", stem + ".pdf");
            var lengths = Lengths(OmniTokenizer.FromPretrained(path), parsed.GetValue(specials)!, path);
            AtomicFile.MakeFolder(folder);
            var histogram = Histogram.Of(
                FormattableString.Invariant($"Selected k-mer length distribution (of {lengths.Count})"),
                "Selected k-mer lengths (base pairs)", lengths, Bins);
            foreach (var file in ReportFigures.Write(stem, histogram)) terminal.Error.WriteLine($"wrote {file}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    // The mark of words alone has length 0, as there.
    private static List<double> Lengths(OmniTokenizer tokenizer, IReadOnlyCollection<string> specials, string path)
    {
        foreach (var token in specials)
            if (tokenizer.IdOf(token) is null)
                throw new UsageException(
                    "OH1650", $"the tokenizer has no token '{token}'", path, "Say with -s which of its tokens are special.");
        return
        [
            .. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf).Where(token => !specials.Contains(token))
                .Select(token => (double)token.Replace(WordMark, "", StringComparison.Ordinal).Length),
        ];
    }
}
