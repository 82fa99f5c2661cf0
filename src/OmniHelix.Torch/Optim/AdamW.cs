namespace OmniHelix.Torch.Optim;

/// <summary>Numbers of <see cref="AdamW"/>.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Divides by the largest second moment so far (Reddi et al. 2018).</summary>
    public bool Amsgrad { get; init; }

    /// <summary>True: weights shrink by rate · decay (AdamW). False: decay is added to the gradient (Adam with L2).</summary>
    public bool DecoupledDecay { get; init; } = true;
}

/// <summary>AdamW (Loshchilov and Hutter 2019), or Adam with L2 regularisation (Kingma and Ba 2015).</summary>
public sealed class AdamW(
    IReadOnlyList<ParameterGroup> groups, double learningRate, AdamWOptions? options = null) : Optimizer(groups, learningRate)
{
    private readonly AdamWOptions options = options ?? new AdamWOptions();

    /// <inheritdoc/>
    protected override void Update(string name, Tensor parameter, Tensor gradient, double weightDecay)
    {
        var mean = Slot("exp_avg", name, parameter);
        var square = Slot("exp_avg_sq", name, parameter);
        var correction1 = 1 - Math.Pow(options.Beta1, StepCount);
        var correction2 = 1 - Math.Pow(options.Beta2, StepCount);
        if (!options.Amsgrad && options.DecoupledDecay && AdamWKernel.Fits(parameter, gradient))
        {
            var root = Math.Sqrt(correction2);
            var shrink = 1 - LearningRate * weightDecay;
            var rate = LearningRate * root / correction1;
            var numbers = new AdamWKernel.Numbers(options.Beta1, options.Beta2, options.Epsilon * root, shrink, rate);
            AdamWKernel.Run(parameter, gradient, mean, square, numbers);
            return;
        }
        if (options.DecoupledDecay) parameter.MulInPlace(1 - LearningRate * weightDecay);
        else if (weightDecay != 0) gradient = gradient.Add(parameter, weightDecay);
        mean.LerpInPlace(gradient, 1 - options.Beta1);
        square.MulInPlace(options.Beta2).AddcmulInPlace(gradient, gradient, 1 - options.Beta2);
        var second = square;
        if (options.Amsgrad)
        {
            second = Slot("max_exp_avg_sq", name, parameter);
            second.CopyInPlace(second.Maximum(square));
        }
        parameter.AddcdivInPlace(mean, (second.Sqrt() / Math.Sqrt(correction2)).AddInPlace(options.Epsilon), -LearningRate / correction1);
    }
}
