

using OmniHelix.Data.Tokens;

namespace OmniHelix.Training.Baselines;

/// <summary>
/// One row per token: which token stands at each offset from −<c>reach</c> to +<c>reach</c>, one-hot; beyond the ends nothing is set.
/// </summary>
public sealed class WindowFeatures : IFeatureRows
{
    private readonly RaggedTokens tokens;
    private readonly int reach, vocabulary;
    private readonly List<(int Row, int Token)> positions;

    /// <summary>Features of chosen tokens.</summary>
    /// <param name="tokens">Store.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="reach">Tokens seen on each side.</param>
    /// <param name="positions">Store row and token of each feature row.</param>
    public WindowFeatures(RaggedTokens tokens, int vocabulary, int reach, List<(int Row, int Token)> positions)
    {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.reach = reach;
        this.positions = positions;
    }

    /// <inheritdoc/>
    public int Count => positions.Count;

    /// <inheritdoc/>
    public int Width => (2 * reach + 1) * vocabulary;

    /// <inheritdoc/>
    public int MostNonZero => 2 * reach + 1;

    /// <inheritdoc/>
    public int Fill(int row, Span<int> features, Span<float> values)
    {
        var (store, center) = positions[row];
        var ids = tokens.Ids(store);
        var written = 0;
        for (var offset = -reach; offset <= reach; offset++)
        {
            var position = center + offset;
            if ((uint)position >= (uint)ids.Length) continue;
            features[written] = (offset + reach) * vocabulary + ids[position];
            values[written++] = 1;
        }
        return written;
    }
}
