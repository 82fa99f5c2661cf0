using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Adapters;

/// <summary>The part of an adapter at one layer.</summary>
internal interface ILowRank
{
    /// <summary><c>A</c>.</summary>
    Parameter Down { get; }

    /// <summary><c>B</c>.</summary>
    Parameter Up { get; }

    /// <summary>Whether the layer computes with the sum of both matrices.</summary>
    bool IsMerged { get; }

    /// <summary>Draws start values, by which the layer computes what it did before.</summary>
    void Start();

    /// <summary>Puts the sum in the place of the frozen matrix, which is kept.</summary>
    void Merge();

    /// <summary>Puts the frozen matrix back, to the last bit.</summary>
    void Unmerge();
}
