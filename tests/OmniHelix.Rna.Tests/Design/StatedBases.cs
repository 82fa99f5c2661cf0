using OmniHelix.Rna.Design;

namespace OmniHelix.Rna.Tests.Design;

/// <summary>A model that says the same of a base wherever the rest of the sequence stands, and remembers what it was asked.</summary>
internal sealed class StatedBases(Func<int, double[]> probabilities) : IBaseProbabilities
{
    public List<string> Asked { get; } = [];

    /// <summary>Sure of one base at each place.</summary>
    public static StatedBases Sure(string sequence) =>
        new(at => [.. "ACGU".Select(letter => letter == sequence[at] ? 1.0 : 0)]);

    public IReadOnlyList<double[][]> Of(IReadOnlyList<string> sequences, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Asked.AddRange(sequences);
        return
        [
            .. sequences.Select(sequence => Enumerable.Range(0, sequence.Length)
                .Where(at => sequence[at] == IBaseProbabilities.Hidden).Select(probabilities).ToArray()),
        ];
    }
}
