namespace OmniHelix.Torch.Nn;

/// <summary>A linear layer at its place in a model. What computes it can be exchanged without the model's knowing.</summary>
public sealed class Linear : Module
{
    /// <summary>Uninitialised weights.</summary>
    /// <param name="inputs">Size of the last axis of the input.</param>
    /// <param name="outputs">Size of the last axis of the result.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public Linear(long inputs, long outputs, bool bias = true)
        : this(new Parameter([outputs, inputs]), bias ? new Parameter([outputs]) : null)
    {
    }

    /// <summary>Shares the weight of another module, such as the word embedding of a tied decoder.</summary>
    /// <param name="weight"><c>[outputs, inputs]</c>.</param>
    /// <param name="bias"><c>[outputs]</c> or null.</param>
    public Linear(Parameter weight, Parameter? bias) => Map = Register("", (LinearMap)new Affine(weight, bias));

    /// <summary>What is computed: <see cref="Affine"/> unless it was replaced.</summary>
    public LinearMap Map { get; private set; }

    /// <summary><c>[…, inputs]</c> to <c>[…, outputs]</c>.</summary>
    public Tensor Forward(Tensor x) => Map.Forward(x);

    /// <summary>
    /// Computes by another map from now on. The former one is not disposed: <paramref name="map"/> goes on with it, or the caller disposes
    /// it.
    /// </summary>
    /// <param name="map">Of the same sizes.</param>
    public void Replace(LinearMap map)
    {
        Exchange(Map, map);
        Map = map;
    }
}
