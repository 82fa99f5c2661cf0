

using OmniHelix.Data.Tokens;

namespace OmniHelix.Training.Baselines;

/// <summary>One row per sequence: frequencies of its token k-mers (k = 1 is the composition), scaled to unit length.</summary>
/// <param name="tokens">Store.</param>
/// <param name="vocabulary">Number of token ids; <c>vocabularyᵏ</c> features.</param>
/// <param name="k">Tokens of a k-mer.</param>
/// <param name="rows">Store row of each feature row.</param>
public sealed class KmerFeatures(RaggedTokens tokens, int vocabulary, int k, IReadOnlyList<int> rows) : IFeatureRows
{
    private readonly int longest = tokens.Lengths.DefaultIfEmpty(0).Max();

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public int Width { get; } = checked((int)Math.Pow(vocabulary, k));

    /// <inheritdoc/>
    public int MostNonZero => Math.Min(Width, longest);

    /// <inheritdoc/>
    public int Fill(int row, Span<int> features, Span<float> values)
    {
        var counts = new SortedDictionary<int, int>();
        var (start, end) = tokens.Owned(rows[row]);
        var ids = tokens.Ids(rows[row])[start..end];
        for (var i = 0; i + k <= ids.Length; i++)
        {
            var kmer = 0;
            foreach (var id in ids.Slice(i, k)) kmer = kmer * vocabulary + id;
            counts[kmer] = counts.GetValueOrDefault(kmer) + 1;
        }
        var norm = Math.Sqrt(counts.Values.Sum(c => (double)c * c));
        var written = 0;
        foreach (var (kmer, count) in counts)
        {
            features[written] = kmer;
            values[written++] = (float)(count / norm);
        }
        return written;
    }
}
