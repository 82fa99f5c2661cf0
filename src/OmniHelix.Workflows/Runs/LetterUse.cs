using System.Globalization;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Runs;

/// <summary>
/// How many letters a model was given, and how many of them it cannot read or hardly knows: it answers for those all the same.
/// </summary>
/// <param name="Given">Letters of all sequences.</param>
/// <param name="Unknown">Of these, letters that the vocabulary lacks.</param>
/// <param name="HardlyRead">
/// Those that the vocabulary has and the model hardly read while it was trained, the most frequent first; empty when nobody counted what
/// the model read.
/// </param>
public sealed record LetterUse(long Given, long Unknown, IReadOnlyDictionary<string, long> HardlyRead)
{
    private const int Shown = 10;

    /// <summary>Labels of the unknown letters, where each base has one.</summary>
    public long LabelsOfUnknown { get; init; }

    /// <summary>Letters that were read as another one: U as T, or T as U.</summary>
    public long Converted { get; init; }

    /// <summary>Lower-case letters that were read as upper case.</summary>
    public long Folded { get; init; }

    private UracilPolicy Conversion { get; init; }

    private IReadOnlyList<char> WellKnown { get; init; } = [];

    /// <summary>What tokenising counted.</summary>
    /// <param name="counts">Of a split, or of one sequence.</param>
    /// <param name="tokenizer">Knows what the model was trained on.</param>
    internal static LetterUse Of(LengthCounts counts, OmniTokenizer tokenizer) =>
        Of(counts.Letters, counts.UnknownLetters, tokenizer) with
        {
            LabelsOfUnknown = counts.LabelsOfUnknown,
            Converted = counts.ConvertedLetters,
            Folded = counts.FoldedLetters,
        };

    /// <summary>What a pass over records counted.</summary>
    /// <param name="counts">Of all records.</param>
    /// <param name="tokenizer">Knows what the model was trained on.</param>
    internal static LetterUse Of(InferenceCounts counts, OmniTokenizer tokenizer) =>
        Of(counts.Letters, counts.UnknownBases, tokenizer) with
        {
            Converted = counts.ConvertedLetters,
            Folded = counts.FoldedLetters,
        };

    /// <summary>What there is to say of the letters that were read as others: U as T or T as U, lower case as upper case.</summary>
    public IEnumerable<string> ConvertedNotes()
    {
        var (from, to) = Conversion == UracilPolicy.UToT ? ('U', 'T') : ('T', 'U');
        if (Converted > 0) yield return Text($"{Converted:#,0} of {Given:#,0} letters are {from} and are read as {to}");
        if (Folded > 0) yield return Text($"{Folded:#,0} of {Given:#,0} letters are lower case and are read as upper case");
    }

    /// <summary>What there is to say of the letters that the vocabulary lacks; null when it has all.</summary>
    private string? UnknownNote() => Unknown == 0
        ? null
        : Text($"{Unknown:#,0} of {Given:#,0} letters are unknown to the vocabulary")
            + (LabelsOfUnknown > 0 ? Text($", with {LabelsOfUnknown:#,0} labels") : "");

    /// <summary>What there is to say of the letters that the model hardly read; null when it knows all.</summary>
    /// <param name="hasFlag">The command has <c>--uracil</c>.</param>
    public string? HardlyReadNote(bool hasFlag = true)
    {
        if (HardlyRead.Count == 0) return null;
        var named = string.Join(", ", HardlyRead.Take(Shown).Select(l => Text($"{l.Key} {l.Value:#,0}")));
        return Text($"{HardlyRead.Values.Sum():#,0} of {Given:#,0} letters are ones that the model hardly read")
            + $" while it was trained ({named}{(HardlyRead.Count > Shown ? ", …" : "")}); it knows {string.Join(", ", WellKnown)}."
            + $" {Remedy(hasFlag)}";
    }

    // Of T and U one may stand for the other.
    private string Remedy(bool hasFlag)
    {
        var flag = HardlyRead.ContainsKey("T") && WellKnown.Contains('U') ? "t2u"
            : HardlyRead.ContainsKey("U") && WellKnown.Contains('T') ? "u2t" : null;
        if (flag is null) return "Convert them with omni data convert --case, file by file";
        return hasFlag
            ? $"--uracil {flag} reads them as the letter it knows"
            : $"\"{flag}\": true in the tokenizer_config.json of a copy of the model reads them as the letter it knows; omni data convert "
                + $"--uracil {flag} writes a file with it";
    }

    /// <summary>Everything that there is to say.</summary>
    /// <param name="hasFlag">The command has <c>--uracil</c>.</param>
    public IEnumerable<string> Notes(bool hasFlag = true) => new[] { UnknownNote(), HardlyReadNote(hasFlag) }.OfType<string>();

    private static LetterUse Of(IReadOnlyDictionary<char, long> letters, long unknown, OmniTokenizer tokenizer)
    {
        var learned = tokenizer.Learned;
        // What the vocabulary lacks is counted apart.
        var hardly = letters.Where(l => learned?.IsHardlyKnown(l.Key) == true && tokenizer.IdOf($"{l.Key}") is not null)
            .OrderByDescending(l => l.Value).ThenBy(l => l.Key)
            .Select(l => KeyValuePair.Create($"{l.Key}", l.Value));
        return new LetterUse(letters.Values.Sum(), unknown, new OrderedDictionary<string, long>(hardly))
        {
            WellKnown = learned?.WellKnown ?? [],
            Conversion = tokenizer.Uracil,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
