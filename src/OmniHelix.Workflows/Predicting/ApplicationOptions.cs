using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Inference;
using OmniHelix.Settings;
using OmniHelix.Torch;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What is said about any application of a model to records, by flags, by a file or by a program.</summary>
public abstract record ApplicationOptions : SettingsRecord
{
    private protected const string RunGroup = "Run", DataGroup = "Data", ResultGroup = "Results", ComputingGroup = "Computing";

    private static readonly InferenceOptions Usual = new();

    /// <summary>Folder of the model, or of a run; has to be said.</summary>
    [Description("Model folder, the folder of a run, or the name of a shipped model."), Category(RunGroup)]
    [Required]
    public string? Model { get; init => field = Said(value); }

    /// <summary>File of records; either this or <see cref="Sequence"/> has to be said.</summary>
    [Description(
        "File of records: FASTA, FASTQ, JSON, JSONL, CSV, TSV or one sequence a line, plain or gzip; - for standard input. "
        + "This or --sequence.")]
    [Category(RunGroup)]
    public string? Input { get; init => field = Said(value); }

    /// <summary>Kind of the records of standard input, or of a file whose name does not tell it; null looks at the first bytes.</summary>
    [Description("Form of standard input, which does not tell csv, tsv or text: csv, tsv, json, jsonl, fasta, fastq or text.")]
    [Category(RunGroup)]
    public string? InputFormat { get; init => field = Said(value); }

    /// <summary>The sequences themselves, in place of <see cref="Input"/>.</summary>
    [Description("A sequence, several separated by commas, or a file of records."), Category(RunGroup)]
    public string? Sequence { get; init => field = Said(value); }

    /// <summary>Field of the sequence in <see cref="Input"/>; null for the usual names.</summary>
    [Description("Column of the sequence [default: sequence, seq, text, dna, rna or feature]."), Category(DataGroup)]
    public string? SequenceField { get; init => field = Said(value); }

    /// <summary>Fields of the label in <see cref="Input"/>, which is written beside the result; null writes none.</summary>
    [Description("Columns of the label, which is written beside the result."), Category(DataGroup)]
    public IReadOnlyList<string>? LabelField { get; init => field = Said(value); }

    /// <summary>Field of the second sequence of a pair in <see cref="Input"/>; null for single sequences.</summary>
    [Description("Column of a second sequence: the model reads both as one input."), Category(DataGroup)]
    public string? PairField { get; init => field = Said(value); }

    /// <summary>File to write; null or <c>-</c> for JSON lines on a stream.</summary>
    [Description("File to write, its ending tells the form; - or nothing for JSON lines on standard output."), Category(RunGroup)]
    public string? Output { get; init => field = Said(value); }

    /// <summary>Most tokens of a row; null for what the model takes.</summary>
    [Description("Most tokens of a row; default: what the model takes."), Category(DataGroup), Range(3, int.MaxValue)]
    public int? MaxLength { get; init => field = Said(value); }

    /// <summary>Longer sequences lose their end.</summary>
    [Description("Cut the end off longer sequences (otherwise they fail)."), Category(DataGroup)]
    public bool Truncate { get; init => field = Said(value); }

    /// <summary>Longer sequences are cut into windows that share so many tokens.</summary>
    [Description("Cut longer sequences into windows that share this many tokens."), Category(DataGroup), Range(0, int.MaxValue)]
    public int? WindowOverlap { get; init => field = Said(value); }

    /// <summary>Conversion before look-up; null for the tokenizer's own.</summary>
    [Description("Convert before look-up; default: what the tokenizer says."), Category(DataGroup)]
    public UracilConversion? Uracil { get; init => field = Said(value); }

    /// <summary>Most tokens of a batch, padding included.</summary>
    [Description("Most tokens of a batch, padding included."), Category(ComputingGroup), Range(1, int.MaxValue)]
    public int? TokenBudget { get; init => field = Said(value); } = Usual.TokenBudget;

    /// <summary>Sequences of a batch, in place of <see cref="TokenBudget"/>.</summary>
    [Description("Sequences of a batch, in place of the token budget."), Category(ComputingGroup), Range(1, int.MaxValue)]
    public int? BatchSize { get; init => field = Said(value); }

    /// <summary>Arithmetic of matrix products.</summary>
    [Description("Arithmetic of matrix products."), Category(ComputingGroup)]
    public Precision Precision { get; init => field = Said(value); } = Usual.Precision;

    /// <summary>Where to compute.</summary>
    [Description("Where to compute: auto, cpu, cuda or cuda:N."), Category(ComputingGroup)]
    public string Device { get; init => field = Said(value); } = "auto";
}
