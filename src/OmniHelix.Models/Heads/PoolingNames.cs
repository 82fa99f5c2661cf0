namespace OmniHelix.Models.Heads;

/// <summary>
/// The names of <see cref="Pooling"/>: those in the <c>config.json</c> of a head, and those of embeddings. The two differ: as OmniGenBench
/// has them, <c>mean</c> and <c>max</c> of embeddings count special tokens.
/// </summary>
public static class PoolingNames
{
    private static readonly (string Name, Pooling Value)[] Heads =
    [
        ("mean", Pooling.Mean),
        ("cls", Pooling.Cls),
        ("max", Pooling.Max),
        ("last", Pooling.Last),
        ("attention", Pooling.Attention),
        ("pooler", Pooling.Pooler),
        ("mean_all_tokens", Pooling.MeanAllTokens),
        ("max_all_tokens", Pooling.MaxAllTokens),
    ];

    private static readonly (string Name, Pooling Value)[] Embeddings =
    [
        ("cls", Aggregation.Cls),
        ("head", Aggregation.Head),
        ("mean", Aggregation.Mean),
        ("last", Aggregation.Last),
        ("tail", Aggregation.Tail),
        ("max", Aggregation.Max),
        ("mean_no_special", Aggregation.MeanNoSpecial),
        ("max_no_special", Aggregation.MaxNoSpecial),
        ("attention", Aggregation.Attention),
    ];

    /// <summary>The names in the configuration of a head.</summary>
    public static IReadOnlyList<string> OfHeads { get; } = [.. Heads.Select(n => n.Name)];

    /// <summary>The names of embeddings, aliases included.</summary>
    public static IReadOnlyList<string> OfEmbeddings { get; } = [.. Embeddings.Select(n => n.Name)];

    /// <summary>The name in the configuration of a head.</summary>
    public static string Of(Pooling pooling) => Heads.First(n => n.Value == pooling).Name;

    /// <summary>Reads a name of the configuration of a head; null when there is no such name.</summary>
    public static Pooling? OfHead(string? name) => Find(Heads, name);

    /// <summary>Reads a name of embeddings.</summary>
    /// <exception cref="UsageException">OH3701: no such name.</exception>
    public static Pooling OfEmbedding(string name) => Find(Embeddings, name) ?? throw Unknown(name);

    private static Pooling? Find((string Name, Pooling Value)[] names, string? name)
    {
        foreach (var (known, value) in names)
            if (known == name) return value;
        return null;
    }

    private static UsageException Unknown(string name)
    {
        var what = $"'{name}' is no aggregation; expected one of {string.Join(", ", OfEmbeddings)}";
        return new UsageException("OH3701", what, null, NearestName.Ask(name, OfEmbeddings));
    }
}
