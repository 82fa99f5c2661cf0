using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>
/// Probability that two tokens touch: logistic regression on symmetrised attention maps after average product correction (Rao et al. 2021).
/// </summary>
public sealed class ContactHead : Module
{
    private readonly int endToken;
    private readonly Linear regression;

    /// <param name="mapCount">Attention maps: blocks times heads.</param>
    /// <param name="endToken">Id of the token at the end of a sequence, which touches nothing.</param>
    internal ContactHead(int mapCount, int endToken)
    {
        this.endToken = endToken;
        regression = Register("regression", new Linear(mapCount, 1));
    }

    /// <summary>
    /// Contacts without the first and the last position, which hold special tokens: <c>[batch, length − 2, length − 2]</c>.
    /// </summary>
    /// <param name="attentions">Probabilities of each block, <c>[batch, heads, length, length]</c>.</param>
    /// <param name="ids"><c>[batch, length]</c>.</param>
    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when there is none.</param>
    public Tensor Forward(IReadOnlyList<Tensor> attentions, Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        var a = Ops.Cat([.. attentions], 1);                                     // [B, N·H, L, L]
        var counted = ids.Ne(endToken).To(a.DType);                              // [B, L]
        if (mask is not null) counted = counted * mask.To(a.DType);
        a = a * counted.Unsqueeze(1).Unsqueeze(2) * counted.Unsqueeze(1).Unsqueeze(3);
        var inner = a.Size(-1) - 2;
        a = a.Narrow(2, 1, inner).Narrow(3, 1, inner);
        a = a + a.Transpose(2, 3);
        a = a - a.Sum([-1], true) * a.Sum([-2], true) / a.Sum([-1, -2], true);   // average product correction
        var score = regression.Forward(a.Permute([0, 2, 3, 1])).Squeeze(3);
        return scope.Keep(score.Sigmoid());
    }
}
