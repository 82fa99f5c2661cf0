namespace OmniHelix.Rna.Folding;

/// <summary>
/// How bases beside a helix stabilise it in multiloops and outside of all loops; the numbers are those of ViennaRNA's <c>-d</c>.
/// </summary>
public enum DangleModel
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Unpaired neighbours only, each on one helix, in the best way. The partition function takes <see cref="Both"/>.</summary>
    Unpaired = 1,

    /// <summary>Both neighbours of each helix, paired or not. The usual model, and the only one that an ensemble is exact for.</summary>
    Both = 2,

    /// <summary>As <see cref="Unpaired"/>, and helices of a multiloop without a base between them may stack on one another.</summary>
    Coaxial = 3,
}
