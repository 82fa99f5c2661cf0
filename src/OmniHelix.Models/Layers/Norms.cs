using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>How a vector is normalised.</summary>
internal enum NormKind
{
    /// <summary>Layer norm with gain and bias.</summary>
    LayerNorm,

    /// <summary>Layer norm with gain only.</summary>
    LayerNormWithoutBias,

    /// <summary>Root mean square with gain only.</summary>
    RootMeanSquare,

    /// <summary>As <see cref="RootMeanSquare"/>; files call the gain <c>scale</c>.</summary>
    RootMeanSquareScale,
}

/// <summary>Makes norms by their kind.</summary>
internal static class Norms
{
    /// <summary>Uninitialised weights.</summary>
    public static Norm Create(NormKind kind, int size, double epsilon) => kind switch
    {
        NormKind.LayerNorm => new LayerNorm(size, epsilon),
        NormKind.LayerNormWithoutBias => new LayerNorm(size, epsilon, bias: false),
        NormKind.RootMeanSquareScale => new RmsNorm(size, epsilon, "scale"),
        _ => new RmsNorm(size, epsilon),
    };
}
