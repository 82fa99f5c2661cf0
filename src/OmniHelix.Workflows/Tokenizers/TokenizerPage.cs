using System.Globalization;
using OmniHelix.Reports;
using OmniHelix.Sequences;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>A tokenizer as a page: its steps, the lengths and scores of its tokens, and all of them to be searched.</summary>
public static class TokenizerPage
{
    private const int ScoreBins = 20, MostTokens = 100_000, MostListed = 200;

    /// <summary>The page.</summary>
    /// <param name="title">What it is called.</param>
    /// <param name="inspection">The tokenizer.</param>
    public static HtmlReport Compose(string title, TokenizerInspection inspection)
    {
        var tokenizer = inspection.Tokenizer;
        var longest = inspection.Lengths.Select(length => length.Letters).DefaultIfEmpty().Max();
        var page = new HtmlReport(title)
        {
            Kind = "OmniHelix tokenizer",
            Subtitle = inspection.Model,
            KeyFigures =
            [
                new("Tokens", Text($"{tokenizer.VocabularySize:N0}"), Alphabet.NameOf(tokenizer.Molecule)),
                new("Longest token", Text($"{longest:N0}"), "letters"),
                new("Never given", Text($"{inspection.NeverProduced.Count:N0}"), "tokens that no text gives")
                {
                    IsWarning = inspection.NeverProduced.Count > 0,
                },
            ],
            Footer = $"OmniHelix {typeof(TokenizerPage).Assembly.GetName().Version!.ToString(3)}",
        };
        Steps(page, inspection);
        Distributions(page, inspection);
        InVain(page, inspection);
        Vocabulary(page, inspection);
        return page;
    }

    private static void Steps(HtmlReport page, TokenizerInspection inspection)
    {
        var tokenizer = inspection.Tokenizer;
        var rows = tokenizer.Stages.Select(stage => KeyValuePair.Create(stage.Name, stage.Description)).ToList();
        rows.Add(new("template", inspection.Template));
        rows.Add(new("pairs", inspection.PairTemplate ?? "none"));
        rows.Add(new("most tokens", tokenizer.MaxLength == int.MaxValue ? "no limit" : Text($"{tokenizer.MaxLength:N0}")));
        var section = page.AddSection("Steps", "From text to tokens, and back.").Add(new KeyValueTable(rows));
        if (inspection.SpecialTokens.Count > 0)
            section.Add(new DataTable(
                [new("Role"), new("Token"), new("Id", "0")],
                [.. inspection.SpecialTokens.Select(special => (IReadOnlyList<object?>)[special.Role, special.Token, special.Id])]));
    }

    private static void Distributions(HtmlReport page, TokenizerInspection inspection)
    {
        var lengths = new BarList(
            "Tokens by letters",
            [.. inspection.Lengths.Select(length => new Bar(Text($"{length.Letters}"), length.Tokens, Text($"{length.Tokens:N0}")))]);
        page.AddSection("Distributions", "Special tokens and marks of words are left out.")
            .Add(new SideBySide([.. new ReportBlock?[] { lengths, Scores(inspection) }.OfType<ReportBlock>()]));
    }

    private static BarList? Scores(TokenizerInspection inspection)
    {
        var tokenizer = inspection.Tokenizer;
        if (tokenizer.Scores is not { } scores || inspection.Scores is null) return null;
        double[] values = [.. Enumerable.Range(0, scores.Count).Where(id => tokenizer.LettersOf(id).Length > 0).Select(id => scores[id])];
        var bins = Histogram.Of("", "", values, ScoreBins);
        var bars = bins.Counts.Select(
            (count, bin) => new Bar(Text($"from {bins.Start + bin * bins.BinWidth:0.00}"), count, Text($"{count:N0}")));
        return new BarList("Tokens by score, the logarithm of their probability", [.. bars]);
    }

    private static void InVain(HtmlReport page, TokenizerInspection inspection)
    {
        var shared = inspection.Tokenizer.SharedIds;
        if (inspection.NeverProduced.Count + inspection.Duplicates.Count + shared.Count == 0) return;
        var section = page.AddSection("In vain", "Tokens that stand there twice or share an id, and tokens that no text gives.");
        if (shared.Count > 0)
            section.Add(new DataTable(
                [new("Share an id"), new("Id", "0")],
                [.. shared.Take(MostListed).Select(one => (IReadOnlyList<object?>)[string.Join(", ", one.Tokens), one.Id])]));
        if (inspection.Duplicates.Count > 0)
            section.Add(new DataTable(
                [new("Stands twice"), new("Ids")],
                [.. inspection.Duplicates.Take(MostListed).Select(d => (IReadOnlyList<object?>)[d.Token, string.Join(", ", d.Ids)])]));
        var never = inspection.NeverProduced.Take(MostTokens);
        if (inspection.NeverProduced.Count > 0)
            section.Add(new SearchTable(
                [new("Never given"), new("Id", "0")],
                [.. never.Select(id => (IReadOnlyList<object?>)[inspection.Tokenizer.TokenOf(id), id])]));
    }

    private static void Vocabulary(HtmlReport page, TokenizerInspection inspection)
    {
        var tokenizer = inspection.Tokenizer;
        var scores = tokenizer.Scores;
        TableColumn[] score = scores is null ? [] : [new("Score", "0.0000")];
        TableColumn[] columns = [new("Id", "0"), new("Token"), new("Letters", "0"), .. score];
        var rows = Enumerable.Range(0, Math.Min(MostTokens, tokenizer.VocabularySize)).Select(id => (IReadOnlyList<object?>)
        [
            id, tokenizer.TokenOf(id), tokenizer.LettersOf(id).Length,
            .. scores is null ? [] : new object?[] { id < scores.Count ? scores[id] : null },
        ]);
        var section = page.AddSection("Vocabulary");
        if (tokenizer.VocabularySize > MostTokens) section.Add(new Note(Text($"The first {MostTokens:N0} tokens.")));
        section.Add(new SearchTable(columns, [.. rows]));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
