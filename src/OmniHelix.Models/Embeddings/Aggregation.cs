using OmniHelix.Models.Heads;

namespace OmniHelix.Models.Embeddings;

/// <summary>How the token vectors of a sequence become its embedding.</summary>
public enum Aggregation
{
    /// <summary>The first token (<c>head</c> of OmniGenBench).</summary>
    Cls,

    /// <summary>Mean over all tokens, special ones included.</summary>
    Mean,

    /// <summary>The last token, which is the end token of most tokenizers (<c>tail</c> of OmniGenBench).</summary>
    Last,

    /// <summary>Largest value of each channel over all tokens, special ones included.</summary>
    Max,

    /// <summary>Mean over the tokens that stand for bases.</summary>
    MeanNoSpecial,

    /// <summary>
    /// Mean over the tokens that stand for bases, weighted by the scores that a head with <see cref="Pooling.Attention"/> has learned.
    /// </summary>
    Attention,
}

/// <summary>The names of aggregations.</summary>
public static class AggregationNames
{
    private static readonly (string Name, Aggregation Value)[] Names =
    [
        ("cls", Aggregation.Cls),
        ("head", Aggregation.Cls),
        ("mean", Aggregation.Mean),
        ("last", Aggregation.Last),
        ("tail", Aggregation.Last),
        ("max", Aggregation.Max),
        ("mean_no_special", Aggregation.MeanNoSpecial),
        ("attention", Aggregation.Attention),
    ];

    /// <summary>All names, aliases included.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(n => n.Name)];

    /// <summary>Reads a name.</summary>
    /// <exception cref="UsageException">OH3701: no such aggregation.</exception>
    public static Aggregation Parse(string name)
    {
        foreach (var (known, value) in Names)
            if (known == name) return value;
        var what = $"'{name}' is no aggregation; expected one of {string.Join(", ", All)}";
        throw new UsageException("OH3701", what, null, NearestName.Ask(name, All));
    }
}
