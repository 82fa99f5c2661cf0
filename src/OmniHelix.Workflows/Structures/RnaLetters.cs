using OmniHelix.Data.Records;
using OmniHelix.Sequences;

namespace OmniHelix.Workflows.Structures;

/// <summary>The letters of a record as folding reads them: upper case, T as U.</summary>
internal static class RnaLetters
{
    /// <summary>Reads a record.</summary>
    /// <param name="example">The record.</param>
    /// <param name="unknown">What other letters do.</param>
    /// <param name="strands">Whether <see cref="TwoStrands.Sign"/> may stand between two strands; it stays where it is.</param>
    /// <returns>The sequence, and how many of its letters, N not among them, pair with nothing.</returns>
    /// <exception cref="OmniException">
    /// The record's own error; OH1103, OH1206, OH5303 no sequence; OH1812 a letter that is no base.
    /// </exception>
    public static (string Sequence, int Unknown) Read(Example example, UnknownLetters unknown, bool strands = false)
    {
        if (example.Error is { } error) throw error;
        ExampleReader.Check(example);
        var letters = new char[example.Sequence.Length];
        var count = 0;
        for (var at = 0; at < letters.Length; at++)
        {
            var letter = char.ToUpperInvariant(example.Sequence[at]);
            letters[at] = letter == 'T' ? 'U' : letter;
            if (strands && letter == TwoStrands.Sign) continue;
            if (letter is 'A' or 'C' or 'G' or 'T' or 'U' or 'N') continue;
            Require(example, at, unknown);
            count++;
        }
        return (new string(letters), count);
    }

    private static void Require(Example example, int at, UnknownLetters unknown)
    {
        var letter = example.Sequence[at];
        if (letter is ' ' or '\t')
            throw new OmniException(
                "OH5303", $"character {at + 1} of the sequence is blank", example.Place, "Remove it: every character must be a base.");
        if (unknown == UnknownLetters.N && char.IsAsciiLetter(letter)) return;
        var isCode = Alphabet.IsAmbiguityCode(letter);
        if (unknown == UnknownLetters.Iupac && isCode) return;
        throw new OmniException(
            "OH1812", $"'{letter}' at position {at + 1} is no base of RNA", example.Place,
            isCode ? "With --unknown iupac it counts as N." : char.IsAsciiLetter(letter) ? "With --unknown n it counts as N."
                : "Remove it: every character must be a base.");
    }
}
