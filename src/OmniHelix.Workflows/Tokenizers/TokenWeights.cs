using System.Globalization;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>A token with its weight in each of several vocabularies.</summary>
/// <param name="Token">The token.</param>
/// <param name="Deviation">Sample standard deviation (n − 1) of the weights; null for one vocabulary.</param>
/// <param name="IsOutlier">Whether that lies more than one and a half times the range between the quartiles outside of them.</param>
/// <param name="Weights">Natural logarithms of probabilities, by vocabulary.</param>
public sealed record TokenWeight(string Token, double? Deviation, bool IsOutlier, IReadOnlyList<double> Weights);

/// <summary>
/// How the weights of tokens that Unigram vocabularies share differ between them: those whose deviation is an outlier first, then by
/// deviation, the largest first, then by text.
/// </summary>
public sealed record TokenWeights
{
    private const double Fence = 1.5;

    private TokenWeights()
    {
    }

    /// <summary>The tokens.</summary>
    public required IReadOnlyList<TokenWeight> Tokens { get; init; }

    /// <summary>A deviation below this is an outlier; below zero where none is. NaN for one vocabulary.</summary>
    public required double Low { get; init; }

    /// <summary>A deviation above this is an outlier; NaN for one vocabulary.</summary>
    public required double High { get; init; }

    /// <summary>Which deviations are those of outliers, in words: <c>above 1.0831</c>; null where there is nothing to compare.</summary>
    public string? OutlierRange => double.IsNaN(High) ? null
        : Low > 0 ? FormattableString.Invariant($"below {Low:0.0000} or above {High:0.0000}")
        : FormattableString.Invariant($"above {High:0.0000}");

    /// <summary>Compares the weights of the tokens that all have.</summary>
    /// <param name="tokenizers">At least one.</param>
    /// <param name="shared">Tokens that all of them have.</param>
    /// <returns>Null when one of them has no weights.</returns>
    public static TokenWeights? Of(IReadOnlyList<OmniTokenizer> tokenizers, IEnumerable<string> shared)
    {
        if (tokenizers.Any(tokenizer => tokenizer.Scores is null)) return null;
        var rows = shared.Select(token => (Token: token, Weights: WeightsOf(token, tokenizers))).ToList();
        if (tokenizers.Count == 1)
            return Sorted(rows.Select(row => new TokenWeight(row.Token, null, false, row.Weights)), double.NaN, double.NaN);
        double[] deviations = [.. rows.Select(row => Summary.Of(row.Weights).StandardDeviation)];
        double[] ascending = [.. deviations.Order()];
        var (first, third) = rows.Count == 0
            ? (double.NaN, double.NaN)
            : (Summary.Quantile(ascending, 0.25), Summary.Quantile(ascending, 0.75));
        var low = first - Fence * (third - first);
        var high = third + Fence * (third - first);
        return Sorted(
            rows.Zip(
                deviations,
                (row, deviation) => new TokenWeight(row.Token, deviation, deviation < low || deviation > high, row.Weights)),
            low, high);
    }

    /// <summary>
    /// Writes a table separated by tabs, as genomeNLP has it: token, <c>std</c>, <c>is_outlier</c>, the weight in each vocabulary.
    /// </summary>
    /// <param name="path">The file; it appears whole or not at all.</param>
    /// <param name="names">Headings of the vocabularies.</param>
    public void Write(string path, IReadOnlyList<string> names) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join('\t', ["", "std", "is_outlier", .. names]));
        foreach (var (token, deviation, isOutlier, weights) in Tokens)
            writer.WriteLine(string.Join(
                '\t', [token, deviation is { } number ? Text(number) : "", isOutlier.ToString(), .. weights.Select(Text)]));
    });

    private static TokenWeights Sorted(IEnumerable<TokenWeight> tokens, double low, double high) => new()
    {
        Tokens =
        [
            .. tokens.OrderByDescending(token => token.IsOutlier).ThenByDescending(token => token.Deviation ?? 0)
                .ThenBy(token => token.Token, StringComparer.Ordinal),
        ],
        Low = low,
        High = high,
    };

    // Of a token that stands twice in a vocabulary the last counts, as in encoding. One that was added beside the model is never chosen by
    // its weight.
    private static double[] WeightsOf(string token, IReadOnlyList<OmniTokenizer> tokenizers) =>
    [
        .. tokenizers.Select(tokenizer => tokenizer.IdOf(token) is { } id && id < tokenizer.Scores!.Count ? tokenizer.Scores[id] : 0),
    ];

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
