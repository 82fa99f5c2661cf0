namespace OmniHelix.Rna.Folding;

/// <summary>What a part of a structure is.</summary>
internal enum PartKind
{
    /// <summary>No part: nothing is left to decide.</summary>
    Nothing,

    /// <summary>The bases from 1 to j, outside of all pairs.</summary>
    Exterior,

    /// <summary>The pair (i, j) and what is inside it.</summary>
    Pair,

    /// <summary>The same directly inside another pair, where lonely pairs are not allowed.</summary>
    Stacked,

    /// <summary>A part of a multiloop with exactly one helix, which starts at i.</summary>
    Branch,

    /// <summary>A part of a multiloop with one helix or more.</summary>
    Multi,
}

/// <summary>A part of a structure that is still to be decided.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="I">Its first base, from 1.</param>
/// <param name="J">Its last base.</param>
internal readonly record struct Part(PartKind Kind, int I, int J);

/// <summary>One way in which a part comes about from at most two smaller ones.</summary>
/// <param name="Value">Of all structures of the part that come about in this way.</param>
/// <param name="First">A part of it.</param>
/// <param name="Second">Another.</param>
internal readonly record struct Derivation<T>(T Value, Part First, Part Second = default)
    where T : unmanaged;
