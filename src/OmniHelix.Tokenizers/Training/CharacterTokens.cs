using System.Buffers;
using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// The tokens that words are cut into at first: their characters. With affixes a token depends on where in the word its character stands;
/// these tokens come behind the plain ones, by code point. (In the reference implementation their order changes from run to run.)
/// </summary>
internal sealed class CharacterTokens
{
    private const int CodePoints = 0x110000;
    private const int Seen = -1;

    // By position in the word and code point, 1 + id; 0 for characters that are left out. Positions without affix share a table.
    private readonly int[][] tables = new int[4][];

    /// <summary>Adds the characters to the tokens.</summary>
    /// <param name="words">The corpus.</param>
    /// <param name="tokens">The special tokens.</param>
    /// <param name="options">Alphabet and affixes.</param>
    public CharacterTokens(WordCounts words, TokenTable tokens, BpeTrainerOptions options)
    {
        foreach (var character in Alphabet(words, options)) tokens.Add(character.ToString(), 1);
        var plain = new int[CodePoints];
        foreach (var text in tokens.Texts.ToArray())
            if (Rune.DecodeFromUtf16(text, out var character, out var length) == OperationStatus.Done && length == text.Length)
                plain[character.Value] = 1 + tokens.Add(text, 1);

        var prefixes = AtPositions(options.ContinuingSubwordPrefix, WordCharacters.Continuing);
        var suffixes = AtPositions(options.EndOfWordSuffix, WordCharacters.Last);
        for (var position = 0; position < tables.Length; position++)
            tables[position] = prefixes[position].Length + suffixes[position].Length > 0 ? new int[CodePoints] : plain;
        if (tables.All(table => table == plain)) return;
        MarkSeen(words, plain);
        for (var codePoint = 0; codePoint < CodePoints; codePoint++)
            for (var position = 0; position < tables.Length; position++)
                if (tables[position][codePoint] == Seen)
                    tables[position][codePoint] = 1 + tokens.Add(prefixes[position] + new Rune(codePoint) + suffixes[position], 1);
    }

    /// <summary>Finds the token of a character; false when it is left out.</summary>
    public bool TryGet(int codePoint, int position, out int token)
    {
        token = tables[position][codePoint] - 1;
        return token >= 0;
    }

    private void MarkSeen(WordCounts words, int[] plain)
    {
        for (var word = 0; word < words.Count; word++)
        {
            var characters = new WordCharacters(words.Utf8(word));
            while (characters.MoveNext())
            {
                var table = tables[characters.Position];
                if (table != plain && plain[characters.Current] > 0) table[characters.Current] = Seen;
            }
        }
    }

    private static string[] AtPositions(string? affix, int bit) =>
        [.. Enumerable.Range(0, 4).Select(position => (position & bit) != 0 ? affix ?? "" : "")];

    // By code point; under a limit the most frequent, the initial ones before all others, of equally frequent ones the smaller code point.
    private static IEnumerable<Rune> Alphabet(WordCounts words, BpeTrainerOptions options)
    {
        var counts = new long[CodePoints];
        for (var word = 0; word < words.Count; word++)
        {
            var characters = new WordCharacters(words.Utf8(word));
            while (characters.MoveNext()) counts[characters.Current] += words.Occurrences(word);
        }
        foreach (var character in options.InitialAlphabet) counts[character.Value] = long.MaxValue;
        return Enumerable.Range(0, CodePoints).Where(codePoint => counts[codePoint] > 0)
            .OrderByDescending(codePoint => counts[codePoint]).Take(options.LimitAlphabet ?? CodePoints).Order().Select(c => new Rune(c));
    }
}
