using System.Text;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Genomic;

/// <summary>
/// Cuts sequences into k-mers, single letters among them, and looks these up. ASCII text goes through a table; any other through the
/// vocabulary, letter by letter of Unicode.
/// </summary>
internal sealed class KmerEncoder
{
    private readonly KmerCut cut;
    private readonly LetterConversion conversion;
    private readonly int unknown;
    private readonly KmerTable? table;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids;

    /// <param name="tokens">Tokens that k-mers may be, and their ids.</param>
    /// <param name="unknown">Id of k-mers that no token is.</param>
    /// <param name="cut">How sequences are cut.</param>
    /// <param name="conversion">What is done to letters before.</param>
    public KmerEncoder(IReadOnlyCollection<(string Token, int Id)> tokens, int unknown, KmerCut cut, LetterConversion conversion)
    {
        this.unknown = unknown;
        this.cut = cut;
        this.conversion = conversion;
        table = KmerTable.Of(tokens, cut, unknown, conversion);
        var byText = new Dictionary<string, int>();
        foreach (var (token, id) in tokens) byText[token] = id;
        ids = byText.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds the tokens of a text.</summary>
    /// <param name="text">Text of the sequence, or a part of it that stands alone.</param>
    /// <param name="character">Where it begins in the sequence.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <exception cref="OmniException">OH1517: it is no multiple of the k-mer's length, and must be.</exception>
    public void Encode(ReadOnlySpan<char> text, int character, TokenBuffer tokens)
    {
        if (table is null || !Ascii.IsValid(text))
        {
            EncodeLetters(new ConvertedLetters(text, character, conversion), tokens);
            return;
        }
        RequireWhole(text.Length);
        var whole = cut.Whole(text.Length);
        var found = tokens.Reserve(whole, out var spans);
        table.LookUp(text, found);
        cut.FillSpans(character, spans);
        if (cut.Tail != KmerTail.Kept) return;
        var rest = Math.Min(whole * cut.Step, text.Length);
        EncodeLetters(new ConvertedLetters(text[rest..], character + rest, conversion), tokens);
    }

    private void EncodeLetters(ConvertedLetters letters, TokenBuffer tokens)
    {
        RequireWhole(letters.Count);
        for (var kmer = 0; kmer < cut.All(letters.Count); kmer++)
        {
            var start = kmer * cut.Step;
            var end = start + Math.Min(cut.Length, letters.Count - start);
            tokens.Add(ids.TryGetValue(letters.Text(start, end), out var id) ? id : unknown, letters.Span(start, end));
        }
    }

    /// <summary>Why a text is not encoded; null for others.</summary>
    public OmniException? Refusal(ReadOnlySpan<char> text) => Refusal(
        Ascii.IsValid(text) ? text.Length : new ConvertedLetters(text, 0, conversion).Count);

    private OmniException? Refusal(int letters) => cut.Tail != KmerTail.Refused || letters % cut.Length == 0
        ? null
        : new OmniException(
            "OH1517", $"a sequence of {letters} letters has no whole number of codons", null,
            $"Cut it to a multiple of {cut.Length} letters, from the start of its reading frame.");

    private void RequireWhole(int letters)
    {
        if (Refusal(letters) is { } error) throw error;
    }
}
