using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>
/// A linear layer on the products of two tokens' states, or on their probabilities in all attention maps, made symmetric: the heads of
/// multimolecule.
/// </summary>
internal sealed class LinearContactHead : ContactHead
{
    private readonly Linear decoder;

    /// <param name="width">Channels of a state, or attention maps: blocks times heads.</param>
    /// <param name="scores">Scores of a pair.</param>
    /// <param name="ofAttention">Looks at attention maps.</param>
    public LinearContactHead(int width, int scores, bool ofAttention)
    {
        OfAttention = ofAttention;
        decoder = Register("decoder", new Linear(width, scores));
    }

    internal override bool OfAttention { get; }

    internal override Tensor Forward(Tensor states, IReadOnlyList<Tensor>? attentions, Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        var inner = ids.Size(1) - 2;
        var z = decoder.Forward(OfAttention ? Maps(attentions!, inner) : Products(states.Narrow(1, 1, inner)));
        return scope.Keep((z + z.Transpose(1, 2)) / 2);
    }

    private static Tensor Maps(IReadOnlyList<Tensor> attentions, long inner) =>
        Ops.Cat([.. attentions.Select(map => map.Narrow(2, 1, inner).Narrow(3, 1, inner))], 1).Permute([0, 2, 3, 1]);

    private static Tensor Products(Tensor states) => states.Unsqueeze(1) * states.Unsqueeze(2);                  // [B, L, L, h]
}
