using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>A convolution and a batch norm of what it gives.</summary>
internal sealed class NormedConvolution : Module
{
    private readonly Conv1d convolution;
    private readonly BatchNorm1d norm;

    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the result.</param>
    /// <param name="size">Positions that are seen at once.</param>
    /// <param name="dilation">Positions from one that is seen to the next.</param>
    public NormedConvolution(int inputs, int outputs, int size, long dilation = 1)
    {
        // The norm has a bias of its own.
        convolution = Register("conv", new Conv1d(inputs, outputs, size, dilation, bias: false));
        norm = Register("norm", new BatchNorm1d(outputs));
    }

    /// <summary>Floating-point operations for a position.</summary>
    public double FlopsPerPosition => convolution.FlopsPerPosition;

    /// <summary><c>[batch, inputs, length]</c> to <c>[batch, outputs, length]</c>, 0 at padding.</summary>
    public Tensor Forward(Tensor x, Positions positions) => positions.Normalize(norm, convolution.Forward(x));
}
