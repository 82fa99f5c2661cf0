namespace OmniHelix.Torch.Nn;

/// <summary>A table of vectors, looked up by number.</summary>
public sealed class Embedding : Module
{
    private readonly long paddingIndex;

    /// <summary>Uninitialised table.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="size">Size of a vector.</param>
    /// <param name="paddingIndex">Row that receives no gradient; null for none.</param>
    public Embedding(long count, long size, long? paddingIndex = null)
    {
        this.paddingIndex = paddingIndex ?? -1;
        Weight = Register("weight", new Parameter([count, size]));
    }

    /// <summary><c>[count, size]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Row without gradient, −1 for none.</summary>
    public long PaddingIndex => paddingIndex;

    /// <summary>Indices <c>[…]</c> (Int64) to vectors <c>[…, size]</c>.</summary>
    public Tensor Forward(Tensor indices) => Ops.Embedding(Weight, indices, paddingIndex);
}
