using System.Numerics;

namespace OmniHelix.Tokenizers.Genomic;

/// <summary>
/// The ids of k-mers of ASCII letters by a number that rolls along the sequence: every letter of the alphabet has a few bits, and the last
/// k letters together are the place in the table. In the upper half of the number a bit stands for each letter outside the alphabet.
/// </summary>
internal sealed class KmerTable
{
    private const int Ascii = 128, MostBits = 22, StrangerShift = 32;

    private readonly ulong[] codes = new ulong[Ascii];
    private readonly int[] ids;
    private readonly int bits;
    private readonly ulong mask;
    private readonly int unknown;
    private readonly KmerCut cut;

    private KmerTable(KmerCut cut, int unknown, LetterConversion conversion, string alphabet, int bits)
    {
        this.cut = cut;
        this.unknown = unknown;
        this.bits = bits;
        for (var letter = 0; letter < Ascii; letter++)
            codes[letter] = alphabet.IndexOf(conversion.OfAscii((char)letter), StringComparison.Ordinal) is >= 0 and var code
                ? (ulong)code
                : 1UL << StrangerShift;
        ids = new int[1 << (bits * cut.Length)];
        ids.AsSpan().Fill(unknown);
        var places = (ulong)ids.Length - 1;
        mask = (places << StrangerShift) | places;
    }

    /// <summary>Makes the table; null when it would be large.</summary>
    /// <param name="tokens">Tokens and their ids; those that are no k-mer of ASCII letters are left out.</param>
    /// <param name="cut">How sequences are cut.</param>
    /// <param name="unknown">Id of every other k-mer.</param>
    /// <param name="conversion">What is done to letters before.</param>
    public static KmerTable? Of(IEnumerable<(string Token, int Id)> tokens, KmerCut cut, int unknown, LetterConversion conversion)
    {
        var kmers = tokens.Where(token => token.Token.Length == cut.Length && token.Token.All(char.IsAscii)).ToList();
        var alphabet = string.Concat(kmers.SelectMany(kmer => kmer.Token).Distinct().Order());
        var bits = BitOperations.Log2((uint)Math.Max(alphabet.Length - 1, 1)) + 1;
        if (cut.Length > MostBits / bits) return null;
        var table = new KmerTable(cut, unknown, conversion, alphabet, bits);
        foreach (var (kmer, id) in kmers)
            table.ids[kmer.Aggregate(0, (place, letter) => (place << bits) | alphabet.IndexOf(letter, StringComparison.Ordinal))] = id;
        return table;
    }

    /// <summary>Looks up the whole k-mers of a text.</summary>
    /// <param name="text">ASCII letters.</param>
    /// <param name="found">Receives the id of each k-mer.</param>
    public void LookUp(ReadOnlySpan<char> text, Span<int> found)
    {
        if (found.IsEmpty) return;
        var shared = cut.Length - cut.Step;
        var state = Roll(0, text[..shared]);
        var rest = text.Slice(shared, found.Length * cut.Step);
        if (cut.Step == 1) LookUpEach(state, rest, found);
        else LookUpSteps(state, rest, found);
    }

    // Every letter ends a k-mer.
    private void LookUpEach(ulong state, ReadOnlySpan<char> text, Span<int> found)
    {
        for (var kmer = 0; kmer < found.Length; kmer++)
        {
            state = ((state << bits) | codes[text[kmer]]) & mask;
            found[kmer] = IdOf(state);
        }
    }

    private void LookUpSteps(ulong state, ReadOnlySpan<char> text, Span<int> found)
    {
        for (var kmer = 0; kmer < found.Length; kmer++)
        {
            state = Roll(state, text.Slice(kmer * cut.Step, cut.Step));
            found[kmer] = IdOf(state);
        }
    }

    private ulong Roll(ulong state, ReadOnlySpan<char> text)
    {
        foreach (var letter in text) state = ((state << bits) | codes[letter]) & mask;
        return state;
    }

    private int IdOf(ulong state) => state >> StrangerShift == 0 ? ids[state] : unknown;
}
