using System.Globalization;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Cli.Commands.Tokenizers;

/// <summary>What a tokenizer is, in words.</summary>
internal static class TokenizerPrinter
{
    private const int MostLetters = 60, MostTokens = 8, BarWidth = 30;

    /// <summary>Prints the facts, then a line for each length.</summary>
    public static void Print(TextWriter output, TokenizerInspection inspection)
    {
        var tokenizer = inspection.Tokenizer;
        Fact("tokenizer", inspection.Name);
        Fact("vocabulary", Text($"{tokenizer.VocabularySize:N0} tokens, {Alphabet.NameOf(tokenizer.Molecule)}"));
        foreach (var (name, description) in tokenizer.Stages) Fact(name, description);
        Fact("special tokens", string.Join(", ", inspection.SpecialTokens.Select(s => Text($"{s.Token} {s.Id} ({s.Role})"))));
        Fact("template", inspection.PairTemplate is { } pair ? $"{inspection.Template}; pairs {pair}" : $"{inspection.Template}; no pairs");
        Fact("most tokens", tokenizer.MaxLength == int.MaxValue ? "no limit" : Text($"{tokenizer.MaxLength:N0}"));
        if (Conversions(inspection) is { Length: > 0 } conversions) Fact("converts", conversions);
        Fact("single letters", Few(inspection.Alphabet, MostLetters, " "));
        if (inspection.Scores is { } scores)
            Fact("scores", Text($"{scores.Least:0.0000} to {scores.Greatest:0.0000}, mean {scores.Mean:0.0000}"));
        if (inspection.Duplicates.Count > 0)
            Fact("! twice", Few(inspection.Duplicates.Select(d => $"{d.Token} ({string.Join(", ", d.Ids)})"), MostTokens, ", "));
        if (tokenizer.SharedIds.Count > 0) Fact("! one id", Few(tokenizer.SharedIds.Select(Described), MostTokens, "; "));
        if (inspection.NeverProduced.Count > 0)
            Fact("! never given", Text($"{inspection.NeverProduced.Count:N0} tokens: ")
                + Few(inspection.NeverProduced.Select(id => Text($"{tokenizer.TokenOf(id)} {id}")), MostTokens, ", "));
        output.WriteLine();
        Lengths(output, inspection.Lengths);

        void Fact(string name, string value) => output.WriteLine($"{name,-14}  {value}");
    }

    private static void Lengths(TextWriter output, IReadOnlyList<TokenLength> lengths)
    {
        output.WriteLine("letters      tokens");
        var most = lengths.Select(length => length.Tokens).DefaultIfEmpty(1).Max();
        foreach (var (letters, tokens) in lengths)
        {
            var bar = new string('█', (int)Math.Ceiling((double)BarWidth * tokens / most));
            output.WriteLine(Text($"{letters,7}  {tokens,10:N0}  {bar}"));
        }
    }

    private static string Conversions(TokenizerInspection inspection)
    {
        var uracil = inspection.Tokenizer.Uracil switch
        {
            UracilPolicy.UToT => "U to T",
            UracilPolicy.TToU => "T to U",
            _ => null,
        };
        var upper = inspection.Tokenizer.Case == CasePolicy.Upper ? "lower case to upper case" : null;
        return string.Join(", ", new[] { uracil, upper }.OfType<string>());
    }

    /// <summary>Tokens and the id that they have together.</summary>
    public static string Described(SharedId shared) => Text($"{Few(shared.Tokens, MostTokens, ", ")} ({shared.Id})");

    private static string Few(IEnumerable<string> texts, int most, string separator)
    {
        var all = texts.ToList();
        return string.Join(separator, all.Take(most)) + (all.Count > most ? Text($" … {all.Count - most:N0} more") : "");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
