using System.Runtime.InteropServices;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Genomic;

/// <summary>What becomes of letters at the end that make no whole k-mer.</summary>
internal enum KmerTail
{
    /// <summary>They are left out, as shorter sequences are wholly.</summary>
    Dropped,

    /// <summary>They make shorter k-mers.</summary>
    Kept,

    /// <summary>The sequence is refused: a reading frame has whole codons.</summary>
    Refused,
}

/// <summary>How a sequence is cut into k-mers.</summary>
/// <param name="Length">Letters of a k-mer.</param>
/// <param name="Step">Letters from the start of one to the start of the next, at most <paramref name="Length"/>.</param>
/// <param name="Tail">What becomes of the last letters.</param>
internal readonly record struct KmerCut(int Length, int Step, KmerTail Tail)
{
    /// <summary>Every letter on its own.</summary>
    public static KmerCut Letters { get; } = Overlapping(1);

    /// <summary>Three letters each, without overlap.</summary>
    public static KmerCut Codons { get; } = new(3, 3, KmerTail.Refused);

    /// <summary>A k-mer at every letter.</summary>
    public static KmerCut Overlapping(int length) => new(length, 1, KmerTail.Dropped);

    /// <summary>Whole k-mers of a sequence.</summary>
    public int Whole(int letters) => letters < Length ? 0 : (letters - Length) / Step + 1;

    /// <summary>K-mers of a sequence, the shorter ones included where they are kept.</summary>
    public int All(int letters) => Tail == KmerTail.Kept && letters > 0 ? (letters - 1) / Step + 1 : Whole(letters);

    /// <summary>The characters of whole k-mers, one behind the other.</summary>
    /// <param name="character">Where the first begins.</param>
    /// <param name="spans">Receives them.</param>
    public void FillSpans(int character, Span<TokenSpan> spans)
    {
        // Start and end move on together, as one number.
        var both = MemoryMarshal.Cast<TokenSpan, ulong>(spans);
        var span = Both(character, character + Length);
        var step = Both(Step, Step);
        for (var i = 0; i < both.Length; i++)
        {
            both[i] = span;
            span += step;
        }
    }

    private static ulong Both(int start, int end) => MemoryMarshal.Cast<TokenSpan, ulong>([new TokenSpan(start, end)])[0];
}
