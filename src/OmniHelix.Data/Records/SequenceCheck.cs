using OmniHelix.Sequences;

namespace OmniHelix.Data.Records;

/// <summary>Refuses sequences that cannot be meant: proteins where nucleic acids are expected, and T beside U in one sequence.</summary>
/// <param name="uracil">With a conversion chosen, T beside U is allowed.</param>
public sealed class SequenceCheck(UracilPolicy uracil = UracilPolicy.None)
{
    private readonly List<string> proteins = [], mixed = [];
    private long proteinCount, mixedCount, count;

    /// <summary>Looks at one sequence.</summary>
    public void Add(Example example)
    {
        count++;
        switch (LetterCounts.Of(example.Sequence).Molecule)
        {
            case Molecule.Protein:
                Note(proteins, ref proteinCount, example);
                break;
            case Molecule.MixedNucleic when uracil == UracilPolicy.None:
                Note(mixed, ref mixedCount, example);
                break;
        }
    }

    /// <summary>Ends the check.</summary>
    /// <exception cref="OmniException">OH1402 protein sequences; OH1403 sequences with both T and U.</exception>
    public void ThrowIfAny()
    {
        if (proteinCount > 0)
            throw new OmniException("OH1402", $"{proteinCount} of {count} sequences are proteins, but nucleic acids were expected", proteins[0], Places(proteins) + " Choose a protein model, or give the coding sequences.");
        if (mixedCount > 0)
            throw new OmniException("OH1403", $"{mixedCount} of {count} sequences contain both T and U", mixed[0], Places(mixed) + " Choose the conversion u2t or t2u.");
    }

    /// <summary>Checks all sequences.</summary>
    /// <inheritdoc cref="ThrowIfAny"/>
    public static void Require(IEnumerable<Example> examples, UracilPolicy uracil = UracilPolicy.None)
    {
        var check = new SequenceCheck(uracil);
        foreach (var example in examples) check.Add(example);
        check.ThrowIfAny();
    }

    private static void Note(List<string> places, ref long total, Example example)
    {
        total++;
        if (places.Count < 5) places.Add(example.Place);
    }

    private static string Places(List<string> places) => $"First places: {string.Join(", ", places)}.";
}
