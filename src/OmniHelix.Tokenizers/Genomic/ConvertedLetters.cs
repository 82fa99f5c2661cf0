using System.Text;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Genomic;

/// <summary>The letters of any text after their conversion, each with the characters it comes from.</summary>
internal sealed class ConvertedLetters
{
    private readonly StringBuilder text = new();
    private readonly List<int> starts = [0];
    private readonly List<TokenSpan> spans = [];
    private readonly string converted;

    /// <param name="original">The text; a surrogate without its partner is a letter of its own.</param>
    /// <param name="character">Where it begins in the sequence.</param>
    /// <param name="conversion">What is done to every letter.</param>
    public ConvertedLetters(ReadOnlySpan<char> original, int character, LetterConversion conversion)
    {
        Span<Rune> letters = stackalloc Rune[UnicodeLetters.MostUpperLetters];
        for (int at = 0, length; at < original.Length; at += length)
        {
            Rune.DecodeFromUtf16(original[at..], out var letter, out length);
            var count = conversion.Of(letter, letters);
            foreach (var one in letters[..count]) Add(one, new TokenSpan(character + at, character + at + length));
        }
        converted = text.ToString();
    }

    /// <summary>Number of letters.</summary>
    public int Count => spans.Count;

    /// <summary>Letters as text.</summary>
    public ReadOnlySpan<char> Text(int start, int end) => converted.AsSpan(starts[start]..starts[end]);

    /// <summary>The characters that letters come from; there is at least one.</summary>
    public TokenSpan Span(int start, int end) => new(spans[start].Start, spans[end - 1].End);

    private void Add(Rune letter, TokenSpan span)
    {
        text.Append(letter.ToString());
        starts.Add(text.Length);
        spans.Add(span);
    }
}
