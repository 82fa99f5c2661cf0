using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Settings;
using OmniHelix.Training;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Seq2Seq;

/// <summary>
/// What is said about training a model that writes a sequence about a sequence; what is not said has the defaults here.
/// </summary>
public sealed record Seq2SeqOptions : SettingsRecord
{
    private const string RunGroup = "Run", DataGroup = "Data", DecoderGroup = "Decoder", BatchGroup = "Batches";

    /// <summary>Data set whose labels are the sequences to be written; has to be said.</summary>
    [Description("Data set whose labels are the sequences to be written."), Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public string Data { get; init => field = Said(value); } = "";

    /// <summary>Model folder, the folder of a run, or the name of a shipped model; has to be said.</summary>
    [Description("Model folder, the folder of a run, or the name of a shipped model, whose encoder reads."), Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public string Model { get; init => field = Said(value); } = "";

    /// <summary>Folder of the run; has to be said.</summary>
    [Description("Folder of the run."), Category(RunGroup)]
    [Required]
    [Resume(ResumeRule.Free)]
    public string Output { get; init => field = Said(value); } = "";

    /// <summary>Seed of weights and data order.</summary>
    [Description("Seed of weights and data order."), Category(RunGroup)]
    public long Seed { get; init => field = Said(value); } = 42;

    /// <summary>Field of the sequence that is read; null for the usual names.</summary>
    [Description("Column of the sequence that is read [default: sequence, seq, text, dna, rna or feature]."), Category(DataGroup)]
    public string? SequenceField { get; init => field = Said(value); }

    /// <summary>Field of the sequence that is written; null for the usual names of labels.</summary>
    [Description("Column of the sequence that is written [default: that of labels]."), Category(DataGroup)]
    public string? LabelField { get; init => field = Said(value); }

    /// <summary>Share of the training split that is set aside where there is no validation split.</summary>
    [Description("Share of training that chooses the weights where there is no validation split."), Category(DataGroup), Range(0.0001, 0.5)]
    public double ValidationShare { get; init => field = Said(value); } = 0.1;

    /// <summary>Most tokens that are read of a sequence; longer ones are an error. Null for what the model takes.</summary>
    [Description("Most tokens of a sequence that is read; default: what the model takes."), Category(BatchGroup), Range(3, int.MaxValue)]
    public int? MaxLength { get; init => field = Said(value); }

    /// <summary>Most tokens that are written.</summary>
    [Description("Most tokens of a sequence that is written."), Category(BatchGroup), Range(1, int.MaxValue)]
    public int MaxNewTokens { get; init => field = Said(value); } = 512;

    /// <summary>Most tokens of a batch, padding included, of the longer of both sides.</summary>
    [Description("Most tokens of a batch, padding included."), Category(BatchGroup), Range(1, int.MaxValue)]
    public int TokenBudget { get; init => field = Said(value); } = 4096;

    /// <summary>Blocks of the decoder.</summary>
    [Description("Blocks of the decoder."), Category(DecoderGroup), Range(1, 1000)]
    public int DecoderLayers { get; init => field = Said(value); } = 2;

    /// <summary>Attention heads of the decoder; null for as many as the encoder has.</summary>
    [Description("Attention heads of the decoder; default: as many as the encoder has."), Category(DecoderGroup), Range(1, 1000)]
    public int? DecoderHeads { get; init => field = Said(value); }

    /// <summary>Dropout of the decoder.</summary>
    [Description("Dropout of the decoder."), Category(DecoderGroup), Range(0.0, 0.99)]
    public double DecoderDropout { get; init => field = Said(value); } = 0.1;

    /// <summary>Outputs kept side by side when the test split is written.</summary>
    [Description("Outputs kept side by side when the test split is written; 1 takes the best token at each step."), Category(DecoderGroup)]
    [Range(1, 1000)]
    public int Beams { get; init => field = Said(value); } = 4;

    /// <summary>Numbers of training; its seed is replaced by <see cref="Seed"/>. Only here the rate is 1e-3 by default.</summary>
    public TrainerOptions Trainer { get; init; } = Unsaid(new TrainerOptions { LearningRate = 1e-3 });

    /// <summary>What happens when the output folder is there.</summary>
    [Browsable(false)]
    public ExistingRun Existing { get; init; }
}
