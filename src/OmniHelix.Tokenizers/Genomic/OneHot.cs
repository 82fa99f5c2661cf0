namespace OmniHelix.Tokenizers.Genomic;

/// <summary>Rows of zeros with a one at the place of the base, as convolutional models of DNA read them.</summary>
public static class OneHot
{
    /// <summary>Values of a row: A, C, G, T.</summary>
    public const int Channels = 4;

    /// <summary>Writes a row for each id; ids that are no base, such as those of N and padding, give zeros.</summary>
    /// <param name="ids">Ids of <see cref="GenomicTokenizers.OneHotBases"/>.</param>
    /// <param name="rows">Receives <c>[ids, 4]</c>, row after row.</param>
    public static void Fill(ReadOnlySpan<int> ids, Span<float> rows)
    {
        rows = rows[..(ids.Length * Channels)];
        rows.Clear();
        for (var i = 0; i < ids.Length; i++)
            if ((uint)ids[i] < Channels) rows[i * Channels + ids[i]] = 1;
    }
}
