using System.CommandLine;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary><c>omni tokenizer compare</c>: what tokenizers share, and how the weights of what they share differ.</summary>
internal static class TokenizerCompareCommand
{
    public static CommandEntry Entry { get; } = new(
        "compare", "Compare vocabularies: what they share, and how the weights of shared tokens differ.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var tokenizers = Tokenizers();
        var weights = new Option<string>("--weights")
        {
            Description = "Write a table of the weights of shared tokens, separated by tabs: deviation, outlier, each weight.",
        };
        var report = new Option<string>("--report")
        {
            Description = "Write the comparison as a page too: one HTML file that loads nothing.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace these files." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni tokenizer compare human.json mouse.json",
                "omni tokenizer compare chr1.json chr2.json chr3.json --weights weights.tsv --report compared.html",
            ],
        };
        command.Arguments.Add(tokenizers);
        foreach (var option in new Option[] { weights, report, overwrite }) command.Add(option, "Output");
        command.Options.Add(json);
        command.SetAction((parsed, _) => Task.FromResult(new ComparisonJob(parsed.GetValue(tokenizers)!)
        {
            WeightsPath = parsed.GetValue(weights),
            PagePath = parsed.GetValue(report),
            Overwrite = parsed.GetValue(overwrite),
            Json = parsed.GetValue(json),
        }.Run(terminal)));
        return command;
    }

    /// <summary>The argument of commands that read several tokenizers.</summary>
    internal static Argument<string[]> Tokenizers() => new("TOKENIZER")
    {
        Description = "Tokenizers: files such as tokens.json, folders, or names of shipped models.",
        Arity = ArgumentArity.OneOrMore,
    };
}
