namespace OmniHelix.Data.Splits;

/// <summary>How records are spread over splits.</summary>
public enum SplitMethod
{
    /// <summary>At random; equal sequences and reverse-complement twins stay together.</summary>
    Random,

    /// <summary>At random with the label balance of the whole in every split.</summary>
    Stratified,

    /// <summary>Whole groups: all records of a gene, an individual, a parent sequence.</summary>
    Grouped,

    /// <summary>Whole chromosomes.</summary>
    Chromosome,

    /// <summary>Whole clusters of similar sequences, as the leakage audit finds them.</summary>
    Similarity,
}

/// <summary>The names of split methods.</summary>
public static class SplitMethodNames
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetNames<SplitMethod>().Select(n => n.ToLowerInvariant())];

    /// <summary>The name of a method.</summary>
    public static string Name(this SplitMethod method) => All[(int)method];

    /// <summary>Reads a name.</summary>
    /// <exception cref="UsageException">OH1621: no such method.</exception>
    public static SplitMethod Parse(string name)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i] == name) return (SplitMethod)i;
        throw new UsageException("OH1621", $"'{name}' is no split method; expected one of {string.Join(", ", All)}", null, NearestName.Ask(name, All));
    }
}
