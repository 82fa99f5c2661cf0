using System.Numerics;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// Exact k-mer containment of two sequences: the share of the shorter one's distinct words that the other one has. Not for several threads
/// at once.
/// </summary>
/// <param name="k">Length of the words.</param>
/// <param name="protein">Letters A to Z count, instead of A, C, G, T.</param>
internal sealed class WordShare(int k, bool protein)
{
    private static readonly byte[] Bases = Codes("ACGT"), Residues = Codes("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly byte[] codes = protein ? Residues : Bases;
    private readonly int bits = protein ? 5 : 2;
    private ulong[] slots = [];
    private int[] marks = [];
    private int mark;

    /// <summary>0 without any word, 1 when all words of the shorter sequence are in the other.</summary>
    public double Of(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var shorter = a.Length <= b.Length ? a : b;
        var longer = a.Length <= b.Length ? b : a;
        Clear(shorter.Length);
        // A mark says that a word was seen in the shorter one, the next that it was met in the longer one too.
        var distinct = Visit(shorter, 0);
        var shared = Visit(longer, 1);
        mark++;
        return distinct == 0 ? 0 : (double)shared / distinct;
    }

    private void Clear(int words)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, Math.Min(words, 1 << 29) * 2));
        if (slots.Length < size)
        {
            slots = new ulong[size];
            marks = new int[size];
            mark = 0;
        }
        if (mark > int.MaxValue - 4)
        {
            Array.Clear(marks);
            mark = 0;
        }
        mark++;
    }

    private int Visit(ReadOnlySpan<byte> sequence, int step)
    {
        var word = 0UL;
        var run = 0;
        var changed = 0;
        var mask = (1UL << (bits * k)) - 1;
        foreach (var letter in sequence)
        {
            var code = codes[letter];
            if (code == byte.MaxValue)
            {
                run = 0;
                continue;
            }
            word = (word << bits | code) & mask;
            if (++run < k) continue;
            var at = (int)(WordHashes.Mix(word) >> 32) & (slots.Length - 1);
            while (marks[at] >= mark && slots[at] != word) at = (at + 1) & (slots.Length - 1);
            if (step == 0 ? marks[at] >= mark : marks[at] != mark) continue;
            slots[at] = word;
            marks[at] = mark + step;
            changed++;
        }
        return changed;
    }

    private static byte[] Codes(string letters)
    {
        var codes = new byte[256];
        Array.Fill(codes, byte.MaxValue);
        for (var i = 0; i < letters.Length; i++) codes[letters[i]] = (byte)i;
        return codes;
    }
}
