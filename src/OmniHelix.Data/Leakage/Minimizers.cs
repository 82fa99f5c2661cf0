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
    private readonly ulong[] hashes;
    private readonly int[] places;

    public Minimizers(LeakageOptions options)
    {
        (k, w) = (options.EffectiveWordLength, options.Window);
        (codes, bits) = options.Protein ? (Residues, 5) : (Bases, 2);
        bothStrands = options.ReverseStrand && !options.Protein;
        mask = (1UL << (bits * k)) - 1;
        topShift = 2 * (k - 1);
        (hashes, places) = (new ulong[w], new int[w]);
    }

    /// <summary>Appends the minimizers of a normalised sequence, in order.</summary>
    public void Find(ReadOnlySpan<byte> sequence, List<Minimizer> into)
    {
        ulong forward = 0, reverse = 0, best = 0;
        var (run, words, bestAt, emitted, slot) = (0, 0, 0, -1, 0);
        for (var i = 0; i < sequence.Length; i++)
        {
            var code = codes[sequence[i]];
            if (code == None)
            {
                // A stretch with fewer than w words still has a smallest one.
                if (words > 0 && words < w) Emit(best, bestAt);
                (run, words, slot, emitted) = (0, 0, 0, -1);
                continue;
            }
            forward = (forward << bits | code) & mask;
            if (bothStrands) reverse = reverse >> 2 | (3UL - code) << topShift;
            if (++run < k) continue;
            var at = i - k + 1;
            var hash = bothStrands && reverse < forward ? Mix(reverse) & ~1UL | 1 : Mix(forward) & ~1UL;
            (hashes[slot], places[slot]) = (hash, at);
            slot = slot + 1 == w ? 0 : slot + 1;
            words++;
            // The lowest bit tells the strand and does not count.
            if (words == 1 || (hash | 1) <= (best | 1)) (best, bestAt) = (hash, at);
            else if (bestAt <= at - w)
            {
                (best, bestAt) = (hashes[0], places[0]);
                for (var j = 1; j < w; j++)
                    if ((hashes[j] | 1) < (best | 1) || ((hashes[j] | 1) == (best | 1) && places[j] > bestAt)) (best, bestAt) = (hashes[j], places[j]);
            }
            if (words < w || bestAt == emitted) continue;
            Emit(best, bestAt);
            emitted = bestAt;
        }
        if (words > 0 && words < w) Emit(best, bestAt);

        void Emit(ulong hash, int at) => into.Add(new Minimizer(hash | 1, at, (hash & 1) != 0));
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
