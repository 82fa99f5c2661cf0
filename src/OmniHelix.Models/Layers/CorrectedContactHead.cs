using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>Logistic regression on symmetrised attention maps after average product correction (Rao et al. 2021), as in ESM.</summary>
internal sealed class CorrectedContactHead : ContactHead
{
    private readonly int endToken;
    private readonly Linear regression;

    /// <param name="mapCount">Attention maps: blocks times heads.</param>
    /// <param name="endToken">Id of the token at the end of a sequence, which touches nothing.</param>
    public CorrectedContactHead(int mapCount, int endToken)
    {
        this.endToken = endToken;
        regression = Register("regression", new Linear(mapCount, 1));
    }

    internal override bool OfAttention => true;

    internal override Tensor Forward(Tensor states, IReadOnlyList<Tensor>? attentions, Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        var a = Ops.Cat([.. attentions!], 1);                                    // [B, N·H, L, L]
        var counted = ids.Ne(endToken).To(a.DType);                              // [B, L]
        if (mask is not null) counted = counted * mask.To(a.DType);
        a = a * counted.Unsqueeze(1).Unsqueeze(2) * counted.Unsqueeze(1).Unsqueeze(3);
        var inner = a.Size(-1) - 2;
        a = a.Narrow(2, 1, inner).Narrow(3, 1, inner);
        a = a + a.Transpose(2, 3);
        a = a - a.Sum([-1], true) * a.Sum([-2], true) / a.Sum([-1, -2], true);   // average product correction
        return scope.Keep(regression.Forward(a.Permute([0, 2, 3, 1])));
    }
}
