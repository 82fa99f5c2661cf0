using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Structures;

/// <summary>What is said about folding records, by flags, by a file or by a program.</summary>
public sealed record FoldOptions : SettingsRecord
{
    private const string RunGroup = "Run", DataGroup = "Data", EnergyGroup = "Energies", ConstraintGroup = "Constraints",
        EnsembleGroup = "Ensemble", ComputingGroup = "Computing";

    /// <summary>File of records; either this or <see cref="Sequence"/> has to be said.</summary>
    [Description("File of records: FASTA, FASTQ, JSON, JSONL, CSV, TSV, Parquet, structures or one sequence a line; - for standard input.")]
    [Category(RunGroup)]
    [Required]
    public string? Input { get; init => field = Said(value); }

    /// <summary>Kind of the records of standard input, or of a file whose name does not tell it; null looks at the first bytes.</summary>
    [Description("Form of standard input, which does not tell csv, tsv or text: csv, tsv, json, jsonl, fasta, fastq or text.")]
    [Category(RunGroup)]
    public string? InputFormat { get; init => field = Said(value); }

    /// <summary>The sequences themselves, in place of <see cref="Input"/>.</summary>
    [Description("A sequence, several separated by commas, or a file of records."), Category(RunGroup)]
    public string? Sequence { get; init => field = Said(value); }

    /// <summary>File to write; null or <c>-</c> for name, sequence and structure on a stream.</summary>
    [Description("File to write, its ending tells the form: .jsonl, .csv, .dbn, .ct …; - or nothing for standard output.")]
    [Category(RunGroup)]
    public string? Output { get; init => field = Said(value); }

    /// <summary>Field of the sequence in <see cref="Input"/>; null for the usual names.</summary>
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature]."), Category(DataGroup)]
    public string? SequenceField { get; init => field = Said(value); }

    /// <summary>What letters other than A, C, G, U, T and N do.</summary>
    [Description("Letters beside A, C, G, U, T and N: iupac codes count as N, error refuses them, n takes any letter for N.")]
    [Category(DataGroup)]
    public UnknownLetters Unknown { get; init => field = Said(value); }

    /// <summary>In °C.</summary>
    [Description("Temperature in °C; the parameters were measured at 37."), Category(EnergyGroup), Range(0.0, 100.0)]
    public double Temperature { get; init => field = Said(value); } = 37;

    /// <summary>The dangle model by its number.</summary>
    [Description("Bases beside helices: 0 none, 1 unpaired ones on one helix each, 2 both, 3 as 1 with helices that stack.")]
    [Category(EnergyGroup), Range(0, 3)]
    public int Dangles { get; init => field = Said(value); } = 2;

    /// <summary>Helices of one pair are allowed.</summary>
    [Description("Allow helices of one pair."), Category(EnergyGroup)]
    public bool LonelyPairs { get; init => field = Said(value); } = true;

    /// <summary>GU pairs are allowed.</summary>
    [Description("Allow GU pairs."), Category(EnergyGroup)]
    public bool Wobble { get; init => field = Said(value); } = true;

    /// <summary>GU pairs may close loops.</summary>
    [Description("Allow GU pairs at the ends of helices, beside hairpins, bulges, interior loops and multiloops."), Category(EnergyGroup)]
    public bool WobbleClosure { get; init => field = Said(value); } = true;

    /// <summary>Hairpins with an energy of their own have it.</summary>
    [Description("Use the energies of the special hairpins of 3, 4 and 6 bases."), Category(EnergyGroup)]
    public bool SpecialHairpins { get; init => field = Said(value); } = true;

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

    /// <summary>Records folded at once; 0 for one a core.</summary>
    [Description("Records folded at once; 0 for one a core."), Category(ComputingGroup), Range(0, 1024)]
    public int Threads { get; init => field = Said(value); }

    /// <summary>GiB that the tables of all records folded at once may take; null for three quarters of what the machine has.</summary>
    [Description("Memory for folding in GiB; default: three quarters of the machine's."), Category(ComputingGroup)]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? Memory { get; init => field = Said(value); }
}
