using System.Globalization;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary>Tokenizers to compare, whatever command asks for it.</summary>
/// <param name="Paths">The tokenizers.</param>
internal sealed record ComparisonJob(IReadOnlyList<string> Paths)
{
    /// <summary>Where the table of weights goes; null writes none.</summary>
    public string? WeightsPath { get; init; }

    /// <summary>Where the page goes; null writes none.</summary>
    public string? PagePath { get; init; }

    /// <summary>Replace these files.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Tell the result as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Compares, tells and writes; gives the exit code.</summary>
    /// <exception cref="UsageException">OH2031 a file exists; OH1540 there are no weights to write.</exception>
    public int Run(Terminal terminal)
    {
        if (PagePath is not null) KnownFiles.Kinds.RequireName(PagePath, "a page", KnownFiles.Html);
        OverwriteCheck.Files(Overwrite, WeightsPath, PagePath);
        var comparison = TokenizerComparison.Of(Paths);
        if (WeightsPath is not null && comparison.Weights is null)
            throw new UsageException(
                "OH1540", "not all of the tokenizers are Unigram models, so that there are no weights to write", null,
                "Leave the table of weights out.");
        if (Json) terminal.Output.WriteLine(OmniCommand.Json(ToJson(comparison)));
        else Print(terminal.Summary, comparison);
        if (WeightsPath is not null)
        {
            comparison.Weights!.Write(WeightsPath, comparison.Names);
            terminal.Error.WriteLine($"weights written to {WeightsPath}");
        }
        if (PagePath is not null)
        {
            TokenizerComparisonPage.Compose("Tokenizers compared", comparison).Write(PagePath);
            terminal.Error.WriteLine($"page written to {PagePath}");
        }
        return ExitCode.Done;
    }

    private static void Print(TextWriter output, TokenizerComparison comparison)
    {
        var overlap = comparison.Overlap;
        TextTable.Write(output, ["tokenizer", "tokens", "Jaccard with the first"], comparison.Names.Select((name, i) =>
            (IReadOnlyList<string>)[name, Text($"{overlap.Sizes[i]:N0}"), Text($"{overlap.JaccardOf(0, i):0.000}")]));
        output.WriteLine(Text($"{overlap.Shared:N0} in all, {overlap.Union:N0} in any, Jaccard index {overlap.Jaccard:0.000}"));
        if (comparison.Weights is { OutlierRange: { } range } weights)
            output.WriteLine(
                $"{Plural.Count(weights.Tokens.Count(token => token.IsOutlier), "outlier", format: "N0")}: tokens whose weights have a"
                    + $" standard deviation {range}");
    }

    private static object ToJson(TokenizerComparison comparison) => new
    {
        Tokenizers = comparison.Names.Select((name, i) => new
        {
            Name = name,
            Tokens = comparison.Overlap.Sizes[i],
            Shared = comparison.Names.Select((_, j) => comparison.Overlap.SharedBy(i, j)),
        }),
        comparison.Overlap.Shared,
        comparison.Overlap.Union,
        comparison.Overlap.Jaccard,
        OutlierBelow = comparison.Weights?.Low,
        OutlierAbove = comparison.Weights?.High,
        Outliers = comparison.Weights?.Tokens.Where(token => token.IsOutlier).Select(token => token.Token),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
