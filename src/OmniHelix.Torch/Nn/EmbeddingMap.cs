namespace OmniHelix.Torch.Nn;

/// <summary>
/// What an <see cref="Embedding"/> computes, as <see cref="LinearMap"/> is for <see cref="Linear"/>: the plain one is
/// <see cref="Lookup"/>, and another one takes its place by <see cref="Embedding.Replace"/>.
/// </summary>
public abstract class EmbeddingMap : Module
{
    /// <summary>Indices <c>[…]</c> (Int64) to vectors <c>[…, size]</c>, differentiable.</summary>
    public abstract Tensor Forward(Tensor indices);
}

/// <summary>The rows of a table as they are.</summary>
public sealed class Lookup : EmbeddingMap
{
    private readonly long paddingIndex;

    /// <param name="weight"><c>[count, size]</c>.</param>
    /// <param name="paddingIndex">Row that receives no gradient; −1 for none.</param>
    public Lookup(Parameter weight, long paddingIndex)
    {
        this.paddingIndex = paddingIndex;
        Weight = Register("weight", weight);
    }

    /// <summary><c>[count, size]</c>.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor indices) => Ops.Embedding(Weight, indices, paddingIndex);
}
