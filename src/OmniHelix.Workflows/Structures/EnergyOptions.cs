using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Rna.Folding;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Structures;

/// <summary>What is said about records of RNA and the conditions of their energies, by flags, by a file or by a program.</summary>
public abstract record EnergyOptions : SettingsRecord
{
    private protected const string RunGroup = "Run", DataGroup = "Data", EnergyGroup = "Energies", ConstraintGroup = "Constraints",
        EnsembleGroup = "Ensemble", StructureGroup = "Structures", ComputingGroup = "Computing";

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

    /// <summary>File to write; null or <c>-</c> for lines on a stream.</summary>
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

    /// <summary>Hairpins with an energy of their own have it.</summary>
    [Description("Use the energies of the special hairpins of 3, 4 and 6 bases."), Category(EnergyGroup)]
    public bool SpecialHairpins { get; init => field = Said(value); } = true;

    /// <summary>The last base is joined to the first.</summary>
    [Description("The RNA is a circle: its last base is joined to the first; with dangles 0 or 2."), Category(EnergyGroup)]
    public bool Circular { get; init => field = Said(value); }

    /// <summary>Records worked on at once; 0 for one a core.</summary>
    [Description("Records worked on at once; 0 for one a core."), Category(ComputingGroup), Range(0, 1024)]
    public int Threads { get; init => field = Said(value); }

    /// <summary>What the energy model is told of the conditions.</summary>
    internal FoldingOptions Conditions() => new()
    {
        Temperature = Temperature,
        Dangles = (DangleModel)Dangles,
        SpecialHairpins = SpecialHairpins,
        Circular = Circular,
    };
}
