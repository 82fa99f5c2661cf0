using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>
/// BERT's view of a sequence (Devlin et al. 2019): <c>tanh(W x₀ + b)</c> of its first token, in some models of the mean of all tokens.
/// </summary>
public sealed class Pooler : Module
{
    private readonly Linear dense;
    private readonly bool ofMean;

    internal Pooler(int hiddenSize, bool ofMean)
    {
        this.ofMean = ofMean;
        dense = Register("dense", new Linear(hiddenSize, hiddenSize));
    }

    /// <summary>Last hidden states <c>[batch, length, hidden]</c> to <c>[batch, hidden]</c>.</summary>
    /// <param name="hidden">Of all tokens.</param>
    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</param>
    public Tensor Forward(Tensor hidden, Tensor? mask = null)
    {
        using var scope = new TensorScope();
        return scope.Keep(dense.Forward(ofMean ? Mean(hidden, mask) : hidden.Select(1, 0)).Tanh());
    }

    private static Tensor Mean(Tensor hidden, Tensor? mask)
    {
        if (mask is null) return hidden.Mean([1]);
        var real = mask.To(hidden.DType).Unsqueeze(2);
        return (hidden * real).Sum([1]) / real.Sum([1]);
    }
}
