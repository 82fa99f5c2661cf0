namespace OmniHelix.Rna.Design;

/// <summary>
/// Says how probable each base is where a sequence has none yet. Language models, which lie above, take part in a search through it.
/// </summary>
public interface IBaseProbabilities
{
    /// <summary>Stands in a sequence for a base that is asked for.</summary>
    const char Hidden = 'N';

    /// <summary>Answers for many sequences at once.</summary>
    /// <param name="sequences">In A, C, G, U, and <see cref="Hidden"/> where a base is asked for; all as long as the target.</param>
    /// <param name="cancellation">Ends the work with an exception.</param>
    /// <returns>
    /// Of each sequence, and each hidden base in it from left to right, the probabilities of A, C, G and U, which sum up to 1.
    /// </returns>
    IReadOnlyList<double[][]> Of(IReadOnlyList<string> sequences, CancellationToken cancellation);
}
