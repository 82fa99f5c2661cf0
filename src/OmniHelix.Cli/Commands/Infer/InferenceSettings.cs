using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Cli.Binding;
using OmniHelix.Data.Tokens;
using OmniHelix.Sequences;
using OmniHelix.Torch;
using OmniHelix.Inference;

namespace OmniHelix.Cli.Commands.Infer;

/// <summary>Conversions of a sequence's letters.</summary>
internal enum UracilConversion
{
    /// <summary>U becomes T.</summary>
    U2t,

    /// <summary>T becomes U.</summary>
    T2u,
}

/// <summary>Settings of every command that applies a model to records.</summary>
internal sealed record InferenceSettings
{
    private static readonly InferenceOptions Usual = new();

    [Description("Model folder, or the folder of a run.")]
    public string? Model { get; init; }

    [Description("File of records: FASTA, FASTQ, JSON, JSONL, CSV, TSV or one sequence a line, plain or gzip; - for standard input.")]
    public string? Input { get; init; }

    [Description("A sequence, several separated by commas, or a file of records.")]
    public string? Sequence { get; init; }

    [Description("File to write, its ending tells the form; - or nothing for JSON lines on standard output.")]
    public string? Output { get; init; }

    [Description("Most tokens of a row; default: what the model takes."), Range(3, int.MaxValue)]
    public int? MaxLength { get; init; }

    [Description("Cut the end off longer sequences (otherwise they fail).")]
    public bool Truncate { get; init; }

    [Description("Cut longer sequences into windows that share this many tokens."), Range(0, int.MaxValue)]
    public int? WindowOverlap { get; init; }

    [Description("Convert before look-up; default: what the tokenizer says.")]
    public UracilConversion? Uracil { get; init; }

    [Description("Most tokens of a batch, padding included [default: 8192]."), Range(1, int.MaxValue)]
    public int? TokenBudget { get; init; }

    [Description("Sequences of a batch, in place of the token budget."), Range(1, int.MaxValue)]
    public int? BatchSize { get; init; }

    [Description("Arithmetic of matrix products: fp32 or bf16.")]
    public Precision Precision { get; init; } = Usual.Precision;

    [Description("Where to compute: auto, cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "auto";

    /// <summary>The model to use.</summary>
    /// <exception cref="UsageException">OH2020: none is named.</exception>
    public string ModelPath =>
        Model ?? throw new UsageException("OH2020", "--model is missing", null, "Name a model folder or the folder of a run.");

    /// <summary>The file to write; null for standard output.</summary>
    public string? OutputPath => Output is null or "-" ? null : Output;

    /// <summary>What the library needs.</summary>
    /// <exception cref="UsageException">OH2021: flags that exclude each other.</exception>
    public InferenceOptions ToOptions()
    {
        if (Truncate && WindowOverlap is not null) throw new UsageException("OH2021", "--truncate and --window-overlap exclude each other");
        if (BatchSize is not null && TokenBudget is not null)
            throw new UsageException("OH2021", "--batch-size and --token-budget exclude each other");
        return Usual with
        {
            MaxLength = MaxLength,
            LongSequences = Truncate ? LengthPolicy.Truncate : WindowOverlap is not null ? LengthPolicy.Window : LengthPolicy.Error,
            WindowOverlap = WindowOverlap ?? 0,
            TokenBudget = TokenBudget ?? Usual.TokenBudget,
            BatchSize = BatchSize,
            Precision = Precision,
            Device = Device == "auto" ? (TorchEngine.CudaDevices > 0 ? Torch.Device.Cuda() : Torch.Device.Cpu) : Torch.Device.Parse(Device),
            Uracil = Uracil switch { UracilConversion.U2t => UracilPolicy.UToT, UracilConversion.T2u => UracilPolicy.TToU, _ => null },
        };
    }

    /// <summary>Opens the records.</summary>
    /// <exception cref="UsageException">OH2030: neither or both of the two sources.</exception>
    public InferenceInput OpenInput() => (Input, Sequence) switch
    {
        ({ } file, null) => InferenceInput.FromFile(file),
        (null, { } text) => InferenceInput.FromText(text),
        _ => throw new UsageException(
            "OH2030", "exactly one of --input and --sequence is needed", null, "Name a file, - for standard input, or write a sequence."),
    };
}
