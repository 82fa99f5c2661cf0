namespace OmniHelix.Inference;

/// <summary>How many tokens were needed and how many were computed because of padding.</summary>
/// <param name="Needed">Tokens of sequences.</param>
/// <param name="Computed">Tokens with padding.</param>
public readonly record struct TokenUse(long Needed, long Computed)
{
    /// <summary>Needed over computed, in [0, 1].</summary>
    public double Share => Computed == 0 ? 1 : (double)Needed / Computed;
}
