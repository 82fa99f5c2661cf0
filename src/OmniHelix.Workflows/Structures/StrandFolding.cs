using OmniHelix.Data.Records;
using OmniHelix.Rna;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>Folds records of two strands. Can be used by several threads at once.</summary>
/// <param name="options">Every value decided.</param>
internal sealed class StrandFolding(FoldOptions options)
{
    private readonly Lazy<StrandModel> model = new(() => new StrandModel(RecordFolding.ConditionsOf(options)));

    /// <summary>Folds a record.</summary>
    /// <param name="example">The record.</param>
    /// <param name="sequence">Its bases, with the sign between the strands.</param>
    /// <param name="cut">Bases of the first strand.</param>
    /// <param name="ensemble">Compute the ensembles too.</param>
    /// <exception cref="OmniException">OH1871: a setting is not known of two strands; OH1850: a condition is not.</exception>
    public FoldedRecord Fold(Example example, string sequence, int cut, bool ensemble)
    {
        Require();
        var (first, second) = (sequence[..cut], sequence[(cut + 1)..]);
        return new FoldedRecord(example, sequence)
        {
            Folded = options.Duplex ? Hybridised(first, second) : model.Value.Fold(first, second),
            Cut = cut,
            Strands = ensemble && !options.Duplex ? model.Value.Ensemble(first, second) : null,
        };
    }

    private FoldedStructure Hybridised(string first, string second)
    {
        var length = first.Length + second.Length;
        return model.Value.Hybridise(first, second) is { } duplex
            ? new FoldedStructure(
                SecondaryStructure.FromPairs(length, duplex.Pairs.Select(pair => pair with { Close = pair.Close + first.Length })),
                duplex.Energy)
            : new FoldedStructure(SecondaryStructure.Unpaired(length), 0);
    }

    private void Require()
    {
        (bool IsGiven, string Flag)[] unknown =
        [
            (options.Subopt is not null, "--subopt"), (options.Samples is not null, "--samples"),
            (options.Probabilities is not null, "--probabilities"), (options.Constraint is not null, "--constraint"),
            (options.ConstraintField is not null, "--constraint-field"), (options.ReactivityField is not null, "--reactivity-field"),
        ];
        foreach (var (isGiven, flag) in unknown)
            if (isGiven) throw new OmniException("OH1871", $"{flag} is not known of two strands", null, $"Leave {flag} out.");
    }
}
