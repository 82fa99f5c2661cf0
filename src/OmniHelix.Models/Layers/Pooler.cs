using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>BERT's view of a sequence (Devlin et al. 2019): <c>tanh(W x₀ + b)</c> of its first token.</summary>
public sealed class Pooler : Module
{
    private readonly Linear dense;

    internal Pooler(int hiddenSize) => dense = Register("dense", new Linear(hiddenSize, hiddenSize));

    /// <summary>Last hidden states <c>[batch, length, hidden]</c> to <c>[batch, hidden]</c>.</summary>
    public Tensor Forward(Tensor hidden) => dense.Forward(hidden.Select(1, 0)).Tanh();
}
