namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Finds the people of a choice among those of a file.</summary>
internal static class SampleColumns
{
    /// <summary>Their columns, from 0, each once and in the order given; null for all people.</summary>
    /// <param name="header">Names everybody.</param>
    /// <param name="names">The choice; null for all.</param>
    /// <param name="exclude">They are those to leave out.</param>
    /// <exception cref="OmniException">OH1064: nobody has the name of a person.</exception>
    public static int[]? Of(VcfHeader header, IReadOnlyList<string>? names, bool exclude)
    {
        if (names is null) return null;
        int[] named = [.. names.Select(header.SampleIndex).Distinct()];
        return exclude ? [.. Enumerable.Range(0, header.Samples.Count).Except(named)] : named;
    }
}
