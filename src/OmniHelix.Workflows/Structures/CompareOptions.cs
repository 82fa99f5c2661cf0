using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Structures;

/// <summary>What is said about comparing structures with a reference, by flags, by a file or by a program.</summary>
public sealed record CompareOptions : SettingsRecord
{
    private const string RunGroup = "Run", DataGroup = "Data", ScoreGroup = "Scores", ComputingGroup = "Computing";

    /// <summary>File of the true structures; has to be said.</summary>
    [Description("File of the true structures: dot-bracket, CT, BPSEQ, or records with a field of dots and brackets."), Category(RunGroup)]
    [Required]
    public string? Reference { get; init => field = Said(value); }

    /// <summary>File of the predicted structures; null when they stand in a field of <see cref="Reference"/>.</summary>
    [Description("File of the predicted structures, found by the names of the records; default: a column of --reference.")]
    [Category(RunGroup)]
    public string? Prediction { get; init => field = Said(value); }

    /// <summary>Table of the scores of each record; null for none.</summary>
    [Description("Write the scores of each record to this table: .csv, .tsv, .jsonl, .parquet …"), Category(RunGroup)]
    public string? Output { get; init => field = Said(value); }

    /// <summary>Field of the true structure; null for the usual names.</summary>
    [Description("Column of the true structure [default: structure, label or dot_bracket]."), Category(DataGroup)]
    public string? ReferenceField { get; init => field = Said(value); }

    /// <summary>Field of the predicted structure; null for the usual names.</summary>
    [Description("Column of the predicted structure [default: structure, label or dot_bracket]."), Category(DataGroup)]
    public string? PredictionField { get; init => field = Said(value); }

    /// <summary>Field of the sequence; null for the usual names.</summary>
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature]."), Category(DataGroup)]
    public string? SequenceField { get; init => field = Said(value); }

    /// <summary>How far one partner of a pair may be off.</summary>
    [Description("A pair counts as found when one partner is off by this many bases; 1 is the usual tolerance."), Category(ScoreGroup)]
    [Range(0, 100)]
    public int Slip { get; init => field = Said(value); }

    /// <summary>Tell the distances too.</summary>
    [Description("Tell mountain, Hamming and tree edit distances too; trees of long structures take long."), Category(ScoreGroup)]
    public bool Distances { get; init => field = Said(value); }

    /// <summary>Resamples of the bootstrap intervals; 0 for none.</summary>
    [Description("Resamples of the bootstrap intervals; 0 for none."), Category(ScoreGroup), Range(0, 1_000_000)]
    public int Resamples { get; init => field = Said(value); } = 2000;

    /// <summary>Of the bootstrap.</summary>
    [Description("Seed of the bootstrap."), Category(ScoreGroup)]
    public long Seed { get; init => field = Said(value); } = 42;

    /// <summary>Records compared at once; 0 for one a core.</summary>
    [Description("Records compared at once; 0 for one a core."), Category(ComputingGroup), Range(0, 1024)]
    public int Threads { get; init => field = Said(value); }
}
