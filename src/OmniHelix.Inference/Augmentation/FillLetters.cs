using OmniHelix.Sequences;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Inference.Augmentation;

/// <summary>
/// What may stand in the place of a hidden token: the tokens of as many letters that have nothing but bases in them, or of a model of
/// proteins the twenty residues, so that a variant is as long as its sequence and each label stays at its letter.
/// </summary>
internal sealed class FillLetters
{
    private const string Bases = "ACGTU", Residues = "ACDEFGHIKLMNPQRSTVWY";

    private readonly Dictionary<int, int[]> byLength;
    private readonly OmniTokenizer tokenizer;
    private readonly bool isProtein;

    /// <param name="tokenizer">Of the model.</param>
    /// <param name="allowN">N counts as a base; among residues it is asparagine anyway.</param>
    public FillLetters(OmniTokenizer tokenizer, bool allowN)
    {
        this.tokenizer = tokenizer;
        isProtein = tokenizer.Molecule == Molecule.Protein;
        // As the tokenizer looks them up: where it reads T as U, the token of T is never seen.
        var bases = (isProtein ? Residues : $"{Bases}{(allowN ? "N" : "")}").Select(tokenizer.Converted).ToHashSet();
        byLength = Enumerable.Range(0, tokenizer.VocabularySize)
            .Where(id => tokenizer.LettersOf(id) is { Length: > 0 } letters && letters.All(bases.Contains))
            .GroupBy(id => tokenizer.LettersOf(id).Length)
            .ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Tokens of as many letters; none where there is no choice.</summary>
    /// <param name="length">Letters.</param>
    /// <param name="thymine">The sequence has T where others have U: tokens with the other letter are left out.</param>
    public int[] Of(int length, bool thymine)
    {
        var all = byLength.GetValueOrDefault(length) ?? [];
        if (isProtein) return all;
        var other = thymine ? 'U' : 'T';
        // A tokenizer that has both letters tells them apart; one that has a single one means either.
        var one = all.Where(id => !tokenizer.LettersOf(id).Contains(other, StringComparison.Ordinal)).ToArray();
        return tokenizer.Converted('T') == tokenizer.Converted('U') ? all : one;
    }

    /// <summary>Writes the letters of a token into a sequence, in the case and with the T or U of what stands there.</summary>
    /// <param name="letters">The sequence.</param>
    /// <param name="span">Where.</param>
    /// <param name="id">The token.</param>
    /// <param name="thymine">The sequence has T where others have U.</param>
    public void Write(Span<char> letters, TokenSpan span, int id, bool thymine)
    {
        var with = tokenizer.LettersOf(id);
        for (var i = 0; i < with.Length; i++)
        {
            var upper = char.ToUpperInvariant(with[i]);
            if (!isProtein && upper is 'T' or 'U') upper = thymine ? 'T' : 'U';
            ref var place = ref letters[span.Start + i];
            place = char.IsLower(place) ? char.ToLowerInvariant(upper) : upper;
        }
    }
}
