using System.Globalization;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Runs;

/// <summary>Says which letters a model cannot read, and which it hardly knows: it answers for them all the same.</summary>
internal static class LetterNotes
{
    private const int Shown = 10;

    /// <summary>What there is to say of the rows of a split.</summary>
    public static IEnumerable<string> Of(string name, RaggedTokens tokens, OmniTokenizer tokenizer)
    {
        var counts = tokens.Counts;
        if (counts.UnknownLetters > 0)
            yield return Text($"{name}: {counts.UnknownLetters:#,0} of {counts.Letters.Values.Sum():#,0} letters")
                + " are unknown to the vocabulary"
                + (counts.LabelsOfUnknown > 0 ? Text($", with {counts.LabelsOfUnknown:#,0} labels.") : ".");
        if (HardlyKnown(counts.Letters, tokenizer) is { } note) yield return $"{name}: {note}.";
    }

    /// <summary>The letters that the model hardly knows; null when it knows all, or when nobody counted what it read.</summary>
    /// <param name="letters">How often each was read, after the conversions of the tokenizer.</param>
    /// <param name="tokenizer">Knows what the model was trained on.</param>
    public static string? HardlyKnown(IReadOnlyDictionary<char, long> letters, OmniTokenizer tokenizer)
    {
        if (tokenizer.Learned is not { } learned) return null;
        // What the vocabulary lacks is told apart.
        var hardly = letters.Where(l => tokenizer.IdOf(l.Key.ToString()) != tokenizer.Special.Unknown && learned.IsHardlyKnown(l.Key))
            .OrderByDescending(l => l.Value).ToList();
        if (hardly.Count == 0) return null;
        var named = string.Join(", ", hardly.Take(Shown).Select(l => Text($"{l.Key} {l.Value:#,0}")));
        return Text($"{hardly.Sum(l => l.Value):#,0} of {letters.Values.Sum():#,0} letters are ones that the model hardly read")
            + $" while it was trained ({named}{(hardly.Count > Shown ? ", …" : "")}); it knows {string.Join(", ", learned.WellKnown)}."
            + " Convert them: --uracil, or omni data convert --case upper";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
