using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// What a tokenizer is trained on: the different words of a corpus in the order in which they were first seen, and how often each occurs.
/// All letters lie behind one another as UTF-8, so a word may be a whole chromosome and millions of words cost no objects.
/// </summary>
public sealed class WordCounts
{
    private byte[] text = new byte[256];
    private Word[] words = new Word[16];
    // Open addressing: number of a word + 1, or 0; at most half of the slots are taken.
    private int[] slots = new int[32];

    /// <summary>Different words.</summary>
    public int Count { get; private set; }

    /// <summary>All words, each as often as it occurs.</summary>
    public long Total { get; private set; }

    /// <summary>Bytes of the different words as UTF-8, each once.</summary>
    public int Bytes => Count == 0 ? 0 : words[Count - 1].End;

    /// <summary>Adds a word; the empty word is none. Unpaired surrogates become U+FFFD.</summary>
    /// <exception cref="OmniException">OH1520 when the different words together exceed 2^31 − 57 bytes.</exception>
    public void Add(ReadOnlySpan<char> word, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (word.IsEmpty) return;
        // The word is written behind the last one, where it stays if it is new.
        var start = Bytes;
        var end = start + Write(word, start);
        var letters = text.AsSpan(start, end - start);
        var hash = Hash(letters);
        ref var slot = ref Find(hash, letters);
        Total = checked(Total + count);
        if (slot > 0)
        {
            words[slot - 1].Occurrences += count;
            return;
        }
        if (Count == words.Length) Array.Resize(ref words, 2 * Count);
        words[Count] = new Word { End = end, Hash = hash, Occurrences = count };
        slot = ++Count;
        if (2 * Count > slots.Length) Rehash();
    }

    /// <summary>The letters of a word.</summary>
    public ReadOnlySpan<byte> Utf8(int word)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)word, (uint)Count, nameof(word));
        var start = word == 0 ? 0 : words[word - 1].End;
        return text.AsSpan(start, words[word].End - start);
    }

    /// <summary>How often a word occurs.</summary>
    public long Occurrences(int word)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)word, (uint)Count, nameof(word));
        return words[word].Occurrences;
    }

    private int Write(ReadOnlySpan<char> word, int start)
    {
        // Three bytes a character are the most that UTF-8 takes; where they would not fit, the word is measured.
        long most = 3L * word.Length;
        if (start + most > Array.MaxLength) most = Encoding.UTF8.GetByteCount(word);
        if (start + most > Array.MaxLength)
            throw new OmniException(
                "OH1520",
                $"the different words of the corpus have more than {Array.MaxLength:N0} bytes",
                advice: "Train on a part of the corpus, or cut long sequences into pieces, which repeat.");
        if (start + most > text.Length)
            Array.Resize(ref text, (int)Math.Min(Array.MaxLength, Math.Max(start + most, 2L * text.Length)));
        return Encoding.UTF8.GetBytes(word, text.AsSpan(start));
    }

    private ref int Find(int hash, ReadOnlySpan<byte> letters)
    {
        var slot = hash & (slots.Length - 1);
        while (slots[slot] is > 0 and var number)
        {
            if (words[number - 1].Hash == hash && Utf8(number - 1).SequenceEqual(letters)) break;
            slot = (slot + 1) & (slots.Length - 1);
        }
        return ref slots[slot];
    }

    private void Rehash()
    {
        slots = new int[2 * slots.Length];
        for (var number = 1; number <= Count; number++)
        {
            var slot = words[number - 1].Hash & (slots.Length - 1);
            while (slots[slot] > 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = number;
        }
    }

    private static int Hash(ReadOnlySpan<byte> letters)
    {
        var hash = new HashCode();
        hash.AddBytes(letters);
        return hash.ToHashCode();
    }

    private struct Word
    {
        public int End;
        public int Hash;
        public long Occurrences;
    }
}
