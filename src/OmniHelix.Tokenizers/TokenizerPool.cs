using System.Text.Json.Nodes;

namespace OmniHelix.Tokenizers;

/// <summary>Which tokens of several vocabularies a pooled one has.</summary>
public enum PoolMerge
{
    /// <summary>Those that all have.</summary>
    Inner,

    /// <summary>Those that any has.</summary>
    Outer,
}

/// <summary>The weight of a pooled token, of its weights in the vocabularies that have it.</summary>
public enum PoolWeight
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The middle one; of two middle ones the mean.</summary>
    Median,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,
}

/// <summary>How vocabularies are pooled.</summary>
public sealed record PoolOptions
{
    /// <summary>Which tokens.</summary>
    public PoolMerge Merge { get; init; } = PoolMerge.Outer;

    /// <summary>Which weights.</summary>
    public PoolWeight Weight { get; init; }

    /// <summary>
    /// Makes the weights logarithms of probabilities that sum to 1 again, and sorts the tokens by them, as a trained vocabulary is.
    /// </summary>
    public bool Renormalise { get; init; }
}

/// <summary>
/// One Unigram tokenizer of several, as genomeNLP pools those of the chromosomes of a genome: added tokens once and first, behind them the
/// tokens of all, by their texts for <see cref="PoolMerge.Outer"/> and in the order of the first tokenizer for
/// <see cref="PoolMerge.Inner"/>. How text is normalised and cut is told by the first tokenizer.
/// </summary>
public static class TokenizerPool
{
    /// <summary>Pools tokenizers.</summary>
    /// <param name="tokenizers">At least one.</param>
    /// <param name="options">Which tokens and weights.</param>
    /// <returns>The text of the <c>tokenizer.json</c>.</returns>
    /// <exception cref="UsageException">OH1540: one is no Unigram model of a <c>tokenizer.json</c>.</exception>
    public static string Pool(IReadOnlyList<OmniTokenizer> tokenizers, PoolOptions options)
    {
        var documents = tokenizers.Select((tokenizer, i) => DocumentOf(tokenizer, i)).ToList();
        var added = new Dictionary<string, JsonObject>();
        foreach (var token in documents.SelectMany(document => document["added_tokens"]?.AsArray() ?? []))
            added.TryAdd(token!["content"]!.GetValue<string>(), (JsonObject)token.DeepClone());
        var weights = Weights(tokenizers, added.Keys);
        var merged = options.Merge == PoolMerge.Outer
            ? weights.OrderBy(token => token.Token, StringComparer.Ordinal).AsEnumerable()
            : weights.Where(token => token.Weights.Count == tokenizers.Count);
        var pooled = merged.Select(token => (token.Token, Weight: Pooled(token.Weights, options.Weight))).ToList();
        if (options.Renormalise) pooled = Renormalised(pooled);

        var document = documents[0];
        var model = (JsonObject)document["model"]!;
        var unknown = tokenizers[0].Special.Unknown is { } id ? tokenizers[0].TokenOf(id) : null;
        (string Token, double Weight)[] vocabulary = [.. added.Keys.Select(token => (token, 0.0)), .. pooled];
        document["added_tokens"] = new JsonArray([.. added.Values.Select(Numbered)]);
        model["unk_id"] = Array.FindIndex(vocabulary, token => token.Token == unknown) is var at and >= 0 ? at : null;
        model["vocab"] = new JsonArray([.. vocabulary.Select(token => new JsonArray(token.Token, token.Weight))]);
        return TokenizerFiles.Text(document);
    }

    private static JsonObject DocumentOf(OmniTokenizer tokenizer, int index) =>
        tokenizer is PipelineTokenizer { Scores: not null, Document: { } text }
            ? (JsonObject)JsonNode.Parse(text)!
            : throw new UsageException(
                "OH1540", $"tokenizer {index + 1} is no Unigram model of a tokenizer.json, so that its tokens have no weights to pool",
                advice: "Pool tokenizers that omni tokenizer train or tokenise_bio made.");

    // Each token with its weights in the vocabularies that have it, in the order in which they are met.
    private static List<(string Token, List<double> Weights)> Weights(
        IReadOnlyList<OmniTokenizer> tokenizers, IReadOnlyCollection<string> added)
    {
        var places = new Dictionary<string, int>();
        var tokens = new List<(string Token, List<double> Weights)>();
        foreach (var tokenizer in tokenizers)
        {
            for (var id = 0; id < tokenizer.Scores!.Count; id++)
            {
                var token = tokenizer.TokenOf(id);
                // Of a token that stands twice the last counts.
                if (added.Contains(token) || tokenizer.IdOf(token) != id) continue;
                if (places.TryAdd(token, tokens.Count)) tokens.Add((token, []));
                tokens[places[token]].Weights.Add(tokenizer.Scores[id]);
            }
        }
        return tokens;
    }

    private static double Pooled(List<double> weights, PoolWeight how) => how switch
    {
        PoolWeight.Max => weights.Max(),
        PoolWeight.Min => weights.Min(),
        PoolWeight.Median => Median([.. weights.Order()]),
        _ => weights.Average(),
    };

    private static double Median(double[] ascending) => (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;

    private static List<(string Token, double Weight)> Renormalised(List<(string Token, double Weight)> tokens)
    {
        var whole = Math.Log(tokens.Sum(token => Math.Exp(token.Weight)));
        return
        [
            .. tokens.Select(token => (token.Token, Weight: token.Weight - whole)).OrderByDescending(token => token.Weight)
                .ThenBy(token => token.Token, StringComparer.Ordinal),
        ];
    }

    private static JsonNode Numbered(JsonObject token, int id)
    {
        token["id"] = id;
        return token;
    }
}
