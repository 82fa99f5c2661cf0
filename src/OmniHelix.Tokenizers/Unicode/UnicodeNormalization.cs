using System.Runtime.InteropServices;
using System.Text;

namespace OmniHelix.Tokenizers.Unicode;

/// <summary>
/// The normalization forms of Unicode 14 (Unicode Standard Annex 15), with the change of every scalar value against the text, by which
/// offsets find their way back. <c>string.Normalize</c> needs ICU, which this program runs without.
/// </summary>
internal static class UnicodeNormalization
{
    private const int MarksOnStack = 64;

    // The first letters that may change: a blank by compatibility, A with a grave accent, and the mark that is this accent.
    private const char FirstOfCompatibility = '\u00A0', FirstOfD = '\u00C0', FirstOfC = '\u0300';

    /// <summary>True only when the text has the form already; found at the speed of memory.</summary>
    public static bool IsCertainly(ReadOnlySpan<char> text, UnicodeForm form)
    {
        var first = form switch
        {
            UnicodeForm.C => FirstOfC,
            UnicodeForm.D => FirstOfD,
            _ => FirstOfCompatibility,
        };
        return !text.ContainsAnyInRange(first, char.MaxValue);
    }

    /// <summary>Adds the scalar values of the normalized text to a list, each with its change.</summary>
    /// <param name="text">A surrogate without its partner is read as U+FFFD.</param>
    /// <param name="form">The form wanted.</param>
    /// <param name="result">
    /// Change 0 takes the place of the next scalar value of the text; 1 was added behind the one before; -n takes the place of the next
    /// one, and n further ones vanish with it.
    /// </param>
    public static void Normalize(ReadOnlySpan<char> text, UnicodeForm form, List<(Rune Rune, int Change)> result)
    {
        var start = result.Count;
        foreach (var letter in text.EnumerateRunes()) Decompose(letter, form is UnicodeForm.KC or UnicodeForm.KD, 0, result);
        var letters = CollectionsMarshal.AsSpan(result)[start..];
        Reorder(letters);
        if (form is UnicodeForm.C or UnicodeForm.KC) CollectionsMarshal.SetCount(result, start + Compose(letters));
    }

    private static int ClassOf((Rune Rune, int Change) letter) => UnicodeTables.CombiningClasses[letter.Rune.Value];

    // The first letter of a decomposition stands for the whole, the others were added behind it.
    private static void Decompose(Rune letter, bool compatibility, int change, List<(Rune Rune, int Change)> result)
    {
        if (HangulSyllable.TryDecompose(letter, out var first, out var second))
        {
            Decompose(first, compatibility, change, result);
            result.Add((second, 1));
            return;
        }
        var decomposition = UnicodeTables.Decompositions[letter.Value];
        if (decomposition.Mapping is null || (decomposition.IsCompatibility && !compatibility))
        {
            result.Add((letter, change));
            return;
        }
        foreach (var part in decomposition.Mapping)
        {
            Decompose(part, compatibility, change, result);
            change = 1;
        }
    }

    // The marks behind a letter stand in the order of their classes, those of one class in the order of the text.
    private static void Reorder(Span<(Rune Rune, int Change)> letters)
    {
        for (var start = 0; start < letters.Length; start++)
        {
            var end = start;
            while (end < letters.Length && ClassOf(letters[end]) != 0) end++;
            if (end - start > 1) SortByClass(letters[start..end]);
            start = end;
        }
    }

    private static void SortByClass(Span<(Rune Rune, int Change)> marks)
    {
        Span<long> keys = marks.Length <= MarksOnStack ? stackalloc long[marks.Length] : new long[marks.Length];
        for (var i = 0; i < marks.Length; i++) keys[i] = ((long)ClassOf(marks[i]) << 32) | (uint)i;
        keys.Sort(marks);
    }

    // In place; the letters are fewer afterwards, and their number is returned. A mark joins the last letter of class 0 unless one between
    // them has its class or a higher one; so does a letter of class 0 when nothing is between them.
    private static int Compose(Span<(Rune Rune, int Change)> letters)
    {
        const int nothing = -1;
        var count = 0;
        var last = -1;
        var classBefore = nothing;
        foreach (var letter in letters)
        {
            var combiningClass = ClassOf(letter);
            if (last >= 0 && classBefore < combiningClass && TryCompose(letters[last].Rune, letter.Rune, out var composed))
            {
                letters[last] = (composed, letters[last].Change + letter.Change - 1);
                continue;
            }
            if (combiningClass == 0) last = count;
            classBefore = combiningClass == 0 ? nothing : combiningClass;
            letters[count++] = letter;
        }
        return count;
    }

    private static bool TryCompose(Rune first, Rune second, out Rune composed) =>
        HangulSyllable.TryCompose(first, second, out composed) || UnicodeTables.Compositions.TryGetValue((first, second), out composed);
}
