namespace OmniHelix.Torch.Nn;

/// <summary>
/// A convolution along sequences that keeps their length: zeros stand before and behind them. Of an even number of positions, one more is
/// seen before a position than behind it.
/// </summary>
public sealed class Conv1d : Module
{
    private readonly long dilation;

    /// <summary>Uninitialised weights.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="size">Positions that are seen at once.</param>
    /// <param name="dilation">Positions from one that is seen to the next.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public Conv1d(long inputs, long outputs, long size, long dilation = 1, bool bias = true)
    {
        this.dilation = dilation;
        Weight = Register("weight", new Parameter([outputs, inputs, size]));
        if (bias) Bias = Register("bias", new Parameter([outputs]));
    }

    /// <summary><c>[outputs, inputs, size]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[outputs]</c> or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Floating-point operations for a position; a multiplication with an addition counts two.</summary>
    public double FlopsPerPosition => 2.0 * Weight.Value.ElementCount;

    /// <summary><c>[batch, inputs, length]</c> to <c>[batch, outputs, length]</c>.</summary>
    public Tensor Forward(Tensor x)
    {
        var reach = dilation * (Weight.Value.Size(2) - 1);
        var before = (reach + 1) / 2;
        var y = Ops.Conv1d(x, Weight, Bias?.Value, [1], [before], [dilation]);
        return 2 * before == reach ? y : y.Narrow(2, 0, x.Size(2));
    }
}
