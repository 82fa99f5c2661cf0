namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Bits of a buffer, the least significant first.</summary>
internal static class ArrowBits
{
    /// <summary>Bits <paramref name="first"/> and on, moved to the start of whole words.</summary>
    public static ulong[] Read(ArrowBuffer buffer, long first, int count)
    {
        var shift = (int)(first & 7);
        var bytes = new byte[(shift + (long)count + 7) / 8];
        buffer.Read(first >> 3, bytes);
        var words = new ulong[(count + 63) / 64];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (word, at) = Math.DivRem(8 * i - shift, 64);
            if (i == 0) words[0] = (ulong)bytes[0] >> shift;
            else
            {
                if (word < words.Length) words[word] |= (ulong)bytes[i] << at;
                // The rest of a byte over the border of two words.
                if (at > 56 && word + 1 < words.Length) words[word + 1] |= (ulong)bytes[i] >> (64 - at);
            }
        }
        return words;
    }

    public static bool IsSet(ulong[]? words, int i) => words is null || (words[i >> 6] >> (i & 63) & 1) != 0;
}
