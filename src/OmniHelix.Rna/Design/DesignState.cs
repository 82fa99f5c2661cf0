namespace OmniHelix.Rna.Design;

/// <summary>A sequence as the search sees it.</summary>
/// <param name="Codes">By <see cref="Folding.BaseCodes.Encode"/>.</param>
/// <param name="Folded"><c>[length]</c>: partners in its structure of least energy.</param>
/// <param name="Gap">Energy of the target above the least energy, in 0.01 kcal/mol.</param>
/// <param name="Penalty">For what the sequence is held to, in 0.01 kcal/mol.</param>
/// <param name="Distance">Pairs that are in one of the two structures only.</param>
internal sealed record DesignState(byte[] Codes, int[] Folded, int Gap, int Penalty, int Distance)
{
    /// <summary>What the search lowers.</summary>
    public int Cost => Gap + Penalty;

    /// <summary>True when the sequence folds into the target and keeps to everything.</summary>
    public bool IsSolved => Distance == 0 && Penalty == 0;
}
