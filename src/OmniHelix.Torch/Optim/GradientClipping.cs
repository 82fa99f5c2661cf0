using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Optim;

/// <summary>Keeps the norm of all gradients together below a bound.</summary>
public static class GradientClipping
{
    private const double Tiny = 1e-6;

    /// <summary>Scales the gradients so that their joint norm is at most <paramref name="maximum"/>.</summary>
    /// <param name="parameters">Those without gradient are passed over.</param>
    /// <param name="maximum">Bound; infinity only measures.</param>
    /// <param name="order">2, 1, or infinity for the largest absolute value.</param>
    /// <returns>The norm before scaling; not a number when a gradient is.</returns>
    public static double ClipNorm(IEnumerable<Parameter> parameters, double maximum, double order = 2)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var gradients = parameters.Select(p => p.Value.Grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0) return 0;
        var norms = Ops.Stack(gradients.Select(g => g.LinalgVectorNorm(order)).ToArray());
        var total = norms.LinalgVectorNorm(order).ToDouble();
        var factor = maximum / (total + Tiny);
        // A norm that is not a number spoils every gradient, as in PyTorch: a step with the others would go unnoticed.
        if (!(factor >= 1))
            foreach (var gradient in gradients) gradient.MulInPlace(factor);
        return total;
    }
}
