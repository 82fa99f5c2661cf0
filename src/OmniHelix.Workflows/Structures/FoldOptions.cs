using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Workflows.Structures;

/// <summary>What is said about folding records, by flags, by a file or by a program.</summary>
public sealed record FoldOptions : EnergyOptions
{
    /// <summary>Page with drawn structures; null for none.</summary>
    [Description("Draw the first structures on a page too, with their loops and pairs: one HTML file that loads nothing.")]
    [Category(RunGroup)]
    public string? Report { get; init => field = Said(value); }

    /// <summary>Helices of one pair are allowed.</summary>
    [Description("Allow helices of one pair."), Category(EnergyGroup)]
    public bool LonelyPairs { get; init => field = Said(value); } = true;

    /// <summary>GU pairs are allowed.</summary>
    [Description("Allow GU pairs."), Category(EnergyGroup)]
    public bool Wobble { get; init => field = Said(value); } = true;

    /// <summary>GU pairs may close loops.</summary>
    [Description("Allow GU pairs at the ends of helices, beside hairpins, bulges, interior loops and multiloops."), Category(EnergyGroup)]
    public bool WobbleClosure { get; init => field = Said(value); } = true;

    /// <summary>Most bases that a pair spans; null for any number.</summary>
    [Description("Most bases from one partner of a pair to the other, both counted; default: any number."), Category(EnergyGroup)]
    [Range(5, int.MaxValue)]
    public int? Span { get; init => field = Said(value); }

    /// <summary>The constraint of every sequence, a sign a base.</summary>
    [Description("Constraint, a sign a base: . nothing, x unpaired, < and > pairs downstream and upstream, ( ) this pair.")]
    [Category(ConstraintGroup)]
    public string? Constraint { get; init => field = Said(value); }

    /// <summary>Field of each record's constraint.</summary>
    [Description("Column of each record's constraint, in place of --constraint."), Category(ConstraintGroup)]
    public string? ConstraintField { get; init => field = Said(value); }

    /// <summary>Bracketed bases and <c>|</c> have to be paired.</summary>
    [Description("Bases under brackets and bars have to be paired; otherwise only what contradicts the pairs is forbidden.")]
    [Category(ConstraintGroup)]
    public bool Enforce { get; init => field = Said(value); }

    /// <summary>Field of each record's reactivities.</summary>
    [Description("Column of reactivities from chemical probing, a number a base; negative or null where nothing was measured.")]
    [Category(ConstraintGroup)]
    public string? ReactivityField { get; init => field = Said(value); }

    /// <summary>Of the energies of reactivities, kcal/mol.</summary>
    [Description("Stacked bases get slope · ln(reactivity + 1) + intercept, in kcal/mol."), Category(ConstraintGroup)]
    public double Slope { get; init => field = Said(value); } = 1.8;

    /// <summary>Of the energies of reactivities, kcal/mol.</summary>
    [Description("The intercept of --slope."), Category(ConstraintGroup)]
    public double Intercept { get; init => field = Said(value); } = -0.6;

    /// <summary>List all structures within so many kcal/mol of the least energy; null for the one of least energy alone.</summary>
    [Description("List every structure within so many kcal/mol of the least energy, as RNAsubopt does."), Category(StructureGroup)]
    [Range(0.0, 1000.0)]
    public double? Subopt { get; init => field = Said(value); }

    /// <summary>The most structures of a record.</summary>
    [Description("The most structures that --subopt lists; where there are more, the energy goes less far up.")]
    [Category(StructureGroup), Range(1, 100_000_000)]
    public int SuboptLimit { get; init => field = Said(value); } = 10_000;

    /// <summary>The best helix between two strands alone.</summary>
    [Description("Hybridise the two strands of each record (A&B), neither pairing with itself, as RNAduplex does.")]
    [Category(StructureGroup)]
    public bool Duplex { get; init => field = Said(value); }

    /// <summary>List locally optimal structures of pairs within <see cref="Span"/>.</summary>
    [Description("List the locally optimal structures of pairs within --span, as RNALfold does; for sequences of any length.")]
    [Category(StructureGroup)]
    public bool Local { get; init => field = Said(value); }

    /// <summary>Structures drawn from the ensemble; null for none.</summary>
    [Description("Draw so many structures from the ensemble, each as often as it is probable."), Category(StructureGroup)]
    [Range(1, 100_000_000)]
    public int? Samples { get; init => field = Said(value); }

    /// <summary>Seed of what is drawn.</summary>
    [Description("Seed of --samples: the same seed draws the same structures."), Category(StructureGroup)]
    public long Seed { get; init => field = Said(value); }

    /// <summary>Compute the ensemble too.</summary>
    [Description("Ensemble energy, frequency and defect of the structure, diversity, centroid and maximum expected accuracy.")]
    [Category(EnsembleGroup)]
    public bool Ensemble { get; init => field = Said(value); }

    /// <summary>Weight of paired bases in the structure of maximum expected accuracy.</summary>
    [Description("Weight of paired bases beside unpaired ones for maximum expected accuracy."), Category(EnsembleGroup)]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Gamma { get; init => field = Said(value); } = 1;

    /// <summary>Table of the probabilities of pairs; null for none.</summary>
    [Description("Write the probabilities of pairs to this table: .tsv, .csv, .jsonl, .parquet …"), Category(EnsembleGroup)]
    public string? Probabilities { get; init => field = Said(value); }

    /// <summary>The least probability in the table.</summary>
    [Description("The least probability in the table of pairs."), Category(EnsembleGroup)]
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LeastProbability { get; init => field = Said(value); } = 0.001;

    /// <summary>GiB that the tables of all records folded at once may take; null for three quarters of what the machine has.</summary>
    [Description("Memory for folding in GiB; default: three quarters of the machine's."), Category(ComputingGroup)]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? Memory { get; init => field = Said(value); }
}
