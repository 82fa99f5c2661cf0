using OmniHelix.Data.Records;
using OmniHelix.Rna;
using OmniHelix.Rna.Files;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>A record and the structure of least energy of its sequence, or why there is none.</summary>
/// <param name="Example">The record.</param>
/// <param name="Sequence">As it was folded: upper case, T as U; as it stands in the record where it could not be read.</param>
public sealed record FoldedRecord(Example Example, string Sequence)
{
    /// <summary>Why it was not folded; null when it was.</summary>
    public OmniException? Error { get; init; }

    /// <summary>The structure; null where there is an error.</summary>
    public FoldedStructure? Folded { get; init; }

    /// <summary>The structures near the one of least energy, or drawn from the ensemble; null where neither was asked for.</summary>
    public IReadOnlyList<FoldedStructure>? Structures { get; init; }

    /// <summary>
    /// Up to how many kcal/mol above the least energy <see cref="Structures"/> are all there are; null when they were not asked for.
    /// </summary>
    public double? Band { get; init; }

    /// <summary>The locally optimal structures and the least energy of the whole; null where they were not asked for.</summary>
    public LocalStructures? Local { get; init; }

    /// <summary>Where the structure lies in the record's sequence, bases from 1; null when it is that of all bases.</summary>
    public (int First, int Last)? Place { get; init; }

    /// <summary>Of two strands the bases of the first; null of one strand.</summary>
    public int? Cut { get; init; }

    /// <summary>The ensembles of two strands; null where they were not asked for, or there is one strand.</summary>
    public StrandEnsemble? Strands { get; init; }

    /// <summary>Letters other than A, C, G, U and N, which pair with nothing.</summary>
    public int UnknownLetters { get; init; }

    /// <summary>The ensemble; null where it was not asked for.</summary>
    public EnsembleSummary? Ensemble { get; init; }

    /// <summary>A record for each structure to be written.</summary>
    internal IEnumerable<FoldedRecord> EachStructure() =>
        Local?.Structures.Select(At) ?? Structures?.Select(one => this with { Folded = one }) ?? [this];

    private FoldedRecord At(LocalStructure local) => this with
    {
        Sequence = Sequence.Substring(local.Start, local.Structure.Length),
        Folded = new FoldedStructure(local.Structure, local.Energy),
        Place = (local.Start + 1, local.Start + local.Structure.Length),
    };

    /// <summary>The structure in dots and brackets, with the sign between two strands; null where there is an error.</summary>
    internal string? DotBracket =>
        Cut is { } cut ? Folded?.Structure.ToDotBracket().Insert(cut, $"{TwoStrands.Sign}") : Folded?.Structure.ToDotBracket();

    /// <summary>As structure files hold it; strands one behind the other.</summary>
    internal StructureRecord ToStructureRecord() =>
        new(Name, Cut is { } cut ? Sequence.Remove(cut, 1) : Sequence, Folded!.Structure, Folded.Energy);

    /// <summary>The name of the record, with the place where it has one.</summary>
    internal string Name => Place is var (first, last) ? FormattableString.Invariant($"{Example.Id}:{first}-{last}") : Example.Id;
}

/// <summary>The locally optimal structures of a record.</summary>
/// <param name="Structures">Those nearest to the 3' end first.</param>
/// <param name="Energy">The least energy of the whole, kcal/mol.</param>
public sealed record LocalStructures(IReadOnlyList<LocalStructure> Structures, double Energy);

/// <summary>What is told of an ensemble. Energies in kcal/mol.</summary>
/// <param name="Energy">Free energy of the whole.</param>
/// <param name="Frequency">Share of the structure of least energy.</param>
/// <param name="Defect">Mean share of bases that are not as in the structure of least energy.</param>
/// <param name="Diversity">Mean number of pairs in which two structures differ.</param>
public sealed record EnsembleSummary(double Energy, double Frequency, double Defect, double Diversity)
{
    /// <summary>The pairs more probable than not, with the energy of that structure.</summary>
    public required FoldedStructure Centroid { get; init; }

    /// <summary>Mean number of pairs in which the ensemble differs from the centroid.</summary>
    public required double CentroidDistance { get; init; }

    /// <summary>The structure of maximum expected accuracy, with its energy.</summary>
    public required FoldedStructure Accurate { get; init; }

    /// <summary>Its expected accuracy: a sum over bases.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The pairs of the least probability asked for or more, ordered by opening base; 0-based.</summary>
    public required IReadOnlyList<(BasePair Pair, double Probability)> Pairs { get; init; }
}
