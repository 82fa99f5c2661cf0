using System.Runtime.CompilerServices;

namespace OmniHelix.Data.Leakage;

/// <summary>A word that stands for its neighbourhood.</summary>
/// <param name="Hash">Mixed bits of the word, or of its reverse complement if that is smaller.</param>
/// <param name="Position">First letter of the word in the sequence, from 0.</param>
/// <param name="Reverse">The reverse complement was taken.</param>
internal readonly record struct Minimizer(ulong Hash, int Position, bool Reverse);

/// <summary>
/// Minimizers of a sequence (Roberts et al. 2004): of every w neighbouring words of k letters the one with the smallest hash. Two sequences that share k + w − 1 letters share one, on either
/// strand. Words with letters other than A, C, G, T (of proteins: other than A to Z) do not exist.
/// </summary>
internal sealed class Minimizers
{
    private static readonly byte[] Bases = Codes("ACGT");
    private static readonly byte[] Residues = Codes("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private const byte None = 255;

    private readonly byte[] codes;
    private readonly int k, w, bits, topShift;
    private readonly ulong mask;
    private readonly bool bothStrands;
    private readonly Minimizer[] window;

    public Minimizers(LeakageOptions options)
    {
        (k, w) = (options.EffectiveWordLength, options.Window);
        (codes, bits) = options.Protein ? (Residues, 5) : (Bases, 2);
        bothStrands = options.ReverseStrand && !options.Protein;
        mask = (1UL << (bits * k)) - 1;
        topShift = 2 * (k - 1);
        window = new Minimizer[w];
    }

    /// <summary>Appends the minimizers of a normalised sequence, in order.</summary>
    public void Find(ReadOnlySpan<byte> sequence, List<Minimizer> into)
    {
        ulong forward = 0, reverse = 0;
        var run = 0;
        var (words, best, emitted) = (0, default(Minimizer), -1);
        for (var i = 0; i < sequence.Length; i++)
        {
            var code = codes[sequence[i]];
            if (code == None)
            {
                // A stretch with fewer than w words still has a smallest one.
                if (words > 0 && words < w) into.Add(best);
                (run, words, emitted) = (0, 0, -1);
                continue;
            }
            forward = (forward << bits | code) & mask;
            if (bothStrands) reverse = reverse >> 2 | (3UL - code) << topShift;
            if (++run < k) continue;
            var isReverse = bothStrands && reverse < forward;
            var word = new Minimizer(Mix(isReverse ? reverse : forward), i - k + 1, isReverse);
            window[words % w] = word;
            words++;
            if (words == 1 || word.Hash <= best.Hash) best = word;
            else if (best.Position <= word.Position - w) best = Smallest();
            if (words < w || best.Position == emitted) continue;
            into.Add(best);
            emitted = best.Position;
        }
        if (words > 0 && words < w) into.Add(best);
    }

    // Of equal hashes the last: it stays longest.
    private Minimizer Smallest()
    {
        var best = window[0];
        for (var i = 1; i < window.Length; i++)
            if (window[i].Hash < best.Hash || (window[i].Hash == best.Hash && window[i].Position > best.Position)) best = window[i];
        return best;
    }

    /// <summary>A mixing that maps different words to different hashes (the finalizer of SplitMix64).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }

    internal static byte[] CodesOf(bool protein) => protein ? Residues : Bases;

    private static byte[] Codes(string letters)
    {
        var codes = new byte[256];
        Array.Fill(codes, None);
        for (var i = 0; i < letters.Length; i++) codes[letters[i]] = (byte)i;
        return codes;
    }
}
