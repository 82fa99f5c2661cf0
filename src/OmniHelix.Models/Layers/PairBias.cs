using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>
/// What bases that pair add to the score of each head (ERNIE-RNA: Yin et al. 2024): a number of the two letters, then two dense layers with
/// GELU between them. Letters are the tokens A 6, C 7, G 8, U 9.
/// </summary>
internal sealed class PairBias : Module
{
    /// <summary>Tokens up to the last letter that pairs.</summary>
    public const int TokenCount = U + 1;

    private const int A = 6, C = 7, G = 8, U = 9;
    private const float Weak = 2, Strong = 3;

    private readonly float[] strengths = new float[TokenCount * TokenCount];
    private readonly Linear dense1;
    private readonly Linear dense2;

    /// <param name="headCount">Attention heads.</param>
    /// <param name="wobble">The number of G and U; A and U have 2, C and G 3, others 0.</param>
    public PairBias(int headCount, double wobble)
    {
        dense1 = Register("dense1", new Linear(1, headCount / 2));
        dense2 = Register("dense2", new Linear(headCount / 2, headCount));
        Set(A, U, Weak);
        Set(C, G, Strong);
        Set(G, U, (float)wobble);
    }

    /// <summary>Ids <c>[batch, length]</c> to <c>[batch, heads, length, length]</c> of an element type.</summary>
    public Tensor Forward(Tensor ids, DType type)
    {
        using var scope = new TensorScope();
        // There are few pairs of letters, so the layers see each once and not each pair of positions.
        var strength = Tensor.From<float>(strengths, [TokenCount * TokenCount, 1]).To(ids.Device, type);
        var biases = dense2.Forward(dense1.Forward(strength).Gelu());            // [pairs of tokens, H]
        // Tokens behind the letters, like those before them, pair with nothing.
        var letters = ids.MaskedFill(ids.Ge(TokenCount), 0);
        var pairs = letters.Unsqueeze(2) * TokenCount + letters.Unsqueeze(1);    // [B, L, L]
        return scope.Keep(biases.IndexSelect(0, pairs.Reshape([-1])).View([.. pairs.Shape, -1]).Permute([0, 3, 1, 2]));
    }

    private void Set(int one, int other, float strength)
    {
        strengths[one * TokenCount + other] = strength;
        strengths[other * TokenCount + one] = strength;
    }
}
