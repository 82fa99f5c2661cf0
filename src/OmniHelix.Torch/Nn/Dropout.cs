namespace OmniHelix.Torch.Nn;

/// <summary>Sets elements to zero with a probability and scales the rest up; the identity outside training.</summary>
/// <param name="probability">Share of elements dropped, in [0, 1).</param>
public sealed class Dropout(double probability) : Module
{
    /// <summary>Any shape.</summary>
    public Tensor Forward(Tensor x) => IsTraining && probability > 0 ? Ops.Dropout(x, probability, true) : x;
}
