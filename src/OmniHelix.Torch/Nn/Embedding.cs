namespace OmniHelix.Torch.Nn;

/// <summary>A table of vectors, looked up by number. What looks them up can be exchanged without the model's knowing.</summary>
public sealed class Embedding : Module
{
    /// <summary>Uninitialised table.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="size">Size of a vector.</param>
    /// <param name="paddingIndex">Row that receives no gradient; null for none.</param>
    public Embedding(long count, long size, long? paddingIndex = null)
    {
        PaddingIndex = paddingIndex ?? -1;
        Weight = new Parameter([count, size]);
        Map = Register("", (EmbeddingMap)new Lookup(Weight, PaddingIndex));
    }

    /// <summary><c>[count, size]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Row without gradient, −1 for none.</summary>
    public long PaddingIndex { get; }

    /// <summary>What is computed: <see cref="Lookup"/> unless it was replaced.</summary>
    public EmbeddingMap Map { get; private set; }

    /// <summary>Indices <c>[…]</c> (Int64) to vectors <c>[…, size]</c>.</summary>
    public Tensor Forward(Tensor indices) => Map.Forward(indices);

    /// <summary>
    /// Computes by another map from now on. The former one is not disposed: <paramref name="map"/> goes on with it, or the caller disposes
    /// it.
    /// </summary>
    /// <param name="map">Of the same sizes.</param>
    public void Replace(EmbeddingMap map)
    {
        Exchange(Map, map);
        Map = map;
    }
}
