using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Rna.Design;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Designing;

/// <summary>What is said about a search of sequences for a structure, by flags, by a file or by a program.</summary>
public sealed record DesignSettings : SettingsRecord
{
    private const string RunGroup = "Run", SearchGroup = "Search", ConstraintGroup = "Constraints",
        ModelGroup = "Language model";

    private static readonly DesignOptions Usual = new();
    private static readonly PriorOptions Prior = Usual.Prior;
    private static readonly OriginalSearchOptions Original = new();

    /// <summary>The target; has to be said.</summary>
    [Description("The structure wanted, in dot-bracket."), Category(RunGroup)]
    [Required]
    public string? Structure { get; init => field = Said(value); }

    /// <summary>File to write; null or <c>-</c> for sequences, structures and scores on a stream.</summary>
    [Description("File to write: .json, .csv, .tsv, .fasta or .txt; - or nothing for standard output."), Category(RunGroup)]
    public string? Output { get; init => field = Said(value); }

    /// <summary>Page of the search; null for none.</summary>
    [Description("Write a page too: sequences drawn, energies of their loops, the course of the search; one HTML file that loads nothing.")]
    [Category(RunGroup)]
    public string? Report { get; init => field = Said(value); }

    /// <summary>Form of a stream, or of a file whose name does not tell it.</summary>
    [Description("Form of standard output, or of a file whose name does not tell it; default: txt.")]
    [Category(RunGroup)]
    public DesignForm? Format { get; init => field = Said(value); }

    /// <summary>Sequences wanted.</summary>
    [Description("Sequences wanted, all different."), Category(SearchGroup), Range(1, 100_000)]
    public int Count { get; init => field = Said(value); } = Usual.Count;

    /// <summary>Bases in which every two sequences differ at least.</summary>
    [Description("Bases in which every two of the sequences differ at least."), Category(SearchGroup), Range(1, 100_000)]
    public int Apart { get; init => field = Said(value); } = Usual.Apart;

    /// <summary>How sequences are searched.</summary>
    [Description("walks solves most; population finds many good sequences where solutions are easy."), Category(SearchGroup)]
    public DesignSearch Search { get; init => field = Said(value); } = Usual.Search;

    /// <summary>What a population is compared by; null for distance, gap and defect.</summary>
    [Description("What a population is compared by, of distance, gap, defect and gc; default: the first three.")]
    [Category(SearchGroup)]
    public IReadOnlyList<DesignObjective>? Objectives { get; init => field = Said(value); }

    /// <summary>The share of G and C that the objective counts from.</summary>
    [Description("Share of G and C that the objective gc counts from."), Category(SearchGroup), Range(0.0, 1.0)]
    public double GcWanted { get; init => field = Said(value); } = Usual.WantedGc;

    /// <summary>Sequences that live at a time.</summary>
    [Description("Sequences that live at a time, in a population or with --compat."), Category(SearchGroup), Range(1, 100_000)]
    public int Population { get; init => field = Said(value); } = Usual.Population;

    /// <summary>Generations at most.</summary>
    [Description("Generations after which a population or --compat ends."), Category(SearchGroup), Range(1, 1_000_000)]
    public int Generations { get; init => field = Said(value); } = Usual.Generations;

    /// <summary>Seconds the search takes at most.</summary>
    [Description("Seconds after which the search ends, solved or not."), Category(SearchGroup), Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Time { get; init => field = Said(value); } = Usual.TimeLimit.TotalSeconds;

    /// <summary>Sequences that are folded at most; null for any number.</summary>
    [Description("Sequences after which the search ends, solved or not; default: any number."), Category(SearchGroup)]
    [Range(1, long.MaxValue)]
    public long? MaxFolds { get; init => field = Said(value); }

    /// <summary>Walks side by side.</summary>
    [Description("Walks that go on side by side."), Category(SearchGroup), Range(1, 1024)]
    public int Chains { get; init => field = Said(value); } = Usual.Chains;

    /// <summary>Of every choice.</summary>
    [Description("Seed of every choice: the same seed finds the same sequences, unless time ends the search.")]
    [Category(SearchGroup)]
    public long Seed { get; init => field = Said(value); } = Usual.Seed;

    /// <summary>What each base may be.</summary>
    [Description("What each base may be, in the letters of IUPAC, as long as the structure: NNNGAAANNN; default: anything.")]
    [Category(ConstraintGroup)]
    public string? Fixed { get; init => field = Said(value); }

    /// <summary>The least share of G and C.</summary>
    [Description("Least share of G and C."), Category(ConstraintGroup), Range(0.0, 1.0)]
    public double GcMin { get; init => field = Said(value); } = Usual.LeastGc;

    /// <summary>The largest share of G and C.</summary>
    [Description("Largest share of G and C."), Category(ConstraintGroup), Range(0.0, 1.0)]
    public double GcMax { get; init => field = Said(value); } = Usual.LargestGc;

    /// <summary>What must not be in a sequence.</summary>
    [Description("What must not be in a sequence, in the letters of IUPAC: GGGG, sites of restriction enzymes."), Category(ConstraintGroup)]
    public IReadOnlyList<string>? Forbid { get; init => field = Said(value); }

    /// <summary>How often GC, AU and GU pairs are drawn; null for 0.6, 0.32 and 0.08.</summary>
    [Description("How often GC, AU and GU pairs are drawn inside helices, as three numbers; default: 0.6,0.32,0.08.")]
    [Category(ConstraintGroup)]
    public IReadOnlyList<double>? PairWeights { get; init => field = Said(value); }

    /// <summary>In °C.</summary>
    [Description("Temperature in °C at which the structure has to be the one of least energy."), Category(ConstraintGroup)]
    [Range(0.0, 100.0)]
    public double Temperature { get; init => field = Said(value); } = Usual.Temperature;

    /// <summary>A masked language model; null for none.</summary>
    [Description("Masked language model that proposes bases: a model folder, the folder of a run, or the name of a shipped model.")]
    [Category(ModelGroup)]
    public string? Model { get; init => field = Said(value); }

    /// <summary>Share of the sequences that the model draws.</summary>
    [Description(
        "Share that the model draws of the sequences to start from, of new ones where a walk is stuck, and of a population's children.")]
    [Category(ModelGroup), Range(0.0, 1.0)]
    public double LmShare { get; init => field = Said(value); } = Prior.Share;

    /// <summary>Divides the model's scores before they become probabilities.</summary>
    [Description("Below 1 bases that the model finds likely are favoured, above 1 rare ones."), Category(ModelGroup)]
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public double LmTemperature { get; init => field = Said(value); } = Prior.Temperature;

    /// <summary>Draw among this many of the likeliest bases only.</summary>
    [Description("Draw among this many of the likeliest bases, others only where these cannot pair; default: among all.")]
    [Category(ModelGroup), Range(1, 4)]
    public int? LmTopK { get; init => field = Said(value); }

    /// <summary>Where the model computes.</summary>
    [Description("Where the model computes: auto, cpu, cuda or cuda:N."), Category(ModelGroup)]
    public string Device { get; init => field = Said(value); } = "auto";

    /// <summary>Search as OmniGenBench does.</summary>
    [Description("Search exactly as OmniGenBench does, to reproduce its results; needs a model."), Category(ModelGroup)]
    public bool Compat { get; init => field = Said(value); }

    /// <summary>Share of the bases that a mutation hides.</summary>
    [Description("Share of the bases that the model draws anew at a time, in a population or with --compat."), Category(ModelGroup)]
    [Range(0.0, 1.0)]
    public double MutationRatio { get; init => field = Said(value); } = Original.MutationRatio;
}
