using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Data.Leakage;

/// <summary>A word that stands for its neighbourhood.</summary>
/// <param name="Hash">Mixed bits of the word, or of its reverse complement if that is smaller.</param>
/// <param name="Position">First letter of the word in the sequence, from 0.</param>
/// <param name="Reverse">The reverse complement was taken.</param>
internal readonly record struct Minimizer(ulong Hash, int Position, bool Reverse);

/// <summary>
/// Minimizers of a sequence (Roberts et al. 2004): of every w neighbouring words of k letters the one with the smallest hash, of equal ones
/// the last. Two sequences that share k + w − 1 letters share one, on either strand. Words with letters other than A, C,
/// G, T (of proteins: other than A to Z) do not exist. Not for several threads at once.
/// </summary>
internal sealed class Minimizers
{
    // Words at a time, so that everything stays in the processor's nearest cache.
    private const int Chunk = 512;

    private static readonly SearchValues<byte> Bases = SearchValues.Create("ACGT"u8);
    private static readonly SearchValues<byte> Residues = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly SearchValues<byte> letters;
    private readonly int k, w, pad;
    private readonly WordHashes words;
    private readonly ulong[] hashes, minima, maxima, strands;
    private readonly int[] smallest;

    public Minimizers(LeakageOptions options)
    {
        k = options.EffectiveWordLength;
        w = options.Window;
        letters = options.Protein ? Residues : Bases;
        var most = Chunk + (3 * (w - 1));
        // Room before the first window, and for the vectors that begin at the last word.
        pad = w + Vector256<ulong>.Count;
        words = new WordHashes(options, most + k - 1);
        hashes = new ulong[most + (2 * pad)];
        minima = new ulong[most + (2 * pad)];
        maxima = new ulong[most + (2 * pad)];
        strands = new ulong[(most / 64) + 1];
        smallest = new int[most];
    }

    /// <summary>Appends the minimizers of a normalised sequence, in order.</summary>
    public void Find(ReadOnlySpan<byte> sequence, List<Minimizer> into)
    {
        for (var start = 0; start <= sequence.Length - k;)
        {
            var length = sequence[start..].IndexOfAnyExcept(letters);
            if (length < 0) length = sequence.Length - start;
            FindRun(sequence.Slice(start, length), start, into);
            start += length + 1;
        }
    }

    private void FindRun(ReadOnlySpan<byte> run, int offset, List<Minimizer> into)
    {
        var count = run.Length - k + 1;
        // Windows reach w − 1 words to both sides, those of a later equal word as far again.
        for (var start = 0; start < count; start += Chunk)
        {
            var (from, to) = (Math.Max(0, start - (w - 1)), (int)Math.Min(count, (long)start + Chunk + (2 * (w - 1))));
            var n = words.Of(run.Slice(from, to - from + k - 1), hashes, strands);
            var end = Math.Min(count, start + Chunk) - from;
            // A stretch with fewer than w words still has a smallest one.
            var window = Math.Min(w, n);
            Minima(n, window);
            Maxima(n, window);
            var found = Smallest(start - from, n);
            for (var i = 0; i < found && smallest[i] < end; i++)
            {
                var at = smallest[i];
                if (i + 1 < found && hashes[smallest[i + 1]] == hashes[at] && !HasWindow(at, smallest[i + 1], window)) continue;
                into.Add(new Minimizer(hashes[at], offset + from + at, (strands[at >> 6] >> at & 1) != 0));
            }
        }
    }

    // For each window, by its first word, the smallest hash; 0 where no window is whole. Windows of 2, 4, 8 … words, then two that cover
    // the wanted one.
    private void Minima(int n, int window)
    {
        hashes.AsSpan(0, n).CopyTo(minima.AsSpan(pad));
        ref var m = ref minima[pad];
        for (var width = 1; width < window;)
        {
            var step = Math.Min(width, window - width);
            for (var i = 0; i < n; i += Vector256<ulong>.Count)
                Vector256.Min(Vector256.LoadUnsafe(ref m, (nuint)i), Vector256.LoadUnsafe(ref m, (nuint)(i + step)))
                    .StoreUnsafe(ref m, (nuint)i);
            width += step;
        }
        minima.AsSpan(pad + n - window + 1).Clear();
    }

    // For each word the largest minimum of the windows that hold it: its own hash, if it is the smallest in one of them.
    private void Maxima(int n, int window)
    {
        minima.CopyTo(maxima);
        ref var m = ref maxima[pad];
        for (var width = 1; width < window;)
        {
            var step = Math.Min(width, window - width);
            for (var i = (n - 1) & -Vector256<ulong>.Count; i >= 0; i -= Vector256<ulong>.Count)
                Vector256.Max(Vector256.LoadUnsafe(ref m, (nuint)i), Vector256.LoadUnsafe(ref Unsafe.Add(ref m, i - step)))
                    .StoreUnsafe(ref m, (nuint)i);
            width += step;
        }
    }

    // Words from a first one on that are the smallest of a window, perhaps together with later ones.
    private int Smallest(int first, int n)
    {
        ref var h = ref MemoryMarshal.GetArrayDataReference(hashes);
        ref var m = ref maxima[pad];
        var found = 0;
        for (var block = first & ~63; block < n; block += 64)
        {
            var equal = 0UL;
            for (var i = 0; i < 64; i += Vector256<ulong>.Count)
            {
                if (block + i >= n) break;
                equal |= (ulong)Vector256.Equals(
                    Vector256.LoadUnsafe(ref h, (nuint)(block + i)),
                    Vector256.LoadUnsafe(ref m, (nuint)(block + i))).ExtractMostSignificantBits() << i;
            }
            if (block < first) equal &= ulong.MaxValue << (first - block);
            if (n - block < 64) equal &= (1UL << (n - block)) - 1;
            for (; equal != 0; equal &= equal - 1) smallest[found++] = block + BitOperations.TrailingZeroCount(equal);
        }
        return found;
    }

    // Whether a window holds a word as its smallest, but not a later equal one.
    private bool HasWindow(int at, int later, int window)
    {
        for (var first = Math.Max(0, at - window + 1); first <= Math.Min(at, later - window); first++)
            if (minima[pad + first] == hashes[at]) return true;
        return false;
    }
}
