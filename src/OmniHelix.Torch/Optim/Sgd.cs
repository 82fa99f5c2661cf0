namespace OmniHelix.Torch.Optim;

/// <summary>Stochastic gradient descent with momentum, as PyTorch defines it: the first momentum buffer is the first gradient.</summary>
/// <param name="groups">Parameters; decay is added to the gradient.</param>
/// <param name="learningRate">First rate.</param>
/// <param name="momentum">Decay of the velocity, 0 for none.</param>
/// <param name="nesterov">Looks ahead along the velocity.</param>
/// <param name="dampening">Share by which a new gradient is weakened.</param>
public sealed class Sgd(
    IReadOnlyList<ParameterGroup> groups, double learningRate, double momentum = 0, bool nesterov = false, double dampening = 0)
    : Optimizer(groups, learningRate)
{
    /// <inheritdoc/>
    protected override void Update(string name, Tensor parameter, Tensor gradient, double weightDecay)
    {
        if (weightDecay != 0) gradient = gradient.Add(parameter, weightDecay);
        if (momentum != 0)
        {
            var fresh = !State.ContainsKey($"momentum_buffer.{name}");
            var velocity = Slot("momentum_buffer", name, parameter);
            if (fresh) velocity.CopyInPlace(gradient);
            else velocity.MulInPlace(momentum).AddInPlace(gradient, 1 - dampening);
            gradient = nesterov ? gradient.Add(velocity, momentum) : velocity;
        }
        parameter.AddInPlace(gradient, -LearningRate);
    }
}
