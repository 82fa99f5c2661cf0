using System.Globalization;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary>A tokenizer that was learned, in words.</summary>
internal static class TrainPrinter
{
    private const int Shown = 10;

    /// <summary>Prints what was read and what came out.</summary>
    public static void Print(TextWriter output, TokenizerTrainOutcome outcome)
    {
        var trained = outcome.Trained;
        output.WriteLine(
            Text($"read       {Plural.Count(outcome.Sequences, "sequence", format: "N0")}, {outcome.Characters:N0} letters, ")
                + Plural.Count(outcome.Words, "word", format: "N0"));
        output.WriteLine(
            Text($"tokens     {trained.Found:N0} of {trained.Requested:N0} wanted; the longest has {outcome.Longest} letters"));
        var byScore = outcome.ByScore;
        if (byScore.Count == 0) return;
        output.WriteLine(Text($"probable   {Listed(byScore.Take(Shown))}"));
        output.WriteLine(Text($"rare       {Listed(byScore.TakeLast(Shown))}"));
    }

    /// <summary>
    /// What a user should know: a smaller vocabulary than was wanted, special tokens in the text or added, letters that will be lost.
    /// </summary>
    public static void Notes(TextWriter error, TokenizerTrainOutcome outcome)
    {
        var trained = outcome.Trained;
        if (trained.Found < trained.Requested)
            error.WriteLine(Text(
                $"! the sequences yield {trained.Found:N0} tokens, fewer than the {trained.Requested:N0} wanted"));
        if (outcome.SpecialTokensInText > 0)
            error.WriteLine(Text(
                $"! special tokens stand in the text {outcome.SpecialTokensInText:N0} times and were read as letters, first in ")
                + outcome.FirstSpecialToken);
        if (outcome.AddedUnknown is { } unknown)
            error.WriteLine($"note {unknown} is added to the special tokens, since a unigram model needs a token for what it lacks");
        if (outcome.DropsUnknownLetters)
            error.WriteLine("! no special token is <unk> or [UNK]: letters that the vocabulary lacks will be left out of what is encoded");
    }

    private static string Listed(IEnumerable<(string Token, double Score)> tokens) =>
        string.Join("  ", tokens.Select(token => Text($"{token.Token} {token.Score:0.00}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
