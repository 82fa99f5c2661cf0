using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Rna.Design;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Designing;

/// <summary>What is said about a search of sequences for a structure, by flags, by a file or by a program.</summary>
public sealed record DesignSettings : SettingsRecord
{
    private const string RunGroup = "Run", SearchGroup = "Search", ConstraintGroup = "Constraints";

    private static readonly DesignOptions Usual = new();

    /// <summary>The target; has to be said.</summary>
    [Description("The structure wanted, in dot-bracket."), Category(RunGroup)]
    [Required]
    public string? Structure { get; init => field = Said(value); }

    /// <summary>File to write; null or <c>-</c> for sequences, structures and scores on a stream.</summary>
    [Description("File to write: .json, .csv, .tsv, .fasta or .txt; - or nothing for standard output."), Category(RunGroup)]
    public string? Output { get; init => field = Said(value); }

    /// <summary>Sequences wanted.</summary>
    [Description("Sequences wanted, all different."), Category(SearchGroup), Range(1, 100_000)]
    public int Count { get; init => field = Said(value); } = Usual.Count;

    /// <summary>Seconds the search takes at most.</summary>
    [Description("Seconds after which the search ends, solved or not."), Category(SearchGroup), Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Time { get; init => field = Said(value); } = Usual.TimeLimit.TotalSeconds;

    /// <summary>Sequences that are folded at most; null for any number.</summary>
    [Description("Sequences after which the search ends, solved or not; default: any number."), Category(SearchGroup)]
    [Range(1, long.MaxValue)]
    public long? MaxFolds { get; init => field = Said(value); }

    /// <summary>Searches side by side.</summary>
    [Description("Searches that go on side by side."), Category(SearchGroup), Range(1, 1024)]
    public int Chains { get; init => field = Said(value); } = Usual.Chains;

    /// <summary>Of every choice.</summary>
    [Description("Seed of every choice: the same seed and chains find the same sequences, unless time ends the search.")]
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

    /// <summary>In °C.</summary>
    [Description("Temperature in °C at which the structure has to be the one of least energy."), Category(ConstraintGroup)]
    [Range(0.0, 100.0)]
    public double Temperature { get; init => field = Said(value); } = Usual.Temperature;
}
