using System.Numerics;
using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// The different words of a corpus behind one another, each followed by a terminator. Characters are numbered by code point from 1 (the
/// terminator is 0) and take no more bits than their numbers need, so that as many symbols as a machine word holds are compared at once.
/// </summary>
internal sealed class SymbolText
{
    private const int CodePointLimit = 0x110000;

    private readonly ulong[] packed;
    private readonly int[] codePoints;
    private readonly int bits;
    // Of the symbols of a window: their bits, the highest bit of each, and the bits of the last one.
    private readonly ulong whole, tops, last;

    /// <exception cref="OmniException">OH1520 when the words and their ends exceed 2^31 − 57 characters.</exception>
    public SymbolText(WordCounts words)
    {
        long length = words.Count;
        var zeros = 0;
        var symbols = new int[CodePointLimit];
        for (var word = 0; word < words.Count; word++)
            foreach (var character in Characters(words, word))
            {
                symbols[character] = 1;
                length++;
                if (character == 0) zeros++;
            }
        if (length > Array.MaxLength)
            throw new OmniException(
                "OH1520",
                $"the different words of the corpus have {length:N0} characters, ends of words included; {Array.MaxLength:N0} are possible",
                advice: "Train on a part of the corpus, or cut long sequences into pieces, which repeat.");
        codePoints = Number(symbols);
        Length = (int)length;
        bits = Math.Max(1, BitOperations.Log2((uint)codePoints.Length - 1) + 1);
        for (var symbol = 0; symbol < SymbolsPerWindow; symbol++)
        {
            tops |= 1UL << 63 >> (symbol * bits);
            last = (ulong.MaxValue << (64 - bits)) >> (symbol * bits);
            whole |= last;
        }
        packed = new ulong[length * bits / 64 + 2];
        Occurrences = new long[codePoints.Length];
        WordEnds = new int[words.Count + zeros];
        WordOccurrences = new long[WordEnds.Length];
        Pack(words, symbols);
    }

    /// <summary>Positions: characters of the words and their terminators.</summary>
    public int Length { get; }

    /// <summary>Different characters, and one for the terminator.</summary>
    public int Symbols => codePoints.Length;

    /// <summary>Symbols that <see cref="Window"/> gives at once.</summary>
    public int SymbolsPerWindow => 64 / bits;

    /// <summary>Where the words end: positions of their terminators.</summary>
    public int[] WordEnds { get; }

    /// <summary>How often each word occurs.</summary>
    public long[] WordOccurrences { get; }

    /// <summary>How often each symbol occurs in the corpus, each word as often as it occurs; 0 for the terminator.</summary>
    public long[] Occurrences { get; }

    /// <summary>
    /// The symbols from a position on, the first in the highest bits; zero from the end of the word on. Windows sort as the strings do.
    /// </summary>
    public ulong Window(int position)
    {
        var bit = (long)position * bits;
        var (word, shift) = ((int)(bit >> 6), (int)(bit & 63));
        var window = (packed[word] << shift | packed[word + 1] >> 1 >> (63 - shift)) & whole;
        // Of symbols that are zero the highest bit: adding cannot carry into another symbol.
        var rest = whole & ~tops;
        var terminators = ~((window & rest) + rest | window) & tops;
        return terminators == 0 ? window : window & ~(ulong.MaxValue >> BitOperations.LeadingZeroCount(terminators));
    }

    /// <summary>Whether the word ends in this window.</summary>
    public bool HasTerminator(ulong window) => (window & last) == 0;

    /// <summary>Symbols at the start of two different windows that agree.</summary>
    public int Shared(ulong window, ulong other) => BitOperations.LeadingZeroCount(window ^ other) / bits;

    /// <summary>The characters of a part of a word.</summary>
    public string Slice(int start, int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++) text.Append(new Rune(codePoints[(int)(Window(start + i) >> (64 - bits))]).ToString());
        return text.ToString();
    }

    /// <summary>The character of a symbol.</summary>
    public string Character(int symbol) => new Rune(codePoints[symbol]).ToString();

    /// <summary>Numbers the characters that are marked, and returns them by number.</summary>
    private static int[] Number(int[] symbols)
    {
        // A zero character ends a word: no token has one.
        symbols[0] = 0;
        var characters = new List<int> { 0 };
        for (var next = 0; symbols.AsSpan(next).IndexOf(1) is >= 0 and var distance;)
        {
            next += distance + 1;
            characters.Add(next - 1);
        }
        for (var symbol = 1; symbol < characters.Count; symbol++) symbols[characters[symbol]] = symbol;
        return [.. characters];
    }

    private void Pack(WordCounts words, int[] symbols)
    {
        var position = 0;
        var ended = 0;
        for (var word = 0; word < words.Count; word++)
        {
            var count = words.Occurrences(word);
            foreach (var character in Characters(words, word))
            {
                if (symbols[character] is > 0 and var symbol)
                {
                    Occurrences[symbol] += count;
                    Put(position++, symbol);
                    continue;
                }
                WordEnds[ended] = position++;
                WordOccurrences[ended++] = count;
            }
            WordEnds[ended] = position++;
            WordOccurrences[ended++] = count;
        }
    }

    private void Put(int position, int symbol)
    {
        var bit = (long)position * bits;
        var (word, shift) = ((int)(bit >> 6), (int)(bit & 63));
        var value = (ulong)symbol << (64 - bits);
        packed[word] |= value >> shift;
        packed[word + 1] |= value << 1 << (63 - shift);
    }

    private static CodePoints Characters(WordCounts words, int word) => new(words.Utf8(word));

    /// <summary>The code points of a text; bytes that are ASCII are theirs.</summary>
    private ref struct CodePoints(ReadOnlySpan<byte> utf8)
    {
        private ReadOnlySpan<byte> left = utf8;

        public int Current { get; private set; }

        public readonly CodePoints GetEnumerator() => this;

        public bool MoveNext()
        {
            if (left.IsEmpty) return false;
            Current = left[0];
            var bytes = 1;
            if (Current >= 0x80)
            {
                Rune.DecodeFromUtf8(left, out var rune, out bytes);
                Current = rune.Value;
            }
            left = left[bytes..];
            return true;
        }
    }
}
