using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Optim;

/// <summary>
/// Keeps the gradients of float16 products in the range of that type (Micikevicius et al. 2018): the loss is multiplied by a scale and the
/// gradients are divided by it. The scale doubles after 2,000 good steps in a row and halves when a gradient overflows, whose step is left
/// out.
/// </summary>
public sealed class LossScaler
{
    private const double Start = 65536, Least = 1, Factor = 2;
    private const int StepsToGrow = 2000;

    /// <summary>Starts, or goes on from what a checkpoint holds.</summary>
    /// <param name="scale">1 or more.</param>
    /// <param name="goodSteps">Steps since the scale last changed.</param>
    public LossScaler(double scale = Start, int goodSteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, Least);
        ArgumentOutOfRangeException.ThrowIfNegative(goodSteps);
        Scale = scale;
        GoodSteps = goodSteps;
    }

    /// <summary>Factor of the loss.</summary>
    public double Scale { get; private set; }

    /// <summary>Steps since the scale last changed.</summary>
    public int GoodSteps { get; private set; }

    /// <summary>Divides the gradients by the scale; those that overflowed stay infinite or no numbers.</summary>
    /// <param name="parameters">Those without gradient are passed over.</param>
    public void Unscale(IEnumerable<Parameter> parameters)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        foreach (var parameter in parameters) parameter.Value.Grad?.MulInPlace(1 / Scale);
    }

    /// <summary>A step was taken.</summary>
    public void Succeeded()
    {
        if (++GoodSteps < StepsToGrow) return;
        Scale *= Factor;
        GoodSteps = 0;
    }

    /// <summary>A gradient overflowed and the step is left out.</summary>
    /// <returns>False when the scale cannot become smaller, so that it is not the reason.</returns>
    public bool Overflowed()
    {
        if (Scale <= Least) return false;
        Scale = Math.Max(Least, Scale / Factor);
        GoodSteps = 0;
        return true;
    }
}
