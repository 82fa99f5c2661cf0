using System.Globalization;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tokens;

/// <summary>
/// Letters that no token of a vocabulary stands for. A model gives an answer for them all the same, the same one for any sequence: what
/// consists of them is refused.
/// </summary>
/// <param name="tokenizer">Tokenizer of the model.</param>
public sealed class UnreadLetters(OmniTokenizer tokenizer)
{
    private const double MostOfRecord = 0.9, MostOfSplit = 0.5;
    private const int Shown = 8, ShownOfVocabulary = 30;

    /// <summary>The error of a record of which hardly a letter can be read; null for others.</summary>
    /// <param name="record">Its tokens.</param>
    public OmniException? Problem(RecordTokens record)
    {
        var place = record.Example.Place;
        if (record.Count == 0)
            return new OmniException(
                "OH1405", $"the sequence of {Plural.Count(record.Example.Length, "letter")} has no token", place,
                "It is shorter than a token of the model, or the vocabulary has none of its letters.");
        var unread = record.UnknownLetters();
        return unread.Length < MostOfRecord * record.Bases ? null : Error(unread.CountBy(letter => letter), record.Bases, "", place);
    }

    /// <summary>Refuses a split of which the model could read less than half.</summary>
    /// <param name="tokens">Rows of the split.</param>
    /// <param name="split">Its name.</param>
    /// <exception cref="OmniException">OH1405.</exception>
    public void Require(RaggedTokens tokens, string split)
    {
        var letters = tokens.Counts.Letters.Values.Sum();
        var unread = tokens.Counts.UnreadLetters;
        if (letters > 0 && unread.Values.Sum() >= MostOfSplit * letters)
            throw Error(unread, letters, $"{split}: ", tokens.Examples[0].File);
    }

    private OmniException Error(IEnumerable<KeyValuePair<char, long>> letters, long total, string where, string? place)
    {
        var unread = letters.OrderByDescending(letter => letter.Value).ThenBy(letter => letter.Key).ToList();
        var named = string.Join(", ", unread.Take(Shown).Select(letter => Text($"{letter.Key} {letter.Value:#,0}")));
        var count = Text($"{unread.Sum(letter => letter.Value):#,0} of {total:#,0} letters");
        var what = $"{where}{count} are unknown to the vocabulary ({named}{(unread.Count > Shown ? ", …" : "")})";
        return new OmniException("OH1405", what, place, Advice([.. unread.Select(letter => letter.Key)]));
    }

    private OmniException Error(IEnumerable<KeyValuePair<char, int>> letters, long total, string where, string? place) =>
        Error(letters.Select(letter => KeyValuePair.Create(letter.Key, (long)letter.Value)), total, where, place);

    private string Advice(char[] unread)
    {
        var known = Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !tokenizer.IsSpecial(id)).Select(tokenizer.LettersOf)
            .Where(letters => letters.All(char.IsLetter)).SelectMany(letters => letters).ToHashSet();
        if (unread.All(char.IsLower) && unread.Any(letter => known.Contains(char.ToUpperInvariant(letter))))
            return "They are lower case, which this tokenizer keeps apart: make them upper case with omni data convert --case upper, or "
                + "say \"do_upper_case\": true in its tokenizer_config.json.";
        var reads = $"{string.Join(", ", known.Order().Take(ShownOfVocabulary))}{(known.Count > ShownOfVocabulary ? ", …" : "")}";
        var molecule = tokenizer.Molecule == Molecule.Unknown ? "" : $"{Alphabet.NameOf(tokenizer.Molecule)}: ";
        return $"The model reads {molecule}{reads}. Choose a model of what the sequences are, or name their column with --sequence-field.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
