using OmniHelix.Data.Records;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Workflows.Structures;

/// <summary>Folds single records. Can be used by several threads at once.</summary>
/// <param name="options">Every value decided.</param>
/// <param name="memory">Bytes that one record may take.</param>
internal sealed class RecordFolding(FoldOptions options, long memory)
{
    // Locally optimal structures lie close, and each is a few hundred bytes.
    private const int LocalBytesOfBase = 64;

    private readonly StrandFolding strands = new(options);
    private readonly EnergyModel model = new(ConditionsOf(options));

    /// <summary>What folding is told of the conditions.</summary>
    public static FoldingOptions ConditionsOf(FoldOptions options) => options.Conditions() with
    {
        LonelyPairs = options.LonelyPairs,
        WobblePairs = options.Wobble,
        WobbleClosure = options.WobbleClosure,
        MaximumSpan = options.Span,
    };

    /// <summary>The memory that a record takes.</summary>
    /// <param name="length">Its bases.</param>
    /// <param name="ensemble">With the ensemble.</param>
    public long Bytes(int length, bool ensemble)
    {
        if (options.Local) return model.LocalTableBytes(length) + (long)LocalBytesOfBase * length;
        var structures = options.Samples ?? (options.Subopt is null ? 0 : options.SuboptLimit);
        return model.TableBytes(length, ensemble || options.Samples is not null) + (long)structures * length * sizeof(int);
    }

    /// <summary>Folds a record; what is wrong with it becomes its error.</summary>
    /// <param name="example">The record.</param>
    /// <param name="ensemble">Compute the ensemble too.</param>
    /// <param name="share">Is told how much of a long sequence is done where its local structures are asked for.</param>
    public FoldedRecord Fold(Example example, bool ensemble, IProgress<double> share)
    {
        try
        {
            var (sequence, unknown) = RnaLetters.Read(example, options.Unknown, strands: true);
            RequireMemory(sequence.Length, ensemble);
            if (TwoStrands.Cut(sequence) is { } cut)
                return strands.Fold(example, sequence, cut, ensemble) with { UnknownLetters = unknown };
            if (options.Duplex)
                throw new OmniException("OH1871", "a duplex needs two strands", null, $"Write them with {TwoStrands.Sign} between them.");
            if (options.Local) return new FoldedRecord(example, sequence) { Local = Local(sequence, share), UnknownLetters = unknown };
            var constraint = ConstraintOf(example);
            var energies = EnergiesOf(example);
            var folded = model.Fold(sequence, constraint, energies);
            var near = options.Subopt is { } band ? model.Suboptimal(sequence, band, options.SuboptLimit, constraint, energies) : null;
            return new FoldedRecord(example, sequence)
            {
                Folded = folded,
                Structures = near?.Structures ?? Drawn(sequence, constraint, energies),
                Band = near?.Band,
                UnknownLetters = unknown,
                Ensemble = ensemble ? Summary(sequence, folded, model.Ensemble(sequence, constraint, energies)) : null,
            };
        }
        catch (OmniException e)
        {
            var error = e.Place is null ? new OmniException(e.Code, e.Message, example.Place, e.Advice) : e;
            return new FoldedRecord(example, example.Sequence) { Error = error };
        }
    }

    private LocalStructures Local(string sequence, IProgress<double> share)
    {
        var structures = new List<LocalStructure>();
        return new LocalStructures(structures, model.FoldLocally(sequence, structures.Add, share));
    }

    private FoldedStructure[]? Drawn(string sequence, FoldingConstraint? constraint, PseudoEnergies? energies)
    {
        if (options.Samples is not { } count) return null;
        var drawn = model.Sample(sequence, count, options.Seed, constraint, energies);
        return [.. drawn.Select(structure => new FoldedStructure(structure, model.Evaluate(sequence, structure).Energy))];
    }

    private void RequireMemory(int length, bool ensemble)
    {
        var needed = Bytes(length, ensemble);
        if (needed <= memory) return;
        var what = ensemble ? "the ensemble of" : "folding";
        throw new OmniException(
            "OH1856", FormattableString.Invariant(
                $"{what} {length:N0} bases needs {Gibibytes(needed)} GiB, and {Gibibytes(memory)} may be used"), null,
            "Limit the pairs with --span (memory grows with span times length then), cut the sequence, or give more with --memory.");
    }

    private static string Gibibytes(long bytes) => FormattableString.Invariant($"{bytes / (double)(1L << 30):G3}");

    private FoldingConstraint? ConstraintOf(Example example)
    {
        var text = options.Constraint;
        if (options.ConstraintField is { } field) text = RecordField.Of(example, field)?.ToString().Trim();
        return string.IsNullOrEmpty(text) ? null : FoldingConstraint.Parse(text, options.Enforce, example.Place);
    }

    private PseudoEnergies? EnergiesOf(Example example)
    {
        if (options.ReactivityField is not { } field || RecordField.Of(example, field) is not { } value) return null;
        var reactivities = Reactivities.Read(value);
        return reactivities.Length == 0 ? null : PseudoEnergies.FromReactivities(reactivities, options.Slope, options.Intercept);
    }

    private EnsembleSummary Summary(string sequence, FoldedStructure folded, Ensemble ensemble)
    {
        var centroid = ensemble.Centroid();
        var accurate = ensemble.MaximumExpectedAccuracy(options.Gamma);
        return new EnsembleSummary(
            ensemble.Energy, ensemble.Frequency(folded.Energy), ensemble.Defect(folded.Structure), ensemble.Diversity)
        {
            Centroid = new FoldedStructure(centroid.Structure, model.Evaluate(sequence, centroid.Structure).Energy),
            CentroidDistance = centroid.Distance,
            Accurate = new FoldedStructure(accurate.Structure, model.Evaluate(sequence, accurate.Structure).Energy),
            Accuracy = accurate.Accuracy,
            Pairs = ensemble.Pairs(options.LeastProbability),
        };
    }
}
