using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Optim;

/// <summary>Parameters that share a weight decay.</summary>
/// <param name="Parameters">Trainable parameters with their names.</param>
/// <param name="WeightDecay">Decay per unit of learning rate.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Parameter Value)> Parameters, double WeightDecay)
{
    /// <summary>
    /// Two groups of a module's trainable parameters: with decay, and biases and norm gains without (every parameter of fewer than two
    /// axes).
    /// </summary>
    public static IReadOnlyList<ParameterGroup> WithoutDecayForBiasAndNorm(Module module, double weightDecay) =>
        WithoutDecayForBiasAndNorm([.. module.TrainableParameters()], weightDecay);

    /// <summary>The same two groups of the parameters given.</summary>
    public static IReadOnlyList<ParameterGroup> WithoutDecayForBiasAndNorm(
        IReadOnlyList<(string Name, Parameter Value)> trained, double weightDecay) =>
    [
        new([.. trained.Where(p => p.Value.Value.Rank > 1)], weightDecay),
        new([.. trained.Where(p => p.Value.Value.Rank <= 1)], 0),
    ];
}

/// <summary>Changes parameters by their gradients.</summary>
public abstract class Optimizer(IReadOnlyList<ParameterGroup> groups, double learningRate) : IDisposable
{
    private readonly Dictionary<string, Tensor> state = [];

    /// <summary>Rate of the next step; a schedule sets it.</summary>
    public double LearningRate { get; set; } = learningRate;

    /// <summary>Steps taken.</summary>
    public long StepCount { get; set; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; } = groups;

    /// <summary>Moments and the like, named <c>slot.parameter</c>, for checkpoints.</summary>
    public IReadOnlyDictionary<string, Tensor> State => state;

    /// <summary>Takes one step with the gradients that are there; parameters without gradient stay as they are.</summary>
    public void Step()
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        StepCount++;
        foreach (var group in Groups)
            foreach (var (name, parameter) in group.Parameters)
                if (parameter.Value.Grad is { } gradient)
                    Update(name, parameter.Value, gradient, group.WeightDecay);
    }

    /// <summary>Drops all gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var group in Groups)
            foreach (var (_, parameter) in group.Parameters) parameter.ZeroGrad();
    }

    /// <summary>Puts back a stored state tensor.</summary>
    public void Restore(string name, Tensor value)
    {
        var copy = value.Clone();
        copy.LeaveScope();
        if (state.Remove(name, out var old)) old.Dispose();
        state[name] = copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in state.Values) tensor.Dispose();
        state.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Changes one parameter in place; runs without recording.</summary>
    protected abstract void Update(string name, Tensor parameter, Tensor gradient, double weightDecay);

    /// <summary>The state tensor of a parameter, zeros at first.</summary>
    protected Tensor Slot(string slot, string name, Tensor like)
    {
        var key = $"{slot}.{name}";
        if (!state.TryGetValue(key, out var tensor))
        {
            tensor = like.ZerosLike();
            tensor.LeaveScope();
            state[key] = tensor;
        }
        return tensor;
    }
}
