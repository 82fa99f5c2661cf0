namespace OmniHelix.Torch.Nn;

/// <summary>A convolution over maps, such as those of pairs of positions, that keeps their size: zeros stand around them.</summary>
public sealed class Conv2d : Module
{
    /// <summary>Uninitialised weights.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="size">Rows and columns that are seen at once; odd.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public Conv2d(long inputs, long outputs, long size, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % 2, 1, nameof(size));
        Weight = Register("weight", new Parameter([outputs, inputs, size, size]));
        if (bias) Bias = Register("bias", new Parameter([outputs]));
    }

    /// <summary><c>[outputs, inputs, size, size]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[outputs]</c> or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Floating-point operations for a position of the map; a multiplication with an addition counts two.</summary>
    public double FlopsPerPosition => 2.0 * Weight.Value.ElementCount;

    /// <summary><c>[batch, inputs, rows, columns]</c> to <c>[batch, outputs, rows, columns]</c>.</summary>
    public Tensor Forward(Tensor x)
    {
        var reach = Weight.Value.Size(2) / 2;
        return Ops.Conv2d(x, Weight, Bias?.Value, [1, 1], [reach, reach], [1, 1]);
    }
}
