using OmniHelix.Data.Tokens;

namespace OmniHelix.Training.Baselines;

/// <summary>
/// One row per sequence: frequencies of its token k-mers (k = 1 is the composition), scaled to unit length. Of all k-mers that a vocabulary
/// allows, only those of the training data are features: of the others nothing can be learned.
/// </summary>
public sealed class KmerFeatures : IFeatureRows
{
    private readonly RaggedTokens tokens;
    private readonly IReadOnlyList<int> rows;
    private readonly int vocabulary;
    private readonly int k;
    private readonly Dictionary<Int128, int> features;
    private readonly int longest;

    private KmerFeatures(RaggedTokens tokens, IReadOnlyList<int> rows, int vocabulary, int k, Dictionary<Int128, int> features)
    {
        this.tokens = tokens;
        this.rows = rows;
        this.vocabulary = vocabulary;
        this.k = k;
        this.features = features;
        longest = tokens.Lengths.DefaultIfEmpty(0).Max();
    }

    /// <inheritdoc/>
    public int Count => rows.Count;

    /// <inheritdoc/>
    public int Width => features.Count;

    /// <inheritdoc/>
    public int MostNonZero => Math.Min(Width, longest);

    /// <summary>The rows to learn from; their k-mers are the features.</summary>
    /// <param name="tokens">Store.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="k">Tokens of a k-mer.</param>
    /// <param name="rows">Store row of each feature row.</param>
    public static KmerFeatures OfTraining(RaggedTokens tokens, int vocabulary, int k, IReadOnlyList<int> rows)
    {
        var all = new KmerFeatures(tokens, rows, vocabulary, k, []);
        var found = new SortedSet<Int128>();
        for (var row = 0; row < rows.Count; row++) found.UnionWith(all.Kmers(row));
        foreach (var kmer in found) all.features.Add(kmer, all.features.Count);
        return all;
    }

    /// <summary>Rows of other data by the same features.</summary>
    /// <param name="others">Store.</param>
    public KmerFeatures Of(RaggedTokens others) => new(others, [.. Enumerable.Range(0, others.Count)], vocabulary, k, features);

    /// <inheritdoc/>
    public int Fill(int row, Span<int> features, Span<float> values)
    {
        var counts = new SortedDictionary<Int128, int>();
        foreach (var kmer in Kmers(row)) counts[kmer] = counts.GetValueOrDefault(kmer) + 1;
        var norm = Math.Sqrt(counts.Values.Sum(c => (double)c * c));
        var written = 0;
        foreach (var (kmer, count) in counts)
        {
            if (!this.features.TryGetValue(kmer, out var feature)) continue;
            features[written] = feature;
            values[written++] = (float)(count / norm);
        }
        return written;
    }

    private IEnumerable<Int128> Kmers(int row)
    {
        var (start, end) = tokens.Owned(rows[row]);
        for (var at = start; at + k <= end; at++)
        {
            Int128 kmer = 0;
            foreach (var id in tokens.Ids(rows[row]).Slice(at, k)) kmer = kmer * vocabulary + id;
            yield return kmer;
        }
    }
}
