using System.CommandLine;
using OmniHelix.Cli.Commands.Tokenizers;
using OmniHelix.Cli.Shell;
using OmniHelix.Tokenizers;

namespace OmniHelix.Cli.Compatibility;

/// <summary>
/// <c>compare_empirical_tokens</c> of genomeNLP: <c>omni tokenizer compare</c> and, with a merge strategy, <c>omni tokenizer pool</c>. The
/// plot is a page, under the name asked for with the ending of one.
/// </summary>
internal static class CompareEmpiricalTokens
{
    public static CommandEntry Entry { get; } =
        new("compare_empirical_tokens", "genomeNLP's name of tokenizer compare and tokenizer pool.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var tokenizers = TokenizerCompareCommand.Tokenizers();
        var pooled = new Option<string>("--tokeniser_path", "--tokeniser-path", "-t")
        {
            Description = "The pooled tokenizer; only with --merge_strategy.",
            DefaultValueFactory = _ => "pooled.json",
        };
        var weights = new Option<string>("--token_weight", "--token-weight", "-w")
        {
            Description = "Table of weights.",
            DefaultValueFactory = _ => "token_weights.tsv",
        };
        var merge = new Option<PoolMerge?>("--merge_strategy", "--merge-strategy", "-m")
        {
            Description = "Pool too: tokens that all tokenizers have (inner) or that any has (outer).",
        };
        var pooling = new Option<PoolWeight>("--pooling_strategy", "--pooling-strategy", "-p")
        {
            Description = "Weight of a pooled token.",
        };
        var page = new Option<string>("--outfile_path", "--outfile-path", "--output", "-o")
        {
            Description = "Plots, as a page.",
            DefaultValueFactory = _ => "token_dist.html",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace these files." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni compare_empirical_tokens chr1.json chr2.json -w weights.tsv -o dist.pdf",
                "omni compare_empirical_tokens chr1.json chr2.json -m outer -p mean -t pooled.json",
            ],
        };
        command.Arguments.Add(tokenizers);
        foreach (var option in new Option[] { pooled, weights, merge, pooling, page, overwrite }) command.Options.Add(option);
        command.SetAction((parsed, _) =>
        {
            var paths = parsed.GetValue(tokenizers)!;
            var pool = parsed.GetValue(merge) is null ? null : parsed.GetValue(pooled);
            if (pool is null && (parsed.GetResult(pooling) is { Implicit: false } || parsed.GetResult(pooled) is { Implicit: false }))
                terminal.Error.WriteLine("note nothing is pooled without --merge_strategy (-m)");
            OverwriteCheck.Files(parsed.GetValue(overwrite), pool);
            var done = new ComparisonJob(paths)
            {
                WeightsPath = parsed.GetValue(weights),
                PagePath = Path.ChangeExtension(parsed.GetValue(page), ".html"),
                Overwrite = parsed.GetValue(overwrite),
            }.Run(terminal);
            if (parsed.GetValue(merge) is { } strategy)
                TokenizerPoolCommand.Pool(
                    terminal, paths, new PoolOptions { Merge = strategy, Weight = parsed.GetValue(pooling) }, pool!);
            return Task.FromResult(done);
        });
        return command;
    }
}
