using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>
/// Learned vectors of distances (Shaw et al. 2018; with the term of keys: Huang et al. 2020): the score of query i and key j gains
/// <c>q_i · D[i − j]</c>, and on request also <c>k_j · D[i − j]</c>.
/// </summary>
internal sealed class RelativeKeys : Module
{
    private readonly int longest;
    private readonly bool ofKeys;
    private readonly Embedding distances;

    /// <param name="longest">Most tokens of a sequence.</param>
    /// <param name="headSize">Channels of a head.</param>
    /// <param name="ofKeys">Whether keys meet the distances too.</param>
    public RelativeKeys(int longest, int headSize, bool ofKeys)
    {
        this.longest = longest;
        this.ofKeys = ofKeys;
        distances = Register("", new Embedding(2L * longest - 1, headSize));
    }

    /// <summary>What is added to the scores, <c>[batch, heads, length, length]</c>.</summary>
    /// <param name="q">Queries with the scale of the scores, <c>[batch, heads, length, size]</c>.</param>
    /// <param name="k">Keys, the same shape.</param>
    /// <param name="scale">The scale of the scores.</param>
    public Tensor Scores(Tensor q, Tensor k, double scale)
    {
        using var scope = new TensorScope();
        var shape = q.Shape;
        long batch = shape[0], heads = shape[1], length = shape[2], size = shape[3];
        var places = Ops.Arange(0, length, 1, DType.Int64, q.Device);
        var numbers = places.Unsqueeze(1) - places.Unsqueeze(0) + (longest - 1);
        var d = distances.Forward(numbers);                                      // [L of queries, L of keys, size]
        var scores = Rows(q).Matmul(d.Transpose(1, 2)).Permute([1, 0, 2]);       // [B·H, L, L]
        if (ofKeys) scores = scores + Rows(k * scale).Matmul(d.Permute([1, 2, 0])).Permute([1, 2, 0]);
        return scope.Keep(scores.Reshape([batch, heads, length, length]));

        Tensor Rows(Tensor x) => x.Reshape([batch * heads, length, size]).Transpose(0, 1);           // [L, B·H, size]
    }
}
