using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>What a search found, in words.</summary>
public static class DesignText
{
    private const int MostRivals = 6;

    /// <summary>Why no sequence folds into the target.</summary>
    public static string Impossible(ImpossibleMotif motif)
    {
        var rivals = string.Join(", ", motif.Rivals.Take(MostRivals)) + (motif.Rivals.Count > MostRivals ? ", …" : "");
        return FormattableString.Invariant($"No sequence folds into the target: between bases {motif.First} and {motif.Last} it has ")
            + FormattableString.Invariant(
                $"{motif.Motif} (* is what lies beyond a pair), and whatever the bases, in all {motif.Choices:N0} ")
            + $"cases, another structure between the same pairs has less energy: {rivals}.";
    }
}
