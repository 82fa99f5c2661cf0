namespace OmniHelix.Torch.Nn;

/// <summary>Sets elements to zero with a probability and scales the rest up; the identity outside training.</summary>
/// <param name="probability">Share of elements dropped, in [0, 1).</param>
public sealed class Dropout(double probability) : Module
{
    /// <summary>Any shape.</summary>
    public Tensor Forward(Tensor x)
    {
        if (!IsTraining || probability <= 0) return x;
        return DropoutKernel.Fits(x) ? new Dropped(probability).Apply(x)[0] : Ops.Dropout(x, probability, true);
    }

    // What is dropped is drawn again on the way back, from the same key: no mask as large as the input is kept.
    private sealed class Dropped(double probability) : CustomFunction
    {
        private readonly ulong key = Key();

        protected override Tensor[] Forward(ReadOnlySpan<Tensor> inputs) => [DropoutKernel.Run(inputs[0], probability, key)];

        protected override Tensor?[] Backward(ReadOnlySpan<Tensor?> gradients) =>
            [gradients[0] is { } gradient ? DropoutKernel.Run(gradient, probability, key) : null];

        // Of libtorch's generator, whose state a checkpoint holds.
        private static ulong Key()
        {
            using var scope = new TensorScope();
            return (ulong)(Ops.Rand([1], DType.Float64).ToDouble() * (1L << 53));
        }
    }
}
